"""Filters as masks over offers, and distances; the last of each is kept, since a person types within one setting."""

from __future__ import annotations

import numpy as np

from cpf_tui.catalogue.index.arrays import Array
from cpf_tui.catalogue.index.opened import OpenIndex
from cpf_tui.catalogue.query.distance import kilometres
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
        """Return which offers lead to a certification of the set."""
        if self._eligible is None or self._eligible[0] != codes:
            known = self._index.certifications
            by_code = np.fromiter((known[n] in codes for n in range(len(known))), bool, len(known))
            self._eligible = codes, by_code[self._index.certification_of]
        return self._eligible[1]

    def distances(self, origin: tuple[float, float]) -> Array:
        """Return the kilometres from (latitude, longitude) to each offer; infinite where its place is unknown."""
        if self._distances is None or self._distances[0] != origin:
            self._distances = origin, kilometres(self._index.latitudes, self._index.longitudes, origin)
        return self._distances[1]
