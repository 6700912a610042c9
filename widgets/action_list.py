"""What can be done from a page: a short list under it, as high as its rows; the page keys scroll the page above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from widgets.row_list import Row, RowList

_MOST = 6


class ActionList(RowList):
    """A list of acts, the next one first. Posts `PageWanted` for PageUp and PageDown."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Continuer", id="choose")]
    DEFAULT_CSS = """
    ActionList { height: auto; border-top: solid $primary; }
    """

    @dataclass
    class PageWanted(Message):
        """The person wants to read on (1) or back (-1)."""

        step: int

    def show(self, rows: Sequence[Row], current: str = "") -> None:
        """Show these acts, and be as high as they are, up to a few rows."""
        self.styles.height = min(_MOST, sum(len(one.lines) for one in rows)) + 1
        super().show(rows, current)

    def action_page(self, step: int) -> None:
        """Let the page above scroll: a short list needs no pages."""
        self.post_message(self.PageWanted(step))
