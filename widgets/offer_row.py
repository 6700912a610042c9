"""A training in a list: its title and where, then who gives it, its level, length, next start, and if it is usable."""

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
    place_words,
    short_level,
    start_short,
    usable_words,
)

_SHARE = 0.45  # of the first line, at most, for where it is
_INDENT = 2
_AFTER = 2  # columns under the mark, so that both lines end together
_LEAST_NAME = 12
_ROOMY = 60  # columns under which the level is left out


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
    tail = joined(place_words(offer), km_words(km))
    where = Content.assemble(cut(tail, int(width * _SHARE)), f" {mark:1}")
    usable = usable_words(eligible)
    level = short_level(offer.level) if width >= _ROOMY else ""
    facts = joined(level, duration_words(offer), start_short(offer.sessions, today))
    room = width - _INDENT - len(facts) - len(" · ") - len(usable) - (_AFTER + 1 if usable else 0)
    second = Content.assemble(" " * _INDENT, cut(offer.organisation, max(room, _LEAST_NAME)), f" · {facts}")
    return Line(highlighted(offer.title, spans), where), Line(second, Content(usable + " " * _AFTER if usable else ""))
