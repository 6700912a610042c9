"""Help on what is being asked, and the calculation behind a number: a text to read, nothing to decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from screens.dialogs.base import Dialog
from widgets.words import Wordlike, Words


class ReadingDialog(Dialog[None]):
    """One or several paragraphs, scrolled with the arrows; Esc or Enter closes."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter", "cancel", "Fermer", id="close")]
    DEFAULT_CSS = """
    ReadingDialog #reading { height: auto; max-height: 16; }
    ReadingDialog #reading > Words { margin-bottom: 1; }
    """

    def __init__(self, title: Wordlike, paragraphs: Sequence[Wordlike]) -> None:
        super().__init__(title)
        self._paragraphs = paragraphs

    def compose_body(self) -> ComposeResult:
        """Show the paragraphs."""
        with VerticalScroll(id="reading", can_focus=True):
            for paragraph in self._paragraphs:
                yield Words(paragraph)


class HelpDialog(ReadingDialog):
    """The help of a screen or of a question."""

    def __init__(self, title: Wordlike, words: Wordlike) -> None:
        super().__init__(title, [words])
