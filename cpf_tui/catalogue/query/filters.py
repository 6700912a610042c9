"""Filters as masks over offers, and distances; the last ones are kept, since a person types within one setting."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import lru_cache, reduce
from typing import NamedTuple

import numpy as np

from cpf_tui.catalogue.fold import fold
from cpf_tui.catalogue.index.arrays import Array, Texts
from cpf_tui.catalogue.index.opened import OpenIndex
from cpf_tui.catalogue.query.distance import kilometres
from cpf_tui.domain import narrowing
from cpf_tui.domain.eligibility import certif_info_number
from cpf_tui.domain.narrowing import Criterion
from cpf_tui.domain.training import SearchRequest

_CHOICES = 40  # masks kept, a byte an offer each: all that is counted at each key, when every criterion is looked at
_SETTINGS = 4  # of several filters together


class _Standpoint(NamedTuple):
    """Where and when a person asks from."""

    origin: tuple[float, float] | None
    department: str
    region: str
    today: date | None


class Filters:
    """The filters of requests over one index; not for several threads at once."""

    def __init__(self, index: OpenIndex) -> None:
        self._index, self._criteria = index, index.criteria
        self._eligible: tuple[frozenset[str], Array] | None = None
        self._distances: tuple[tuple[float, float], Array] | None = None
        self._makers: dict[Criterion, Callable[[str, _Standpoint], Array | None]] = {
            Criterion.PLACE: self._place,
            Criterion.LEVEL: self._level,
            Criterion.LENGTH: self._length,
            Criterion.START: self._start,
            Criterion.CERTIFICATION: self._certification,
            Criterion.ORGANISATION: self._organisation,
            Criterion.PRICE: self._price,
        }
        self._choice = lru_cache(_CHOICES)(self._make)
        self._together = lru_cache(_SETTINGS)(self._combine)

    def passing(self, request: SearchRequest, *, without: Criterion | None = None) -> Array | None:
        """Return which offers the request lets through, one of its criteria left out; None when it lets all."""
        usable = request.only_eligible and request.eligible is not None and without is not Criterion.USABLE
        if usable and request.eligible is not None:
            self.eligible(request.eligible)  # what is kept of another set is forgotten
        chosen = tuple(sorted((one, value) for one, value in request.narrowing.items() if value and one is not without))
        return self._together(chosen, _standpoint(request), usable) if chosen or usable else None

    def choice(self, request: SearchRequest, criterion: Criterion, value: str) -> Array | None:
        """Return which offers one choice lets through; None when it means nothing here and lets all."""
        if criterion is Criterion.USABLE:
            return self.eligible(request.eligible) if value and request.eligible is not None else None
        return self._choice(criterion, value, _standpoint(request)) if value else None

    def eligible(self, codes: frozenset[str]) -> Array:
        """Return which offers lead to a certification of the set, by its code or by its Certif Info number."""
        if self._eligible is None or self._eligible[0] is not codes:  # equality would read the whole set at each key
            index = self._index
            by_code = _among(index.certifications, codes)[index.certification_of]
            numbers = {number for code in codes if (number := certif_info_number(code))}
            by_number = _among(index.certif_infos, numbers)[index.certif_info_of]
            self._eligible = codes, by_code | by_number
            self._together.cache_clear()
        return self._eligible[1]

    def distances(self, origin: tuple[float, float]) -> Array:
        """Return the kilometres from (latitude, longitude) to each offer; infinite where its place is unknown."""
        if self._distances is None or self._distances[0] != origin:
            self._distances = origin, kilometres(self._index.latitudes, self._index.longitudes, origin)
        return self._distances[1]

    def _combine(self, chosen: tuple[tuple[Criterion, str], ...], at: _Standpoint, usable: bool) -> Array | None:
        masks = [mask for criterion, value in chosen if (mask := self._choice(criterion, value, at)) is not None]
        if usable and self._eligible is not None:
            masks.append(self._eligible[1])
        return reduce(np.logical_and, masks) if masks else None

    # ------------------------------------------------------------------ one choice

    def _make(self, criterion: Criterion, value: str, at: _Standpoint) -> Array | None:
        return self._makers[criterion](value, at)

    def _place(self, value: str, at: _Standpoint) -> Array | None:
        criteria = self._criteria
        if value == narrowing.REMOTE:
            return criteria.remote
        if value == narrowing.DEPARTMENT:
            return _numbered(criteria.department_of, criteria.departments, at.department)
        if value == narrowing.REGION:
            return _numbered(criteria.region_of, criteria.regions, at.region)
        if at.origin is None or not value.isdecimal():
            return None
        near: Array = self.distances(at.origin) <= int(value)
        return near

    def _level(self, value: str, _at: _Standpoint) -> Array | None:
        same: Array | None = self._criteria.levels == int(value) if value.isdecimal() else None
        return same

    def _length(self, value: str, _at: _Standpoint) -> Array | None:
        band = narrowing.hours_between(value)
        if band is None:
            return None
        hours, (more, most) = self._criteria.hours, band
        within: Array = hours > more * 100 if more else hours >= 0
        return within if most is None else within & (hours <= most * 100)

    def _start(self, value: str, at: _Standpoint) -> Array | None:
        days = narrowing.starts_between(value, at.today) if at.today else None
        if days is None:
            return None
        criteria, (first, last) = self._criteria, days
        within = criteria.start_last >= first.toordinal()
        if last is not None:
            within &= criteria.start_first <= last.toordinal()
        begin = np.zeros(self._index.offer_count, bool)
        begin[criteria.start_offers[within]] = True
        return begin

    def _organisation(self, value: str, _at: _Standpoint) -> Array:
        same: Array = _among(self._index.organisation_texts, {fold(value)})[self._index.organisation_of]
        return same

    def _certification(self, value: str, _at: _Standpoint) -> Array:
        index = self._index
        if value == narrowing.NONE:
            none: Array = (index.certification_of == 0) & (index.certif_info_of == 0)  # number 0 is the empty text
            return none
        known = index.certifications
        kind = value if value in (narrowing.NATIONAL, narrowing.SPECIFIC) else ""
        wanted = {code for code in map(known.__getitem__, range(len(known))) if code == value or _is_of(kind, code)}
        return _among(known, wanted)[index.certification_of]

    def _price(self, value: str, _at: _Standpoint) -> Array | None:
        prices = self._criteria.prices
        known: Array = prices >= 0
        if value == narrowing.KNOWN:
            return known
        return known & (prices <= int(value) * 100) if value.isdecimal() else None


def _standpoint(request: SearchRequest) -> _Standpoint:
    return _Standpoint(request.origin, request.department, request.region, request.today)


def _is_of(kind: str, code: str) -> bool:
    """Say whether a code belongs to a register: `RS5080` to RS; never to an empty kind."""
    return bool(kind) and code.startswith(kind) and code[len(kind) :].isdecimal()


def _numbered(numbers: Array, codes: list[str], wanted: str) -> Array | None:
    """Tell which numbers stand for a code; None when the code is empty."""
    if not wanted:
        return None
    same: Array = numbers == codes.index(wanted) if wanted in codes else np.zeros(len(numbers), bool)
    return same


def _among(texts: Texts, wanted: Collection[str]) -> Array:
    """Tell which texts are wanted, by number."""
    return np.fromiter((texts[number] in wanted for number in range(len(texts))), bool, len(texts))
