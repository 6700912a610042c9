"""Choosing one answer among a few: « (•) » and « ( ) », so that the choice is never told by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from cpf_tui.i18n import render
from cpf_tui.journey.questions import Choice


class ChoiceList(Widget, can_focus=True):
    """A list of choices, one of which may be taken: arrows move, Space or a digit takes, Enter takes and confirms."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Monter", show=False),
        Binding("down", "move(1)", "Descendre", show=False),
        Binding("space", "take", "Choisir", show=False),
        Binding("enter", "confirm", "Continuer"),
    ]
    DEFAULT_CSS = """
    ChoiceList { height: auto; width: 1fr; }
    """
    index: reactive[int] = reactive(0)
    value: reactive[str] = reactive("")

    @dataclass
    class Confirmed(Message):
        """The person took a choice and pressed Enter."""

        list: ChoiceList
        value: str

    def __init__(self, choices: Sequence[Choice], value: str = "", *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.choices = tuple(choices)
        values = [choice.value for choice in self.choices]
        self.set_reactive(ChoiceList.value, value if value in values else "")
        self.set_reactive(ChoiceList.index, values.index(value) if value in values else 0)

    def render(self) -> Content:
        """Draw the choices one under the other."""
        return Content("\n").join(self._lines())

    def _lines(self) -> list[Content]:
        """Draw each choice, its hint after it; a long one goes on over the next line of the terminal."""
        lines = []
        for index, choice in enumerate(self.choices):
            in_hand = self.has_focus and index == self.index
            mark = "(•)" if choice.value == self.value else "( )"
            line = Content(f"{'>' if in_hand else ' '} {mark} {index + 1}. {render(choice.label)}")
            if in_hand:
                line = line.stylize("bold $primary")
            if choice.hint:
                line = Content.assemble(line, (f"  {render(choice.hint)}", "$text-muted"))
            lines.append(line)
        return lines

    def action_move(self, step: int) -> None:
        """Move between the choices; the first and the last one stop."""
        self.index = max(0, min(len(self.choices) - 1, self.index + step))

    def action_take(self) -> None:
        """Take the choice in hand."""
        if self.choices:
            self.value = self.choices[self.index].value

    def action_confirm(self) -> None:
        """Take the choice in hand and go on."""
        self.action_take()
        self.post_message(self.Confirmed(self, self.value))

    def on_key(self, event: events.Key) -> None:
        """Take a choice by its digit."""
        if event.character and event.character.isdigit() and 1 <= int(event.character) <= len(self.choices):
            event.stop()
            self.index = int(event.character) - 1
            self.action_take()

    def on_click(self, event: events.Click) -> None:
        """Take the clicked choice, whichever of its lines was clicked."""
        bottom = 0
        for index, line in enumerate(self._lines()):
            bottom += line.get_height({}, self.content_size.width)
            if event.y < bottom:
                self.index = index
                self.action_take()
                return
