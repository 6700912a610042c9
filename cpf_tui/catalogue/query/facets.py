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
from cpf_tui.domain.training import Offer, SearchRequest

MOST = 6  # certifications and organisations counted by name: the commonest ones


class Facets:
    """Counts the choices of requests over one index; not for several threads at once.

    `found` is by offer what the text found, None when it asks for nothing: every offer.
    """

    def __init__(self, index: OpenIndex, filters: Filters, rows: OfferRows) -> None:
        self._index, self._filters, self._rows = index, filters, rows

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
        """Return what was found and passes every filter but one."""
        passing = self._filters.passing(request, without=criterion)
        if found is None:
            return np.ones(self._index.offer_count, bool) if passing is None else passing
        return found if passing is None else found & passing

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
        """Count the certifications, or the organisations, that most of the offers have; written as one of them does."""
        offers = np.flatnonzero(others)
        by_code = criterion is Criterion.CERTIFICATION
        numbers = (self._index.certification_of if by_code else self._index.organisation_of)[offers]
        counts = np.bincount(numbers, minlength=1)
        if by_code:
            counts[0] = 0  # the empty code
        best = np.argsort(-counts, kind="stable")[:MOST]
        best = best[counts[best] > 0]
        firsts = [int(offers[np.argmax(numbers == number)]) for number in best.tolist()]
        written = self._rows.fetch([first + 1 for first in firsts])
        return [
            Counted(offer.certification, count, offer.title) if by_code else _of_organisation(offer, count)
            for offer, count in zip(written, counts[best].tolist(), strict=True)
        ]

    def _title(self, certification: str) -> str:
        offers = self._rows.by_certification(certification)
        return offers[0].title if offers else ""


def _of_organisation(offer: Offer, count: int) -> Counted:
    return Counted(offer.organisation, count, offer.organisation)


def _count(others: Array, mask: Array | None) -> int:
    return int(np.count_nonzero(others if mask is None else others & mask))
