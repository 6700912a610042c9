"""One question: its title, its hint, its editor, and what is wrong with the answer once it was checked."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.text import Text
from cpf_tui.i18n import _, render
from cpf_tui.journey.questions import Asked, Problem
from widgets.editors import Editor, editor_for
from widgets.words import Words


class QuestionField(Vertical):
    """A question and its answer, as typed."""

    DEFAULT_CSS = """
    QuestionField { height: auto; margin-bottom: 1; }
    QuestionField > .wrong { display: none; color: $text-error; text-style: bold; }
    QuestionField.-wrong > .wrong { display: block; }
    """

    def __init__(self, asked: Asked, answer: str = "", label: str = "") -> None:
        super().__init__(id=f"question-{asked.name}")
        self.asked = asked
        self._editor = editor_for(asked.question, answer, label)

    def compose(self) -> ComposeResult:
        """Lay out the question."""
        question = self.asked.question
        yield Words(question.title, classes="title")
        if question.hint:
            yield Words(question.hint, classes="hint")
        yield self._editor
        if question.example:
            yield Words(_("exemple : {example}", example=question.example), classes="hint")
        yield Words("", classes="wrong")

    @property
    def answer(self) -> str:
        """The answer as typed."""
        return self._editor.value

    @property
    def editor(self) -> Editor:
        """The editor, to focus it."""
        return self._editor

    def check(self) -> Problem | None:
        """Check the answer alone, and say what is wrong under the field."""
        try:
            self.asked.read(self.answer)
        except InvalidInput as error:
            problem = Problem(self.asked.name, error.sentence)
            self.say_wrong(problem.sentence)
            return problem
        self.say_wrong(None)
        return None

    def say_wrong(self, sentence: Text | None) -> None:
        """Write what is wrong under the field, or wipe it."""
        self.set_class(sentence is not None, "-wrong")
        if sentence is not None:
            self.query_one(".wrong", Words).say(_("Erreur : {sentence}", sentence=render(sentence)))
