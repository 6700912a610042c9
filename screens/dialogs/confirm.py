"""Asking before something that cannot be undone."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from cpf_tui.domain.text import Text, text
from cpf_tui.journey.questions import Choice
from screens.dialogs.base import Dialog
from widgets.choice_list import ChoiceList
from widgets.words import Wordlike, Words

KEEP = text("Non, revenir")


class ConfirmDialog(Dialog[bool]):
    """A question and two answers; the harmless one is in hand first."""

    DEFAULT_CSS = """
    ConfirmDialog ChoiceList { margin: 1 0; }
    """

    def __init__(self, title: Wordlike, words: Wordlike, yes: Text, no: Text = KEEP) -> None:
        super().__init__(title)
        self._words = words
        self._choices = (Choice("no", no), Choice("yes", yes))

    def compose_body(self) -> ComposeResult:
        """Show the question and its answers."""
        yield Words(self._words)
        yield ChoiceList(self._choices)

    @on(ChoiceList.Confirmed)
    def _decide(self, event: ChoiceList.Confirmed) -> None:
        self.dismiss(event.value == "yes")
