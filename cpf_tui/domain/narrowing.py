"""What narrows a search: a few criteria, each with one choice at a time, written as a short text that can be kept.

    PLACE          « 5 », « 20 », « 50 » (kilometres from the residence), or one of `DEPARTMENT`, `REGION`, `REMOTE`
    LEVEL          « 2 » to « 8 », the framework of 2019
    LENGTH         the most hours of a band, « 35 »…, or `LONGER`
    START          « 1 », « 3 », « 6 » (months from today), or a day (« 2026-09-01 »): from that day on
    CERTIFICATION  `NATIONAL`, `SPECIFIC`, `NONE`, or the code of one
    ORGANISATION   its name
    PRICE          the most euros, « 0 », « 500 »…, or `KNOWN`

What the source does not tell of an offer fits no choice: a price to ask for is not below 500 €.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Criterion(StrEnum):
    """What a search may be narrowed by, in the order in which people are asked."""

    USABLE = "USABLE"  # with one's hours; not a choice of `Narrowing`: `SearchRequest.only_eligible`
    PLACE = "PLACE"
    LEVEL = "LEVEL"
    LENGTH = "LENGTH"
    START = "START"
    CERTIFICATION = "CERTIFICATION"
    ORGANISATION = "ORGANISATION"
    PRICE = "PRICE"


Narrowing = Mapping[Criterion, str]
"""The choices in force; a criterion that is absent lets everything through."""

DEPARTMENT, REGION, REMOTE = "DEPARTMENT", "REGION", "REMOTE"
LONGER = "LONGER"
NATIONAL, SPECIFIC, NONE = "RNCP", "RS", "NONE"
KNOWN = "KNOWN"
YES = "YES"  # the choice of `USABLE`

KILOMETRES = ("5", "20", "50")
# Hours: a week, the cap of the account, the cap of those without a diploma (L6323-11), half a year, and beyond.
HOURS = (35, 150, 400, 800)
MONTHS = ("1", "3", "6")
EUROS = ("0", "500", "1000", "2000", "5000")

CHOICES: Mapping[Criterion, tuple[str, ...]] = {
    Criterion.USABLE: (YES,),
    Criterion.PLACE: (*KILOMETRES, DEPARTMENT, REGION, REMOTE),
    Criterion.LEVEL: ("2", "3", "4", "5", "6", "7", "8"),
    Criterion.LENGTH: (*map(str, HOURS), LONGER),
    Criterion.START: MONTHS,
    Criterion.CERTIFICATION: (NATIONAL, SPECIFIC, NONE),
    Criterion.PRICE: (*EUROS, KNOWN),
}
"""The choices known beforehand; certifications, organisations and a day are chosen besides."""


# Each lets through what the one before does, and more; but for the département, which is somewhere around fifty km.
_LADDERS: Mapping[Criterion, tuple[str, ...]] = {
    Criterion.PLACE: (*KILOMETRES, DEPARTMENT, REGION),
    Criterion.START: MONTHS,
    Criterion.PRICE: (*EUROS, KNOWN),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """A choice and how many offers it would give, the other filters kept; an empty `value` lets everything through.

    `label` is how the source writes it, for a certification or an organisation.
    """

    value: str
    count: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Loosening:
    """One filter to loosen when nothing is found: `value` takes its place (empty: none does), and gives `count`."""

    criterion: Criterion
    value: str
    count: int


def wider(criterion: Criterion, value: str) -> tuple[str, ...]:
    """Return the choices that let more through than a choice, the nearest to it first; the last lets everything."""
    ladder = _LADDERS.get(criterion, ())
    return (*ladder[ladder.index(value) + 1 :], "") if value in ladder else ("",)


def hours_between(value: str) -> tuple[int, int | None] | None:
    """Return the hours of a band of lengths: more than the first, at most the second (None: no limit)."""
    bounds = (0, *HOURS)
    if value == LONGER:
        return HOURS[-1], None
    if value.isdecimal() and int(value) in HOURS:
        return bounds[bounds.index(int(value)) - 1], int(value)
    return None


def starts_between(value: str, today: date) -> tuple[date, date | None] | None:
    """Return the first and last day of a choice of starts (None: no last day); None for what is no choice."""
    if value.isdecimal() and len(value) < 3:
        return today, months_later(today, int(value))
    try:
        return date.fromisoformat(value), None
    except ValueError:
        return None


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def days_of(session: str) -> tuple[date, date] | None:
    """Return the days a session may begin, one (« 2026-12-07 ») or a month's (« 2021-09 »); None if unreadable."""
    try:
        if len(session) == len("2021-09"):
            first = date.fromisoformat(f"{session}-01")
            return first, first.replace(day=monthrange(first.year, first.month)[1])
        day = date.fromisoformat(session)
    except ValueError:
        return None
    return day, day
