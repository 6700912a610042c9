"""Score titles and, where the request names a place or an organisation, the offers found there.

A request is covered by what a title holds of it, each word weighted by rarity. Score = coverage × (0.25 + 0.75 ×
coverage²), so that a title with every word beats one with most of them, × a gentle preference for short titles, × what
speaks for a title said whole where much of the request is answered by nobody (`docs/search.md`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from cpf_tui.catalogue.index.arrays import Array
from cpf_tui.catalogue.index.opened import OpenIndex
from cpf_tui.catalogue.query.match import Match
from cpf_tui.catalogue.query.named import Namer, bounded
from cpf_tui.catalogue.query.row import Row

_HELD = 0.75  # similarity from which a word is surely held: of the same family, it may be another word misspelt
LABEL = 0.45  # a title whose labels answer everything, beside one that holds every word itself
SAID_WHOLE = 2.0  # what being said whole adds to a title, for each unit of the request it leaves unanswered…
_ANSWERED_ENOUGH = 0.75  # …below this coverage: « CAP coiffure sans enseignement général » is « CAP coiffure »
_BREVITY = 0.01  # taken off for each word of a title
_WHOLE = 0.8  # coverage from which an offer holds the whole request, place or organisation included


class Measure(NamedTuple):
    """What a score is made of, by title or by offer.

    `own` is the coverage by the title's words (and the place and organisation, for an offer), `wide` the coverage with
    its labels, `said` the share of the title's words that the request says, `brevity` what its length leaves.
    """

    own: Array
    wide: Array
    said: Array
    brevity: Array

    @property
    def score(self) -> Array:
        """The score before the best are read again."""
        worth = np.maximum(_worth(self.own), LABEL * _worth(self.wide))
        whole: Array = 1 + SAID_WHOLE * self.said * np.maximum(0, _ANSWERED_ENOUGH - self.own)
        return worth * self.brevity * whole


@dataclass(frozen=True, slots=True)
class Parts:
    """What answers each unit (a row), by title or offer (a column); the share of each unit; the measure they give."""

    titles: Array
    subjects: Array
    places: Array
    organisations: Array
    shares: Array
    measure: Measure


@dataclass(frozen=True, slots=True)
class Local:
    """Offers of the places and organisations named: their numbers, coverage (labels included), score.

    `elsewhere[unit, offer]` tells that the unit is answered by the place or the organisation rather than the title, and
    `organised[offer]` that its organisation answers one; `distances` are kilometres from the place named to every offer
    of the catalogue, None unless it is surely a place: `naming` are then the units that name it.
    """

    offers: Array
    coverage: Array
    scores: Array
    elsewhere: Array
    organised: Array
    distances: Array | None = None
    naming: tuple[int, ...] = ()

    def at_least(self, coverage: float) -> Local:
        """Keep the offers covered at least so much, which their place or organisation helps."""
        kept = self.elsewhere.any(axis=0) & (self.coverage >= coverage)
        return replace(
            self,
            offers=self.offers[kept],
            coverage=self.coverage[kept],
            scores=self.scores[kept],
            elsewhere=self.elsewhere[:, kept],
            organised=self.organised[kept],
        )


@dataclass(frozen=True, slots=True)
class Scores:
    """Coverage by title, by its own words and with its labels; the offers that a place or an organisation brings up."""

    own: Array
    wide: Array
    local: Local | None
    complete: int  # titles that hold every word of the subject

    @property
    def best_coverage(self) -> float:
        """The highest coverage reached."""
        best = float(self.wide.max()) if len(self.wide) else 0.0
        return max(best, float(self.local.coverage.max())) if self.local and len(self.local.offers) else best


@dataclass(frozen=True, slots=True)
class Best:
    """What deserves to be read again: titles with their score, offers that a place or an organisation brings up."""

    titles: Array
    scores: Array
    local: Local | None


class Scorer:
    """Scores matches over one index."""

    def __init__(self, index: OpenIndex) -> None:
        self._index = index
        self._namer = Namer(index)

    def score(self, matches: Sequence[Match]) -> Scores:
        """Cover everything the matches reach, and score what places and organisations bring up."""
        weights = shares(matches)
        own, wide = (np.zeros(self._index.title_count, np.float32) for _ in range(2))
        held = np.zeros(self._index.title_count, np.uint8)
        subject = [match for match in matches if not match.unit.soft] or matches
        for match, weight in zip(matches, weights, strict=True):
            own[match.titles.numbers] += match.titles.similarities * weight
            wide[match.subjects.numbers] += match.subjects.similarities * weight
        for match in subject:
            held[match.subjects.at_least(_HELD).numbers] += 1
        complete = int(np.count_nonzero(held == len(subject)))
        local = self._local(matches, wide, alone=len(subject) == 1)
        if local is not None:
            complete += int(np.count_nonzero(local.elsewhere.any(axis=0) & (local.coverage >= _WHOLE)))
        if not all(match.reaches for match in subject):
            complete = 0
        return Scores(own, wide, local, complete)

    def best(self, matches: Sequence[Match], scores: Scores, least: float) -> Best:
        """Return the titles and the offers covered at least so much, with their score."""
        titles = np.flatnonzero(scores.wide >= least)
        own = scores.own[titles]
        measure = self._measure(matches, own, scores.wide[titles], own, titles)
        return Best(titles, measure.score, None if scores.local is None else scores.local.at_least(least))

    def parts(self, matches: Sequence[Match], title: int, offer: int | None = None) -> Parts:
        """Measure one title, or one of its offers with its place and organisation: what its score is made of."""
        titles = np.array([title])
        named = None if offer is None else self._namer.named(matches)
        if offer is None or named is None:
            none = np.zeros((len(matches), 1), np.float32)
            return self._of_titles(matches, titles, none, none)
        return self._of_titles(matches, titles, *named.there(self._index, np.array([offer])))

    def _of_titles(self, matches: Sequence[Match], titles: Array, place: Array, organisation: Array) -> Parts:
        """Measure titles, each with how its place and its organisation answer each unit."""
        weights = shares(matches)
        own = self._by_title([match.titles for match in matches], titles)
        wide = self._by_title([match.subjects for match in matches], titles)
        there = np.maximum(place, organisation)
        on_subject = _on_subject(matches, wide, there > own)
        measure = self._measure(
            matches,
            (weights @ np.maximum(own, there)) * on_subject,
            (weights @ np.maximum(wide, there)) * on_subject,
            weights @ own,
            titles,
        )
        return Parts(own, wide, place, organisation, weights, measure)

    def _measure(self, matches: Sequence[Match], own: Array, wide: Array, here: Array, titles: Array) -> Measure:
        said = np.minimum(1, here * np.float32(_total(matches)) / self._index.title_mass[titles])
        brevity = 1 / (1 + _BREVITY * self._index.title_lengths[titles].astype(np.float32))
        return Measure(own, wide, said, brevity)

    def _local(self, matches: Sequence[Match], wide: Array, *, alone: bool) -> Local | None:
        named = self._namer.named(matches)
        if named is None:
            return None
        offers = self._namer.offers(named)
        on_subject = np.ones(len(offers), bool) if alone or not wide.any() else wide[self._index.title_of[offers]] > 0
        offers = bounded(offers, on_subject)
        place, organisation = named.there(self._index, offers)
        parts = self._of_titles(matches, self._index.title_of[offers], place, organisation)
        elsewhere = np.maximum(place, organisation) > parts.titles
        measure = parts.measure
        organised = np.any(elsewhere & (organisation > place), axis=0)
        distances = self._namer.distances(named)
        return Local(offers, measure.wide, measure.score, elsewhere, organised, distances, named.naming)

    def _by_title(self, rows: Sequence[Row], titles: Array) -> Array:
        """Return how alike each title is to each row."""
        dense = np.zeros(self._index.title_count, np.float32)
        table = np.zeros((len(rows), len(titles)), np.float32)
        for at, row in enumerate(rows):
            dense[row.numbers] = row.similarities
            table[at] = dense[titles]
            dense[row.numbers] = 0
        return table


def shares(matches: Sequence[Match]) -> Array:
    """Return the share of each unit in the request; what nothing holds says nothing of one title against another."""
    return np.array([match.weight for match in matches], np.float32) / np.float32(_total(matches))


def _total(matches: Sequence[Match]) -> float:
    return sum(match.weight for match in matches if match.reaches) or 1.0


def _worth(coverage: Array) -> Array:
    return coverage * (0.25 + 0.75 * coverage * coverage)


def _on_subject(matches: Sequence[Match], here: Array, elsewhere: Array) -> Array:
    """Tell which offers answer by their title some of the subject that their place or organisation leaves.

    A lycée named by two words of the request is no answer if it teaches none of the rest; a kind of diploma is not the
    rest, unless nothing else is left. Where neither place nor organisation helps, the title answers as it does alone.
    """
    topics = np.array([bool(len(m.subjects.numbers)) and not (m.unit.soft or m.unit.diploma) for m in matches])
    left = ~elsewhere & topics[:, None]
    answered: Array = ~elsewhere.any(axis=0) | ~left.any(axis=0) | (left & (here > 0)).any(axis=0)
    return answered
