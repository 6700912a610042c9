"""The frame of every dialog."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, ScreenResultType

from cpf_tui.domain.errors import DomainError
from cpf_tui.i18n import _
from screens.background import Background
from widgets.key_bar import KeyBar
from widgets.words import Wordlike, Words


class Dialog(Background[ScreenResultType], ModalScreen[ScreenResultType]):
    """A box above the screen with a title, a body, a line for a refusal, and its keys."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Annuler", id="cancel")]
    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > #box {
        width: 76; max-width: 96%; height: auto; max-height: 92%;
        border: solid $primary; background: $surface; padding: 0 1;
    }
    Dialog > #box > #dialog-title { text-style: bold; color: $primary; margin-bottom: 1; }
    Dialog > #box > #refusal { display: none; color: $text-error; text-style: bold; }
    Dialog > #box > #refusal.shown { display: block; }
    """

    def __init__(self, title: Wordlike) -> None:
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        """Lay out the box."""
        with Vertical(id="box"):
            yield Words(self._title, id="dialog-title")
            yield from self.compose_body()
            yield Words("", id="refusal")
        yield KeyBar()

    def compose_body(self) -> ComposeResult:
        """Yield what the dialog shows."""
        raise NotImplementedError

    def refused(self, error: DomainError) -> None:
        """Show an expected refusal inside the box."""
        refusal = self.query_one("#refusal", Words)
        refusal.say(error.sentence)
        refusal.add_class("shown")

    def working(self) -> None:
        """Say that the work goes on."""
        self.query_one("#dialog-title", Words).say(_("Un instant…"))

    def rested(self) -> None:
        """Bring the title back."""
        self.query_one("#dialog-title", Words).say(self._title)

    def action_cancel(self) -> None:
        """Close without doing anything."""
        self.dismiss(None)
