"""How many offers each choice of a filter would give, the other filters kept; and which filter hides everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from cpf_tui.catalogue.index.arrays import Array
from cpf_tui.catalogue.index.opened import OpenIndex
from cpf_tui.catalogue.query.filters import Filters
from cpf_tui.catalogue.rows import OfferRows
from cpf_tui.domain.narrowing import CHOICES, YES, Counted, Criterion, Loosening, wider
from cpf_tui.domain.training import SearchRequest

_FEW = 16  # one offer in so many: looking at each costs less than at a whole mask
MOST = 6  # certifications and organisations counted by name: the commonest ones


class Facets:
    """Counts the choices of requests over one index; not for several threads at once.

    `found` is by offer what the text found, None when it asks for nothing: every offer.
    """

    def __init__(self, index: OpenIndex, filters: Filters, rows: OfferRows) -> None:
        self._index, self._filters, self._rows = index, filters, rows
        self._names: dict[tuple[Criterion, int], tuple[str, str]] = {}

    def counted(self, request: SearchRequest, found: Array | None) -> Mapping[Criterion, tuple[Counted, ...]]:
        """Count the choices of the criteria the request asks for; the first one lets everything through."""
        return {criterion: self._choices(request, criterion, found) for criterion in request.facets}

    def loosenings(self, request: SearchRequest, found: Array | None) -> tuple[Loosening, ...]:
        """Return, for each filter that alone hides everything, the next wider choice that shows something."""
        in_force = {**request.narrowing, **({Criterion.USABLE: YES} if request.only_eligible else {})}
        return tuple(
            loosening
            for criterion in (*(one for one in Criterion if one is not Criterion.USABLE), Criterion.USABLE)
            if in_force.get(criterion) and (loosening := self._loosened(request, criterion, in_force[criterion], found))
        )

    def _loosened(
        self, request: SearchRequest, criterion: Criterion, value: str, found: Array | None
    ) -> Loosening | None:
        others = self._others(request, criterion, found)
        for choice in wider(criterion, value):
            if count := _count(others, self._filters.choice(request, criterion, choice)):
                return Loosening(criterion, choice, count)
        return None

    def _others(self, request: SearchRequest, criterion: Criterion, found: Array | None) -> Array:
        """Return what was found and passes every filter but one: a mask, or numbers when they are few."""
        passing = self._filters.passing(request, without=criterion)
        if found is None:
            return np.ones(self._index.offer_count, bool) if passing is None else passing
        others = found if passing is None else found & passing
        return np.flatnonzero(others) if np.count_nonzero(others) * _FEW < len(others) else others

    def _choices(self, request: SearchRequest, criterion: Criterion, found: Array | None) -> tuple[Counted, ...]:
        others = self._others(request, criterion, found)
        chosen = request.narrowing.get(criterion, "")
        choices = [Counted("", _count(others, None))]
        choices += self._each(request, criterion, CHOICES.get(criterion, ()), others)
        if criterion in (Criterion.CERTIFICATION, Criterion.ORGANISATION):
            choices += self._commonest(criterion, others)
        if chosen not in {one.value for one in choices}:
            label = chosen if criterion is Criterion.ORGANISATION else self._title(chosen)
            choices += [replace(one, label=label) for one in self._each(request, criterion, (chosen,), others)]
        return tuple(choices)

    def _each(
        self, request: SearchRequest, criterion: Criterion, values: Iterable[str], others: Array
    ) -> Iterator[Counted]:
        """Count the choices that mean something here: without a residence, no distance does."""
        for value in values:
            mask = self._filters.choice(request, criterion, value)
            if mask is not None:
                yield Counted(value, _count(others, mask))

    def _commonest(self, criterion: Criterion, others: Array) -> list[Counted]:
        """Count the certifications, or the organisations, that most of the offers have."""
        by_code = criterion is Criterion.CERTIFICATION
        of = self._index.certification_of if by_code else self._index.organisation_of
        counts = np.bincount(of[others], minlength=1)
        if by_code:
            counts[0] = 0  # the empty code
        best = np.argpartition(-counts, min(MOST, len(counts) - 1))[:MOST]
        best = best[np.lexsort((best, -counts[best]))]
        return [self._named(criterion, of, number, int(counts[number])) for number in best.tolist() if counts[number]]

    def _named(self, criterion: Criterion, of: Array, number: int, count: int) -> Counted:
        """Name a certification or an organisation as the first of its offers writes it; remembered."""
        named = self._names.get((criterion, number))
        if named is None:
            offer = self._rows.fetch([int(np.argmax(of == number)) + 1])[0]
            by_code = criterion is Criterion.CERTIFICATION
            named = (offer.certification, offer.title) if by_code else (offer.organisation, offer.organisation)
            self._names[criterion, number] = named
        return Counted(named[0], count, named[1])

    def _title(self, certification: str) -> str:
        offers = self._rows.by_certification(certification)
        return offers[0].title if offers else ""


def _count(others: Array, mask: Array | None) -> int:
    """Count what a mask lets through of others, themselves a mask or numbers."""
    if mask is None:
        return int(np.count_nonzero(others)) if others.dtype == bool else len(others)
    return int(np.count_nonzero(others & mask if others.dtype == bool else mask[others]))
