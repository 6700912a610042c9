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
from cpf_tui.catalogue.query.named import Named, Namer, bounded
from cpf_tui.catalogue.query.row import Row

_ASIDE_MOST = 0.5  # of the weight of the head of what is typed: what all the rest may weigh
_HELD = 0.75  # similarity from which a word is surely held: of the same family, it may be another word misspelt
LABEL = 0.45  # a title whose labels answer everything, beside one that holds every word itself
SAID_WHOLE = 2.0  # what being said whole adds to a title, for each unit of the request it leaves unanswered…
_ANSWERED_ENOUGH = 0.75  # …below this coverage: « CAP coiffure sans enseignement général » is « CAP coiffure »
_LEAST = (
    0.02  # …and a little in any case: « droit public » is « droit public » rather than « droit public des affaires »
)
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
        whole: Array = 1 + SAID_WHOLE * self.said * np.maximum(_LEAST, _ANSWERED_ENOUGH - self.own)
        return worth * self.brevity * whole


@dataclass(frozen=True, slots=True)
class Parts:
    """The measure of one title or offer; by unit, its share of the request, how its place and organisation answer."""

    measure: Measure
    shares: Array
    places: Array
    organisations: Array


@dataclass(frozen=True, slots=True)
class Local:
    """Offers of the places and organisations named, with their coverage, labels included or not.

    `elsewhere[unit, offer]` tells that the unit is answered by the place or the organisation rather than the title, and
    `organised[offer]` that its organisation answers one; `distances` are kilometres from the place named to every offer
    of the catalogue, None unless it is surely a place: `naming` are then the units that name it.
    """

    offers: Array
    own: Array
    wide: Array
    elsewhere: Array
    organised: Array
    distances: Array | None = None
    naming: tuple[int, ...] = ()

    def at_least(self, coverage: float) -> Local:
        """Keep the offers covered at least so much, which their place or organisation helps."""
        kept = self.elsewhere.any(axis=0) & (self.wide >= coverage)
        return replace(
            self,
            offers=self.offers[kept],
            own=self.own[kept],
            wide=self.wide[kept],
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
        return max(best, float(self.local.wide.max())) if self.local and len(self.local.offers) else best


@dataclass(frozen=True, slots=True)
class Best:
    """What deserves to be read again: titles and offers that a place or an organisation brings up, and their scores."""

    titles: Array
    scores: Array
    local: Local | None
    local_scores: Array


class Scorer:
    """Scores matches over one index."""

    def __init__(self, index: OpenIndex) -> None:
        self._index = index
        self._namer = Namer(index)

    def score(self, matches: Sequence[Match]) -> Scores:
        """Cover everything the matches reach, titles and offers that places and organisations bring up."""
        own, wide = self._covered(matches)
        held = np.zeros(self._index.title_count, np.uint8)
        subject = [match for match in matches if not match.unit.soft] or matches
        for match in subject:
            held[match.subjects.at_least(_HELD).numbers] += 1
        complete = int(np.count_nonzero(held == len(subject)))
        local = self._local(matches, own, wide, alone=len(subject) == 1)
        if local is not None:
            complete += int(np.count_nonzero(local.elsewhere.any(axis=0) & (local.wide >= _WHOLE)))
        if not all(match.reaches for match in subject):
            complete = 0
        return Scores(own, wide, local, complete)

    def best(self, matches: Sequence[Match], scores: Scores, least: float) -> Best:
        """Return the titles and the offers covered at least so much, with their score."""
        titles = np.flatnonzero(scores.wide >= least)
        measure = self._measure(matches, scores.own[titles], scores.wide[titles], scores.own, titles)
        if scores.local is None:
            return Best(titles, measure.score, None, titles[:0])
        local = scores.local.at_least(least)
        of_offers = self._measure(matches, local.own, local.wide, scores.own, self._index.title_of[local.offers])
        return Best(titles, measure.score, local, of_offers.score)

    def parts(self, matches: Sequence[Match], title: int, offer: int | None = None) -> Parts:
        """Say what the score of a title is made of, or of one of its offers with its place and organisation."""
        own, wide = self._covered(matches)
        named = None if offer is None else self._namer.named(matches)
        none = np.zeros(len(matches), np.float32)
        if offer is None or named is None:
            measure = self._measure(matches, own[[title]], wide[[title]], own, np.array([title]))
            return Parts(measure, shares(matches), none, none)
        one = self._with_names(matches, own, wide, named, np.array([offer]))
        place, organisation = named.there(self._index, one.offers)
        measure = self._measure(matches, one.own, one.wide, own, np.array([title]))
        return Parts(measure, shares(matches), place[:, 0], organisation[:, 0])

    def _covered(self, matches: Sequence[Match]) -> tuple[Array, Array]:
        """Return how much of the request each title answers, by its own words and with its labels."""
        own, wide = (np.zeros(self._index.title_count, np.float32) for _ in range(2))
        for match, weight in zip(matches, shares(matches), strict=True):
            own[match.titles.numbers] += match.titles.similarities * weight
            wide[match.subjects.numbers] += match.subjects.similarities * weight
        return own, wide

    def _measure(self, matches: Sequence[Match], own: Array, wide: Array, covered: Array, titles: Array) -> Measure:
        """Measure titles or offers of titles: their coverage, beside what the titles cover by themselves."""
        said = np.minimum(1, covered[titles] * np.float32(_total(matches)) / self._index.title_mass[titles])
        brevity = 1 / (1 + _BREVITY * self._index.title_lengths[titles].astype(np.float32))
        return Measure(own, wide, said, brevity)

    def _local(self, matches: Sequence[Match], own: Array, wide: Array, *, alone: bool) -> Local | None:
        named = self._namer.named(matches)
        if named is None:
            return None
        offers = self._namer.offers(named)
        answering = np.ones(len(offers), bool) if alone or not wide.any() else wide[self._index.title_of[offers]] > 0
        local = self._with_names(matches, own, wide, named, bounded(offers, answering))
        return replace(local, distances=self._namer.distances(named), naming=named.naming)

    def _with_names(self, matches: Sequence[Match], own: Array, wide: Array, named: Named, offers: Array) -> Local:
        """Cover offers with what their place and organisation answer better than their title."""
        titles = self._index.title_of[offers]
        place, organisation = named.there(self._index, offers)
        elsewhere = np.zeros(place.shape, bool)
        by_title, by_subject, on_subject = own[titles], wide[titles], np.zeros(len(offers), bool)
        left = np.zeros(len(offers), bool)
        for at, (match, weight) in enumerate(zip(matches, shares(matches), strict=True)):
            topic = bool(len(match.subjects.numbers)) and not (match.unit.soft or match.unit.diploma)
            subject = self._of_titles(match.subjects, titles) if topic or at in named.units else left
            if at in named.units:
                there = np.maximum(place[at], organisation[at])
                title = self._of_titles(match.titles, titles)
                elsewhere[at] = there > title
                by_title += weight * np.maximum(0, there - title)
                by_subject += weight * np.maximum(0, there - subject)
            if topic:
                left |= ~elsewhere[at]
                on_subject |= ~elsewhere[at] & (subject > 0)
        # A lycée named by two words of the request is no answer if it teaches none of the subject that is left; a kind
        # of diploma is no subject.
        kept = on_subject | ~left | ~elsewhere.any(axis=0)
        organised = np.any(elsewhere & (organisation > place), axis=0)
        return Local(offers, by_title * kept, by_subject * kept, elsewhere, organised)

    def _of_titles(self, row: Row, titles: Array) -> Array:
        """Return how alike each title is to a row."""
        dense = np.zeros(self._index.title_count, np.float32)
        dense[row.numbers] = row.similarities
        found: Array = dense[titles]
        return found


def shares(matches: Sequence[Match]) -> Array:
    """Return the share of each unit in the request; what nothing holds says nothing of one title against another."""
    weights, total = _weights(matches)
    return weights / np.float32(total)


def _total(matches: Sequence[Match]) -> float:
    return _weights(matches)[1]


def _weights(matches: Sequence[Match]) -> tuple[Array, float]:
    """Return the weight of each unit, and of those that anything answers; what is aside never outweighs the head."""
    weights = np.array([match.weight for match in matches], np.float32)
    aside = np.array([match.unit.aside for match in matches], bool)
    head, rest = float(weights[~aside].sum()), float(weights[aside].sum())
    if rest > _ASIDE_MOST * head > 0:
        weights[aside] *= _ASIDE_MOST * head / rest
    reached = np.array([match.reaches for match in matches], bool)
    return weights, float(weights[reached].sum()) or 1.0


def _worth(coverage: Array) -> Array:
    return coverage * (0.25 + 0.75 * coverage * coverage)
