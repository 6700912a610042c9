"""How values are written in the document: dates as ISO 8601, hours as numbers, codes beside their words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.text import Text
from cpf_tui.i18n import render

Json = dict[str, Any]


def hours(quantity: Quantity | None) -> int | float | None:
    """Write a quantity as a number of hours, exact to the hundredth: 87.33."""
    if quantity is None:
        return None
    whole, part = divmod(quantity.hundredths, 100)
    return quantity.hundredths / 100 if part else whole


def moment(at: datetime | date | None) -> str | None:
    """Write a day or an instant; instants are in UTC."""
    return None if at is None else at.isoformat()


def coded(code: StrEnum | str | None, words: Mapping[Any, Text] | Text | str = "") -> Json | None:
    """Write a code and what it means; nothing when there is no code."""
    if code is None or not str(code):
        return None
    meaning = words.get(code, "") if isinstance(words, Mapping) else words
    return {"code": str(code), "libelle": render(meaning)}


def euros(cents: int | None) -> int | float | None:
    """Write an amount in euros, exact to the cent."""
    if cents is None:
        return None
    whole, part = divmod(cents, 100)
    return cents / 100 if part else whole
