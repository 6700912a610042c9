"""A training in a list: its title and who gives it where, then its level, length, dates and whether it is usable."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from textual.content import Content

from cpf_tui.domain.training import Offer
from widgets.row_list import Line
from widgets.training_words import (
    cut,
    duration_words,
    highlighted,
    joined,
    km_words,
    level_words,
    place_words,
    start_words,
    usable_words,
)

_SHARE = 0.45  # of the line, at most, for who gives it and where


def offer_lines(
    offer: Offer,
    today: date,
    width: int,
    *,
    km: float | None = None,
    eligible: bool | None = None,
    spans: Iterable[tuple[int, int]] = (),
    mark: str = "",
) -> tuple[Line, Line]:
    """Make the two lines of a training for a list that wide; `mark` (kept, chosen…) stands at the end of the first."""
    facts = joined(level_words(offer.level), duration_words(offer), start_words(offer.sessions, today))
    right = Content(_with_gap(usable_words(eligible)))
    where = Content.assemble(_where(offer, km, int(width * _SHARE)), f" {mark:1}")
    return Line(highlighted(offer.title, spans), where), Line(Content("  " + facts), right)


def _where(offer: Offer, km: float | None, width: int) -> Content:
    """Cut the name of the organisation first: where it is and how far matter more in a list."""
    tail = joined(place_words(offer), km_words(km))
    return Content.assemble(cut(offer.organisation, width - len(tail) - 3), " · ", cut(tail, width))


def _with_gap(words: str) -> str:
    return f"{words}  " if words else ""
