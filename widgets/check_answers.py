"""« Vérifiez vos réponses »: every answer on one line, each can be changed; the last line confirms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from cpf_tui.domain.text import Text
from cpf_tui.i18n import _, render
from cpf_tui.journey.questions import Problem, Question
from widgets.error_summary import ErrorSummary
from widgets.row_list import Row, RowList, row
from widgets.words import Wordlike, Words

_CONFIRM = "+confirm"


class CheckAnswers(Vertical):
    """The answers of a form before they count. Posts `Changed` for a line, `Confirmed` for the last one."""

    DEFAULT_CSS = """
    CheckAnswers { height: 1fr; padding: 0 1; }
    CheckAnswers > .note { margin-bottom: 1; }
    CheckAnswers > #answers { height: 1fr; }
    """

    @dataclass
    class Changed(Message):
        """The person wants to change an answer."""

        name: str

    @dataclass
    class Confirmed(Message):
        """The person confirms everything."""

    def __init__(
        self,
        answers: Sequence[tuple[str, Question, str]],
        confirm: Text,
        intro: Wordlike,
        notes: Sequence[Wordlike] = (),
    ) -> None:
        super().__init__()
        self._answers, self._confirm, self._intro, self._notes = answers, confirm, intro, notes

    def compose(self) -> ComposeResult:
        """Lay out the notes and the list."""
        yield ErrorSummary()
        yield Words(self._intro, classes="hint note")
        for note in self._notes:
            yield Words(note, classes="note")
        yield RowList(id="answers")

    def on_mount(self) -> None:
        """Show the answers, the confirmation in hand."""
        listed = self.query_one("#answers", RowList)
        listed.show([*map(self._line, self._answers), row("", ""), row(_CONFIRM, render(self._confirm))], _CONFIRM)
        listed.focus()

    def _line(self, answer: tuple[str, Question, str]) -> Row:
        name, question, said = answer
        flat = " ".join(said.split()) or _("(rien)")
        return row(name, (f"{render(question.name)} : {flat}", _("Modifier")))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show why the answers were refused; nothing typed is lost."""
        self.query_one(ErrorSummary).show(problems)

    @on(RowList.Chosen, "#answers")
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.post_message(self.Confirmed() if event.key == _CONFIRM else self.Changed(event.key))
