"""A page of a form: one question, or a few short ones, under the summary of what is wrong.

The one form widget: full-screen forms give it a question at a time, dialogs all of theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message

from cpf_tui.domain.text import text
from cpf_tui.journey.questions import Asked, Kind, Problem
from widgets.editors import Confirmed
from widgets.error_summary import ErrorSummary
from widgets.question_field import QuestionField


class FormPage(VerticalScroll, can_focus=False):
    """Questions asked together. Posts `Answered` when all are answered rightly, else shows the problems."""

    DEFAULT_CSS = """
    FormPage { height: 1fr; padding: 0 1; }
    """

    @dataclass
    class Answered(Message):
        """Every question of the page has a right answer; `answers` are as typed."""

        answers: Mapping[str, str]

    @dataclass
    class Faulty(Message):
        """An answer of the page is wrong; the page shows it."""

    def __init__(
        self, questions: Sequence[Asked], answers: Mapping[str, str], labels: Mapping[str, str] | None = None
    ) -> None:
        super().__init__()
        labels = labels or {}
        self._fields = [QuestionField(one, answers.get(one.name, ""), labels.get(one.name, "")) for one in questions]

    def compose(self) -> ComposeResult:
        """Lay out the summary and the questions."""
        yield ErrorSummary()
        yield from self._fields

    def on_mount(self) -> None:
        """Put the person at the first question."""
        self._fields[0].editor.focus()

    @property
    def answers(self) -> dict[str, str]:
        """The answers as typed, right or wrong."""
        return {one.asked.name: one.answer for one in self._fields}

    def current_field(self) -> QuestionField:
        """Return the question in hand, for its help."""
        return next((one for one in self._fields if one.has_focus_within), self._fields[0])

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show problems found by the page or by the service.

        One problem leads straight to its field, several to the summary that lists them. A refusal of the whole page
        leads to the password where there is one: typed again in another field, it would be read by whoever stands near.
        """
        self.query_one(ErrorSummary).show([self._named(one) for one in problems])
        by_field = {one.field: one.sentence for one in problems}
        for one in self._fields:
            one.say_wrong(by_field.get(one.asked.name))
        if len(problems) == 1:
            self._go_to(problems[0].field)
        elif problems:
            self.query_one(ErrorSummary).focus()
        if any(not one.field for one in problems):
            self.call_after_refresh(self.scroll_home, animate=False)  # what concerns the whole form is at the top

    def _named(self, problem: Problem) -> Problem:
        """Name the question a problem is about, where the page asks several."""
        question = next((one.asked.question for one in self._fields if one.asked.name == problem.field), None)
        if question is None or len(self._fields) == 1:
            return problem
        return replace(problem, sentence=text("{name} : {sentence}", name=question.name, sentence=problem.sentence))

    def _go_to(self, name: str) -> None:
        secret = next((one for one in self._fields if one.asked.question.kind is Kind.SECRET), self._fields[0])
        self._take(next((one for one in self._fields if one.asked.name == name), secret))

    def _take(self, field: QuestionField) -> None:
        """Put the person at a question, the whole of it in sight: what is wrong stands under the editor."""
        field.editor.focus(scroll_visible=False)
        self.call_after_refresh(field.scroll_visible, animate=False)

    @on(ErrorSummary.FieldWanted)
    def _lead(self, event: ErrorSummary.FieldWanted) -> None:
        event.stop()
        self._go_to(event.field)

    @on(Confirmed)
    def _confirmed(self, event: Confirmed) -> None:
        """Enter goes to the next question of the page; on the last one, everything is checked."""
        event.stop()
        position = next(index for index, one in enumerate(self._fields) if one.editor is event.editor)
        if position + 1 < len(self._fields):
            self._take(self._fields[position + 1])
        else:
            self.submit()

    def submit(self) -> None:
        """Check every question; post the answers, or show what is wrong."""
        problems = [problem for one in self._fields if (problem := one.check())]
        self.show_problems(problems)
        self.post_message(self.Faulty() if problems else self.Answered(self.answers))
