"""A form in a dialog whose choices are cut to this case, or say more about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from textual.app import ComposeResult

from cpf_tui.journey.questions import Asked, Choice, Form
from screens.dialogs.form import FormDialog
from widgets.form_page import FormPage
from widgets.words import Wordlike, Words

F = TypeVar("F", bound=Form)
R = TypeVar("R")


class NarrowedDialog(FormDialog[F, R]):
    """`choices` replaces those of the questions it names; the form itself still accepts only its own."""

    def __init__(
        self,
        form: type[F],
        send: Callable[[F, str], R],
        choices: Mapping[str, Sequence[Choice]],
        *,
        answers: Mapping[str, str] | None = None,
        note: Wordlike = "",
    ) -> None:
        super().__init__(form, send, answers=answers, note=note)
        self._choices = choices

    def compose_body(self) -> ComposeResult:
        """Show the note and the questions."""
        if self._note:
            yield Words(self._note, classes="hint")
        yield FormPage([self._narrowed(one) for one in self._form.asked(self._answers)], self._answers)

    def _narrowed(self, asked: Asked) -> Asked:
        if asked.name not in self._choices:
            return asked
        return replace(asked, question=replace(asked.question, choices=tuple(self._choices[asked.name])))
