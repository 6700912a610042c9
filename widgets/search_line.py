"""The line where one types what one looks for: it keeps the focus while the list below follows."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input

from widgets.departing import Departing

LONGEST = 200
"""Characters searched: beyond, it is a paste gone wrong, not a request."""


class SearchLine(Departing, Input):
    """One line without a frame. A paste comes in on one line, cut to what a request can be."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "Fiche", id="open_found")]
    DEFAULT_CSS = """
    SearchLine { width: 1fr; height: 1; border: none; padding: 0 1; background: $surface; text-style: none; }
    SearchLine:focus { border: none; background: $boost; text-style: bold; }
    """

    def __init__(self, placeholder: str = "", *, value: str = "", id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(value, placeholder=placeholder, id=id, max_length=LONGEST, select_on_focus=False, compact=True)
        self.cursor_blink = False

    def _on_paste(self, event: events.Paste) -> None:
        """Paste everything on one line: the stock widget keeps only the first one, and refuses what is too long."""
        event.prevent_default()
        event.stop()
        room = LONGEST - len(self.value) + len(self.selected_text)
        self.insert_text_at_cursor(" ".join(event.text[: 4 * LONGEST].split())[: max(0, room)])
