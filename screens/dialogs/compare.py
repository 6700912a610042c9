"""Two to four kept trainings side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from cpf_tui.domain.training import Offer
from cpf_tui.i18n import _
from screens.dialogs.base import Dialog
from widgets.comparison import Comparison

LEAST, MOST = 2, 4


class CompareDialog(Dialog[None]):
    """A table to read: columns on a wide terminal, answers one under the other on a narrow one."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter", "cancel", "Fermer", id="close_compare")]
    CSS = """
    CompareDialog > #box { width: 96%; max-height: 96%; }
    CompareDialog.-wide Comparison > .criterion { layout: horizontal; margin-bottom: 1; }
    CompareDialog.-wide Comparison > .criterion > .heading { width: 14; }
    """

    def __init__(self, offers: Sequence[tuple[Offer, float | None]], today: date) -> None:
        super().__init__(_("Comparer"))
        self._offers, self._today = offers, today

    def compose_body(self) -> ComposeResult:
        """Show the table."""
        yield Comparison(self._offers, self._today)
