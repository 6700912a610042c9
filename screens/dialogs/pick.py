"""Choosing one thing in a short list."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult

from screens.dialogs.base import Dialog
from widgets.row_list import Row, RowList
from widgets.words import Wordlike

_MOST = 14


class PickDialog(Dialog[str]):
    """A list above the screen; closes with the key of the row chosen, or None."""

    def __init__(self, title: Wordlike, rows: Sequence[Row], current: str = "") -> None:
        super().__init__(title)
        self._rows, self._current = rows, current

    def compose_body(self) -> ComposeResult:
        """Show the list."""
        listed = RowList(id="picked")
        listed.styles.height = min(_MOST, sum(len(one.lines) for one in self._rows))
        yield listed

    def on_mount(self) -> None:
        """Fill the list and put the person in it."""
        listed = self.query_one(RowList)
        listed.show(self._rows, self._current)
        listed.focus()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        self.dismiss(event.key)
