"""Quantities of rights: integers in hundredths of a unit, never floats.

The unit (hours today, euros in a later regime) is named by the regime, not here: nothing outside the rules knows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cpf_tui.domain.errors import InvalidInput

_DECIMAL = re.compile(r"^(?P<sign>[-+]?)(?P<whole>\d{1,7})(?:[.,](?P<part>\d{1,2}))?$")
# Ordinary, no-break and narrow no-break spaces: what a French number is typed or pasted with.
_SPACES = str.maketrans("", "", " \u00a0\u202f")


@dataclass(frozen=True, slots=True, order=True)
class Quantity:
    """A quantity of rights in hundredths of the unit: `Quantity(8733)` is 87.33."""

    hundredths: int

    @classmethod
    def of(cls, units: int) -> Quantity:
        """Build from a whole number of units."""
        return cls(units * 100)

    @classmethod
    def parse(cls, typed: str) -> Quantity:
        """Read what a French speaker types: `87,33`, `87.33`, `1 607`. Raises `InvalidInput`."""
        match = _DECIMAL.match(typed.strip().translate(_SPACES))
        if match is None:
            raise InvalidInput("« {typed} » n’est pas un nombre. Écrivez des chiffres, par exemple 87,33.", typed=typed)
        hundredths = int(match["whole"]) * 100 + int((match["part"] or "").ljust(2, "0"))
        return cls(-hundredths if match["sign"] == "-" else hundredths)

    def round_up(self) -> Quantity:
        """Round up to the next whole unit, as R6323-1 does with a decimal result."""
        return Quantity(-(-self.hundredths // 100) * 100)

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity(self.hundredths + other.hundredths)

    def __sub__(self, other: Quantity) -> Quantity:
        return Quantity(self.hundredths - other.hundredths)

    def __neg__(self) -> Quantity:
        return Quantity(-self.hundredths)

    def __bool__(self) -> bool:
        return self.hundredths != 0

    def __str__(self) -> str:
        """Write with a decimal comma and no useless zero: `87,33`, `120`, `0,5`."""
        whole, part = divmod(abs(self.hundredths), 100)
        decimals = f",{part:02d}".rstrip("0") if part else ""
        return f"{'-' if self.hundredths < 0 else ''}{whole}{decimals}"


ZERO = Quantity(0)


def total(quantities: object) -> Quantity:
    """Add quantities up."""
    return sum(quantities, ZERO)  # type: ignore[call-overload, no-any-return]
