"""The regime in force: every figure of the law in one place, with its article and the dates between which it holds.

Quantities are counted in a unit that only the regime names: hours here; a later regime in euros is one more `Regime`.
Nothing that later closed this regime is applied unless a reference date is given: it is said instead (`LATER_REGIME`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.text import Text, text

T = TypeVar("T")

_CPF_START = date(2015, 1, 1)
# A figure found in public sources of the time rather than in the labour code.
_PUBLISHED = "règle publiée en 2015"


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """A figure of the law: its value, its article, its first and last day (None: no end known to this regime)."""

    value: T
    article: str
    start: date = _CPF_START
    end: date | None = None

    def in_force(self, on: date) -> bool:
        """Say whether the figure holds on that day, both ends included."""
        return self.start <= on and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True)
class Regime:
    """The figures of one regime. Quantities are in its unit, `*_cents` in euro cents per unit, ages in years."""

    key: str
    unit_one: Text
    unit_many: Text
    unit_symbol: str
    opening_age: Dated[int]
    apprentice_age: Dated[int]
    annual_credit: Dated[Quantity]
    annual_threshold: Dated[Quantity]
    reduced_credit: Dated[Quantity]
    cap: Dated[Quantity]
    full_time: Dated[Quantity]
    low_qualified_credit: Dated[Quantity]
    low_qualified_cap: Dated[Quantity]
    corrective_full_time: Dated[Quantity]
    corrective_part_time: Dated[Quantity]
    training_bound: Dated[Quantity]
    dif_per_year: Dated[Quantity]
    dif_cap: Dated[Quantity]
    dif_last_use: Dated[date]
    dif_last_entry: Dated[date]
    fpspp_target: Dated[Quantity]
    fpspp_rate_cents: Dated[int]
    estimate_rate_cents: Dated[int]
    aif_notice_days: Dated[int]

    def words(self, quantity: Quantity) -> Text:
        """Write a quantity with the unit in full: `1 heure`, `87,33 heures`; French counts 1,5 as singular."""
        unit = self.unit_one if abs(quantity.hundredths) < 200 else self.unit_many
        return text("{number} {unit}", number=quantity, unit=unit)


HOURS = Regime(
    key="heures",
    unit_one=text("heure"),
    unit_many=text("heures"),
    unit_symbol="h",
    opening_age=Dated(16, "L6323-1"),
    apprentice_age=Dated(15, "L6323-1"),
    annual_credit=Dated(Quantity.of(24), "L6323-11"),
    annual_threshold=Dated(Quantity.of(120), "L6323-11"),
    reduced_credit=Dated(Quantity.of(12), "L6323-11"),
    cap=Dated(Quantity.of(150), "L6323-11"),
    full_time=Dated(Quantity.of(1607), "R6323-1"),
    low_qualified_credit=Dated(Quantity.of(48), "L6323-11-1", date(2017, 1, 1)),
    low_qualified_cap=Dated(Quantity.of(400), "L6323-11-1", date(2017, 1, 1)),
    corrective_full_time=Dated(Quantity.of(100), "L6323-13"),
    corrective_part_time=Dated(Quantity.of(130), "L6323-13"),
    training_bound=Dated(Quantity.of(150), "R6323-7"),
    dif_per_year=Dated(Quantity.of(20), "ancien L6323-1", date(2004, 5, 7), date(2014, 12, 31)),
    dif_cap=Dated(Quantity.of(120), "ancien L6323-5", date(2004, 5, 7)),
    dif_last_use=Dated(date(2020, 12, 31), _PUBLISHED),
    dif_last_entry=Dated(date(2021, 6, 30), _PUBLISHED),
    fpspp_target=Dated(Quantity.of(100), _PUBLISHED),
    fpspp_rate_cents=Dated(900, _PUBLISHED),
    # The sketch of the founders shows a gap of 32,67 h as 294,03 €: the same 9 € an hour as the FPSPP pays.
    estimate_rate_cents=Dated(900, _PUBLISHED),
    aif_notice_days=Dated(15, _PUBLISHED),
)

REGIMES = {HOURS.key: HOURS}

LATER_REGIME = text(
    "Depuis le 1er janvier 2019, les droits sont comptés en euros sur le service public national. "
    "Ce programme suit les règles en heures, celles de 2015 à 2018."
)


def show(quantity: Quantity, regime: Regime = HOURS) -> Text:
    """Write a quantity with the symbol of its unit: `87,33 h`."""
    return text("{number} {unit}", number=quantity, unit=regime.unit_symbol)


def show_rounded(quantity: Quantity, regime: Regime = HOURS) -> Text:
    """Write a quantity rounded up to the unit, with its exact value beside it: `88 h (87,33 h exactement)`.

    Choice: the DIF is kept to the hundredth, but the portal of 2015 showed whole hours.
    """
    rounded = quantity.round_up()
    if rounded == quantity:
        return show(quantity, regime)
    return text("{rounded} ({exact} exactement)", rounded=show(rounded, regime), exact=show(quantity, regime))
