"""One version opened: its index, its rows, and the search that joins them."""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from cpf_tui.catalogue.datasets import INDEX
from cpf_tui.catalogue.index.arrays import Array, BrokenIndex
from cpf_tui.catalogue.index.opened import OpenIndex
from cpf_tui.catalogue.manifest import FORMAT
from cpf_tui.catalogue.query.engine import Answer, Engine, Found
from cpf_tui.catalogue.query.explain import Explainer
from cpf_tui.catalogue.query.facets import Facets
from cpf_tui.catalogue.query.filters import Filters
from cpf_tui.catalogue.query.shown import Highlighter, understood
from cpf_tui.catalogue.rows import FILE_NAME as ROWS
from cpf_tui.catalogue.rows import OfferRows
from cpf_tui.catalogue.versions import Version, VersionStore
from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.narrowing import Criterion
from cpf_tui.domain.training import SearchHit, SearchRequest, SearchResult

_TRIES = 3  # an import may remove a version between reading the pointer and opening the files


class OpenVersion:
    """A version ready to be searched; not for several threads at once."""

    def __init__(self, version: Version) -> None:
        self.manifest = version.manifest
        self.rows = OfferRows(version.path / ROWS)
        self._index = OpenIndex(version.path / INDEX)
        self._engine = Engine(self._index)
        self._filters = Filters(self._index)
        self._facets = Facets(self._index, self._filters, self.rows)

    def close(self) -> None:
        """Let go of the files."""
        self.rows.close()

    def search(self, request: SearchRequest, began: float) -> SearchResult:
        """Answer a request; `began` is when it was asked, by `time.perf_counter`."""
        mask = self._filters.passing(request)
        distances = None if request.origin is None else self._filters.distances(request.origin)
        limit = max(0, request.limit)
        answer = self._engine.search(request.text, limit, mask=mask, distances=distances)
        shown = (
            self._browse(mask, distances, limit)
            if answer is None
            else [(offer, group.score) for offer, group in answer.shown]
        )
        result = self._result(request, shown, answer)
        if answer is not None and request.explain:
            result = self._explained(result, answer)
        return replace(result, elapsed_ms=(time.perf_counter() - began) * 1000)

    def _explained(self, result: SearchResult, answer: Answer) -> SearchResult:
        """Say why each result is there."""
        explainer = Explainer(self._engine, answer)
        hits = zip(result.hits, answer.shown, strict=True)
        explained = [replace(hit, explanation=explainer.explain(group, hit.offer)) for hit, (_, group) in hits]
        return replace(result, hits=tuple(explained))

    def _browse(self, mask: Array | None, distances: Array | None, limit: int) -> list[tuple[int, float]]:
        """List offers without a request: the nearest first, else in the order of the source."""
        numbers = np.arange(self._index.offer_count) if mask is None else np.flatnonzero(mask)
        if distances is not None:
            numbers = numbers[np.argsort(distances[numbers], kind="stable")]
        return [(number, 0.0) for number in numbers[:limit].tolist()]

    def _counts(self, request: SearchRequest, found: Found | None) -> _Counts:
        """Count what was found (None: every offer); what one's hours cannot pay for is counted even if not shown."""
        passing = self._filters.passing(request, without=Criterion.USABLE)
        whole = self._count(found, passing)
        if request.eligible is None:
            return _Counts(whole)
        usable = self._count(found, self._filters.passing(replace(request, only_eligible=True)))
        return _Counts(usable if request.only_eligible else whole, usable, whole - usable)

    def _count(self, found: Found | None, passing: Array | None) -> int:
        if found is not None:
            return found.count(passing)
        return self._index.offer_count if passing is None else int(np.count_nonzero(passing))

    def _result(self, request: SearchRequest, shown: list[tuple[int, float]], answer: Answer | None) -> SearchResult:
        eligible = None if request.eligible is None else self._filters.eligible(request.eligible)
        distances = None if request.origin is None else self._filters.distances(request.origin)
        highlighter = None if answer is None else Highlighter(self._index, answer)
        offers = self.rows.fetch([number + 1 for number, _ in shown])
        hits = tuple(
            SearchHit(
                offer,
                round(score, 4),
                None if distances is None or not np.isfinite(distances[number]) else round(float(distances[number]), 1),
                None if eligible is None else bool(eligible[number]),
                () if highlighter is None else highlighter.spans(offer.title),
            )
            for (number, score), offer in zip(shown, offers, strict=True)
        )
        found = None if answer is None else answer.found
        mask = found.mask if found is not None and (request.facets or not hits) else None
        result = SearchResult(
            hits,
            *self._counts(request, found),
            understood=understood(self._index, answer, offers[0]) if answer is not None and offers else "",
            facets=self._facets.counted(request, mask),
        )
        if result.total:
            return result
        everything = self._index.offer_count if found is None else found.count()
        return replace(result, loosenings=self._facets.loosenings(request, mask), unfiltered_count=everything)


class _Counts(NamedTuple):
    total: int
    eligible: int | None = None
    ineligible: int | None = None


def open_current(store: VersionStore) -> OpenVersion:
    """Open the version in force; make the base version when there is none, and rebuild one of another format.

    Raises `StorageError` when no version can be read nor made.
    """
    for _ in range(_TRIES):
        version = store.current() or _made(None, store)
        with suppress(OSError, sqlite3.Error):
            if version.manifest.format == FORMAT:
                with suppress(BrokenIndex, KeyError):
                    return OpenVersion(version)
            return OpenVersion(_made(version, store))
    raise StorageError(
        "Le catalogue de « {root} » est illisible. Importez-le à nouveau avec « cpf-tui catalogue importer ».",
        root=store.root,
    )


def _made(former: Version | None, store: VersionStore) -> Version:
    """Make the base version, or one of today's format from a former one."""
    from cpf_tui.catalogue.rebuild import build_base, rebuild_index  # the importers: not before a first answer

    return build_base(store) if former is None else rebuild_index(former, store)
