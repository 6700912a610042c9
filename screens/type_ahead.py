"""Typing faster than the pages turn: what is typed between a right answer and the next page reaches that page."""

from __future__ import annotations

from textual import events, on
from textual.screen import ScreenResultType

from screens.base import BaseScreen
from widgets.form_page import FormPage

_EDITING = frozenset({"enter", "backspace", "up", "down"})


class TypeAhead(BaseScreen[ScreenResultType]):
    """A screen whose pages follow one another: nothing has the focus while one turns, and letters would be lost."""

    def __init__(self) -> None:
        super().__init__()
        self._turning = True  # the first page is still to come
        self._ahead: list[events.Key] = []

    def turn(self) -> None:
        """Keep what is typed from now on: the answer in hand is given, its page goes."""
        self._turning = True
        self.set_focus(None)

    def stay(self) -> None:
        """Keep nothing: the page stays."""
        self._turning = False
        self._ahead.clear()

    def on_key(self, event: events.Key) -> None:
        """Keep letters and what edits them; Esc and the other keys do what they always do."""
        if self._turning and (event.is_printable or event.key in _EDITING):
            event.stop()
            event.prevent_default()
            if event.key != "backspace":
                self._ahead.append(event)
            elif self._ahead and self._ahead[-1].is_printable:
                self._ahead.pop()

    def type_again(self) -> None:
        """Give the page that came what was typed meanwhile, up to the Enter that turns it in its turn."""
        self._turning = False
        while self._ahead and self._ahead[0].key == "enter":
            self._ahead.pop(0)  # a second Enter by mistake answers nothing
        while self._ahead:
            event = self._ahead.pop(0)
            self.app.post_message(events.Key(event.key, event.character))
            if event.key == "enter":
                break

    @on(FormPage.Faulty)
    def _page_stays(self) -> None:
        self.stay()
