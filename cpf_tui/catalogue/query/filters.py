"""Filters as masks over offers, and distances; the last of each is kept, since a person types within one setting."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from cpf_tui.catalogue.index.arrays import Array, Texts
from cpf_tui.catalogue.index.opened import OpenIndex
from cpf_tui.catalogue.query.distance import kilometres
from cpf_tui.domain.eligibility import certif_info_number
from cpf_tui.domain.training import SearchRequest


class Filters:
    """The filters of requests over one index; not for several threads at once."""

    def __init__(self, index: OpenIndex) -> None:
        self._index = index
        self._eligible: tuple[frozenset[str], Array] | None = None
        self._distances: tuple[tuple[float, float], Array] | None = None

    def mask(self, request: SearchRequest) -> Array | None:
        """Return which offers the request lets through; None when it lets all."""
        near = self.near(request)
        if not request.only_eligible or request.eligible is None:
            return near
        eligible = self.eligible(request.eligible)
        return eligible if near is None else eligible & near

    def near(self, request: SearchRequest) -> Array | None:
        """Return which offers are within the distance asked; None when none is asked."""
        if request.within_km is None or request.origin is None:
            return None
        near: Array = self.distances(request.origin) <= request.within_km
        return near

    def eligible(self, codes: frozenset[str]) -> Array:
        """Return which offers lead to a certification of the set, by its code or by its Certif Info number."""
        if self._eligible is None or self._eligible[0] is not codes:  # equality would read the whole set at each key
            index = self._index
            by_code = _among(index.certifications, codes)[index.certification_of]
            numbers = {number for code in codes if (number := certif_info_number(code))}
            by_number = _among(index.certif_infos, numbers)[index.certif_info_of]
            self._eligible = codes, by_code | by_number
        return self._eligible[1]

    def distances(self, origin: tuple[float, float]) -> Array:
        """Return the kilometres from (latitude, longitude) to each offer; infinite where its place is unknown."""
        if self._distances is None or self._distances[0] != origin:
            self._distances = origin, kilometres(self._index.latitudes, self._index.longitudes, origin)
        return self._distances[1]


def _among(texts: Texts, wanted: Collection[str]) -> Array:
    """Tell which texts are wanted, by number."""
    return np.fromiter((texts[number] in wanted for number in range(len(texts))), bool, len(texts))
