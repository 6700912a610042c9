"""A training in a list: its title and where, then who gives it, its level, length, next start, and if it is usable."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from textual.content import Content

from cpf_tui.domain.training import Offer
from widgets.row_list import Line
from widgets.training_words import (
    SEPARATOR,
    cut,
    duration_words,
    highlighted,
    joined,
    km_words,
    place_words,
    short_level,
    start_short,
)

_SHARE = 0.45  # of the first line, at most, for where it is
_INDENT = 2
_AFTER = 2  # columns under the mark, so that both lines end together
_LEAST_NAME = 14  # columns of the name under which the level is left out


def offer_lines(
    offer: Offer,
    today: date,
    width: int,
    *,
    km: float | None = None,
    spans: Iterable[tuple[int, int]] = (),
    mark: str = "",
    after: str = "",
) -> tuple[Line, Line]:
    """Make the two lines of a training for a list that wide.

    `mark` (kept) ends the first line, `after` (usable, chosen) the second.
    """
    tail = joined(place_words(offer), km_words(km))
    where = Content.assemble(cut(tail, int(width * _SHARE)), f" {mark:1}")
    right = Content(after + " " * _AFTER if after else "")
    second = _second(offer, today, width - _INDENT - (right.cell_length + 1 if after else 0))
    return Line(highlighted(offer.title, spans), where), Line(Content.assemble(" " * _INDENT, second), right)


def _second(offer: Offer, today: date, width: int) -> Content:
    """Write who gives it, its level if there is room, its length and its next start."""
    level, facts = short_level(offer.level), joined(duration_words(offer), start_short(offer.sessions, today))
    room = width - len(facts) - len(SEPARATOR)
    if level and room - len(level) - len(SEPARATOR) >= _LEAST_NAME:
        facts, room = joined(level, facts), room - len(level) - len(SEPARATOR)
    return Content.assemble(cut(offer.organisation, max(room, 1)), SEPARATOR, facts)
