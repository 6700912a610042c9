"""What offers are narrowed by, as arrays by offer: level, hours, price, starts, département, région, at a distance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from cpf_tui.catalogue.index.arrays import Array, pack_texts, unpack_texts
from cpf_tui.catalogue.territories import region_of_department
from cpf_tui.domain.narrowing import days_of

if TYPE_CHECKING:
    from cpf_tui.ports import Gazetteer  # what builds an index; a search does without

UNKNOWN = -1  # hours, price


class Criteria:
    """Opened: `levels` (0: unknown), `hours` and `prices` in hundredths (`UNKNOWN`), places by number, the starts.

    `departments` and `regions` are the codes of INSEE, numbered; `starts` are sorted by nothing: for each of them,
    `start_offers` is its offer, `start_first` and `start_last` the days it may be, as ordinals.
    """

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.levels = arrays["offers.level"]
        self.hours = arrays["offers.hours"]
        self.prices = arrays["offers.price"]
        self.remote = arrays["offers.remote"].view(bool)
        self.department_of = arrays["offers.department"]
        self.region_of = arrays["offers.region"]
        self.departments = unpack_texts(arrays["departments"])
        self.regions = unpack_texts(arrays["regions"])
        self.start_offers = arrays["starts.offer"]
        self.start_first = arrays["starts.first"]
        self.start_last = arrays["starts.last"]


Columns = Mapping[str, Sequence[Any]]
"""Many offers column by column, by the names of the fields of `OfferRow`."""


class CriteriaCollector:
    """Takes the offers as they pass, column by column."""

    def __init__(self) -> None:
        self._blocks: list[tuple[Array, Array, Array, Array]] = []
        self._starts = _Starts()

    def take(self, first: int, columns: Columns) -> None:
        """Take a block of offers whose first is numbered `first`, by the names of the fields of `OfferRow`."""
        self._blocks.append(
            (
                _known(columns["level"], 0, np.uint8),
                _known(columns["duration"], UNKNOWN, np.int32),
                _known(columns["price"], UNKNOWN, np.int32),
                np.array(columns["remote"], np.uint8),
            )
        )
        for number, sessions in enumerate(columns["sessions"], start=first):
            if sessions:
                self._starts.add(number, sessions)

    def pack(self, communes: Sequence[str], commune_of: Array, gazetteer: Gazetteer) -> dict[str, Array]:
        """Return the arrays; `communes` are INSEE codes by number, `commune_of` the number of each offer's."""
        none = (np.zeros(0, np.uint8), np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.uint8))
        levels, hours, prices, remote = map(np.concatenate, zip(none, *self._blocks, strict=True))
        return {
            "offers.level": levels,
            "offers.hours": hours,
            "offers.price": prices,
            "offers.remote": remote,
            **_areas("department", [department_of(insee) for insee in communes], commune_of),
            **_areas("region", [_region_of(insee, gazetteer) for insee in communes], commune_of),
            **self._starts.pack(),
        }


def _known(column: Sequence[int | None], unknown: int, kind: type[np.generic]) -> Array:
    if column.count(None) == len(column):
        return np.full(len(column), unknown, kind)
    return np.array([unknown if value is None else value for value in column], kind)


class _Starts:
    """The starts of every offer; what a source writes comes back all the time, and is read once."""

    def __init__(self) -> None:
        self._read: dict[str, list[tuple[int, int]]] = {}
        self._offers: list[int] = []
        self._days: list[tuple[int, int]] = []

    def add(self, offer: int, sessions: str) -> None:
        days = self._read.get(sessions)
        if days is None:
            found = (days_of(session) for session in sessions.split("|"))
            days = self._read[sessions] = [(one[0].toordinal(), one[1].toordinal()) for one in found if one]
        self._offers.extend([offer] * len(days))
        self._days.extend(days)

    def pack(self) -> dict[str, Array]:
        days = np.array(self._days, np.int32).reshape(-1, 2)
        return {
            "starts.offer": np.array(self._offers, np.uint32),
            "starts.first": days[:, 0],
            "starts.last": days[:, 1],
        }


def department_of(insee: str) -> str:
    """Return the département of a commune by its INSEE code: « 59 », « 2A », « 974 »."""
    return insee[:3] if insee.startswith(("97", "98")) else insee[:2]


def _region_of(insee: str, gazetteer: Gazetteer) -> str:
    known = gazetteer.by_insee(insee)
    # Offers without a commune have the code of their département in its place.
    return known.region.code if known else region_of_department(insee)


def _areas(name: str, codes: Sequence[str], commune_of: Array) -> dict[str, Array]:
    numbers: dict[str, int] = {}
    of_commune = np.array([numbers.setdefault(code, len(numbers)) for code in codes], np.uint8)
    return {f"offers.{name}": of_commune[commune_of], f"{name}s": pack_texts(numbers)}
