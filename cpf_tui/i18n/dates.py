"""Dates in words: « 12 avril 2026 », « 12 avril à 14:05 »."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

_MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_AT = {"fr": " à ", "en": " at "}
_PARIS = ZoneInfo("Europe/Paris")


def day_words(day: date, language: str) -> str:
    """Write a day with its month in words; a language known by its `.po` alone takes Babel's names."""
    if language not in _MONTHS:
        from babel.dates import format_date  # large: neither French nor English needs it

        return format_date(day, "long", locale=language)
    month = _MONTHS[language][day.month - 1]
    first = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{first} {month} {day.year}"


def moment_words(moment: datetime, language: str) -> str:
    """Write an instant in the time of Paris, to the minute."""
    local = moment.astimezone(_PARIS)
    between = _AT.get(language, ", ")
    return f"{day_words(local.date(), language)}{between}{local:%H:%M}"
