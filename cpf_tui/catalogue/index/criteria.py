"""What offers are narrowed by, as arrays by offer: level, hours, price, starts, département, région, at a distance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from cpf_tui.catalogue.index.arrays import Array, pack_texts, unpack_texts
from cpf_tui.catalogue.rows import OfferRows
from cpf_tui.domain.narrowing import days_of
from cpf_tui.ports import Gazetteer

UNKNOWN = -1  # hours, price
_COLUMNS = "level, duration, price, remote, sessions"


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


def pack_criteria(
    rows: OfferRows, communes: Sequence[str], commune_of: Sequence[int], gazetteer: Gazetteer
) -> dict[str, Array]:
    """Return the arrays; `communes` are INSEE codes by number, `commune_of` the number of each offer's."""
    levels: list[int] = []
    hours: list[int] = []
    prices: list[int] = []
    remote: list[int] = []
    starts = _Starts()
    for number, (level, duration, price, away, sessions) in enumerate(rows.scan(_COLUMNS)):
        levels.append(level or 0)
        hours.append(UNKNOWN if duration is None else duration)
        prices.append(UNKNOWN if price is None else price)
        remote.append(away)
        if sessions:
            starts.add(number, sessions)
    of = np.array(commune_of, np.int64)
    return {
        "offers.level": np.array(levels, np.uint8),
        "offers.hours": np.array(hours, np.int32),
        "offers.price": np.array(prices, np.int32),
        "offers.remote": np.array(remote, np.uint8),
        **_areas("department", [department_of(insee) for insee in communes], of),
        **_areas("region", [_region_of(insee, gazetteer) for insee in communes], of),
        **starts.pack(),
    }


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
    return known.region.code if known else ""


def _areas(name: str, codes: Sequence[str], commune_of: Array) -> dict[str, Array]:
    numbers: dict[str, int] = {}
    of_commune = np.array([numbers.setdefault(code, len(numbers)) for code in codes], np.uint8)
    return {f"offers.{name}": of_commune[commune_of], f"{name}s": pack_texts(numbers)}
