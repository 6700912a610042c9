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
        mask: Array | None = None
        if request.only_eligible and request.eligible is not None:
            mask = self.eligible(request.eligible)
        if request.within_km is not None and request.origin is not None:
            near = self.distances(request.origin) <= request.within_km
            mask = near if mask is None else mask & near
        return mask

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
