"""Saved filters on one line, each with its digit and its count: « [1 À traiter 12]  2 Attente titulaire 3 »."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from cpf_tui.domain.text import Text
from cpf_tui.i18n import render


@dataclass(frozen=True)
class Tab:
    """A filter: its key, its name, a shorter one for narrow terminals, how many things it keeps if that is told."""

    key: str
    name: Text
    short: Text
    count: int | None = 0


class FilterTabs(Widget, can_focus=True):
    """One filter is always taken, told by its brackets. Posts `Taken` when the person takes another one."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Filtre avant", show=False),
        Binding("right", "step(1)", "Filtre après", show=False),
    ]
    DEFAULT_CSS = """
    FilterTabs { height: 1; width: 1fr; }
    """

    @dataclass
    class Taken(Message):
        """A filter was taken."""

        key: str

    def __init__(self, tabs: Sequence[Tab], *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._tabs = tuple(tabs)
        self._index = 0
        self._spots: list[tuple[int, int]] = []

    @property
    def taken(self) -> Tab:
        """The filter in force."""
        return self._tabs[self._index]

    def show(self, tabs: Sequence[Tab]) -> None:
        """Show these filters with their counts; the one in force stays."""
        self._tabs = tuple(tabs)
        self.refresh()

    def take(self, index: int) -> None:
        """Take a filter by its place; there is nothing to do for a place that does not exist."""
        if 0 <= index < len(self._tabs) and index != self._index:
            self._index = index
            self.refresh()
            self.post_message(self.Taken(self.taken.key))

    def action_step(self, step: int) -> None:
        """Take the next filter, round."""
        self.take((self._index + step) % len(self._tabs))

    def render(self) -> Content:
        """Draw the filters, with their short names when the long ones do not fit, and remember where each stands."""
        parts = self._parts([render(tab.name) for tab in self._tabs])
        if sum(part.cell_length for part in parts) > self.size.width:
            parts = self._parts([render(tab.short) for tab in self._tabs])
        self._spots = []
        x = 0
        for part in parts:
            self._spots.append((x, x + part.cell_length))
            x += part.cell_length
        return Content("").join(parts)

    def _parts(self, names: Sequence[str]) -> list[Content]:
        parts = []
        for index, (tab, name) in enumerate(zip(self._tabs, names, strict=True)):
            taken = index == self._index
            opening, closing = ("[", "]") if taken else (" ", " ")
            count = "" if tab.count is None else f" {tab.count}"
            part = Content(f"{opening}{index + 1} {name}{count}{closing}")
            if taken:
                part = part.stylize("bold $primary reverse" if self.has_focus else "bold $primary")
            parts.append(part)
        return parts

    def on_click(self, event: events.Click) -> None:
        """Take the filter that was clicked."""
        for index, (start, end) in enumerate(self._spots):
            if start <= event.x < end:
                self.take(index)
