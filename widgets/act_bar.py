"""What can be decided here: one line or two above the keys, each act with its key, and a button for the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.widget import Widget

from cpf_tui.domain.text import Text
from cpf_tui.i18n import render
from widgets.key_bar import key_name


@dataclass(frozen=True)
class KeyedAct:
    """An act and the key that does it."""

    key: str
    label: Text


class ActBar(Widget):
    """The acts allowed now; unlike the key bar it goes to the next line rather than leaving any out."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ActBar { height: auto; border-top: solid $border-blurred; display: none; }
    ActBar.shown { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._acts: tuple[KeyedAct, ...] = ()
        self._spots: list[tuple[int, int, int, str]] = []

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the acts shown."""
        return tuple(act.key for act in self._acts)

    def show(self, acts: Sequence[KeyedAct]) -> None:
        """Show these acts."""
        self._acts = tuple(acts)
        self.set_class(bool(acts), "shown")
        self.refresh(layout=True)

    def render(self) -> Content:
        """Draw the acts, and remember where each stands."""
        lines, line = [], Content("")
        self._spots = []
        for act in self._acts:
            part = Content.assemble((f" {key_name(act.key)} ", "bold $accent"), (f"{render(act.label)} ", "$text"))
            if line and line.cell_length + part.cell_length > max(1, self.size.width or self.app.size.width - 2):
                lines.append(line)
                line = Content("")
            self._spots.append((len(lines), line.cell_length, line.cell_length + part.cell_length, act.key))
            line = Content.assemble(line, part)
        return Content("\n").join([*lines, line])

    async def on_click(self, event: events.Click) -> None:
        """Do the act that was clicked."""
        inside = event.get_content_offset(self)
        for y, start, end, key in self._spots if inside else ():
            if inside and inside.y == y and start <= inside.x < end:
                self.app.simulate_key(key)
