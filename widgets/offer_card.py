"""A training told in a few lines, beside the list it is in hand in."""

from __future__ import annotations

from datetime import date

from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from cpf_tui.domain.training import Offer
from cpf_tui.i18n import _
from widgets.sheet_words import facts, offer_facts
from widgets.training_words import example_words, level_words, one_line


class OfferCard(Widget):
    """The training in hand; empty when there is none.

    Drawn line by line, so that another training repaints the lines that differ and not the whole pane: the card
    follows every key of a search.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    OfferCard { height: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._told = Content("")
        self._lines: list[Content] = []

    @property
    def told(self) -> str:
        """What the card says."""
        return self._told.plain

    def show(self, offer: Offer | None, today: date, *, km: float | None = None, usable: str = "") -> None:
        """Tell this training; `usable` is a sentence on whether the hours can pay for it."""
        told = Content("") if offer is None else offer_content(offer, today, km=km, usable=usable)
        if told == self._told:
            return
        self._told, before = told, self._lines
        self._lines = self._wrapped(self.content_size.width)
        for y in range(max(len(before), len(self._lines))):
            if before[y : y + 1] != self._lines[y : y + 1]:
                self.refresh(Region(0, y, self.content_size.width, 1))

    def _wrapped(self, width: int) -> list[Content]:
        return self._told.wrap(width) if width > 0 else []

    def on_resize(self, event: events.Resize) -> None:
        """Cut the lines to the new width."""
        del event
        self._lines = self._wrapped(self.content_size.width)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width, style = self.content_size.width, self.visual_style
        if y >= len(self._lines):
            return Strip.blank(width, style.rich_style)
        return Strip(self._lines[y].render_segments(style)).adjust_cell_length(width, style.rich_style)


def offer_content(offer: Offer, today: date, *, km: float | None = None, usable: str = "") -> Content:
    """Tell a training: title, organisation, place, dates, length, price, conditions."""
    parts = [
        Content.styled(one_line(offer.title), "bold"),
        Content.styled(usable, "bold $primary"),
        Content(example_words(offer.organisation, offer.example)),
        offer_facts(offer, today, km),
        facts(
            (
                (_("Niveau à la sortie"), level_words(offer.level)),
                (_("Pour entrer"), one_line(offer.prerequisites)),
            )
        ),
    ]
    return Content("\n").join([part for part in parts if part])
