"""Dates in French words, for explanations and statements."""

from __future__ import annotations

from datetime import date

from cpf_tui.domain.text import Text, text

_MONTHS = (
    text("janvier"),
    text("février"),
    text("mars"),
    text("avril"),
    text("mai"),
    text("juin"),
    text("juillet"),
    text("août"),
    text("septembre"),
    text("octobre"),
    text("novembre"),
    text("décembre"),
)


def in_words(day: date) -> Text:
    """Write a date as people say it: `1er janvier 2015`, `12 mai 2015`."""
    month = _MONTHS[day.month - 1]
    if day.day == 1:
        return text("1er {month} {year}", month=month, year=day.year)
    return text("{day} {month} {year}", day=day.day, month=month, year=day.year)
