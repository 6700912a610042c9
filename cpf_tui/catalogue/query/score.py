"""Score titles and, where the request names a place or an organisation, the offers found there.

Score = coverage × (0.25 + 0.75 × coverage²) × a gentle preference for short titles, where coverage is the share of what
was asked, weighted by rarity, that the title (or the place, or the organisation) answers. So a title with every word
beats one with most of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from cpf_tui.catalogue.index.arrays import Array
from cpf_tui.catalogue.index.opened import OpenIndex
from cpf_tui.catalogue.index.postings import Postings
from cpf_tui.catalogue.query.distance import kilometres
from cpf_tui.catalogue.query.match import Match, Row

_MOST_COMMUNES = 25  # of one town: Paris, Lyon and Marseille have up to 20 arrondissements
_SURELY = 0.9  # similarity from which a word is the name of a place rather than a guess
ANSWERED = 0.6  # similarity from which a word is held
_WHOLE = 0.8  # coverage from which an offer holds the whole request, place or organisation included
_MOST_NAMES = 40  # places or organisations looked at
_MOST_OFFERS = 60_000  # offers of those, bounded whatever is typed


@dataclass(frozen=True, slots=True)
class Local:
    """Offers of the places and organisations named: their numbers, coverage, score.

    `elsewhere[unit, offer]` tells that the unit is answered by the place or the organisation rather than the title;
    `distances` are kilometres from the place named to every offer of the catalogue, None unless it is surely a place:
    `naming` are then the units that name it.
    """

    offers: Array
    coverage: Array
    scores: Array
    elsewhere: Array
    distances: Array | None = None
    naming: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Scores:
    """Coverage and score by title, and the offers that do better thanks to a place or an organisation."""

    coverage: Array
    titles: Array
    local: Local | None
    complete: int  # titles that hold every word of the subject, at most a few counted

    @property
    def best_coverage(self) -> float:
        """The highest coverage reached."""
        best = float(self.coverage.max()) if len(self.coverage) else 0.0
        return max(best, float(self.local.coverage.max())) if self.local and len(self.local.offers) else best


class Scorer:
    """Scores matches over one index."""

    def __init__(self, index: OpenIndex) -> None:
        self._index = index
        self._centres = _centres(index)
        self._brevity = (1 / (1 + 0.01 * index.title_lengths.astype(np.float32))).astype(np.float32)

    def score(self, matches: Sequence[Match]) -> Scores:
        """Score everything the matches reach."""
        # What nothing holds says nothing of one title against another.
        total = sum(match.weight for match in matches if match.reaches) or 1.0
        covered = np.zeros(self._index.title_count, np.float32)
        held = np.zeros(self._index.title_count, np.uint8)
        subject = [match for match in matches if not match.unit.soft] or matches
        for match in matches:
            covered[match.titles.numbers] += match.titles.similarities * np.float32(match.weight / total)
        for match in subject:
            held[match.titles.numbers[match.titles.similarities >= ANSWERED]] += 1
        complete = int(np.count_nonzero(held == len(subject)))
        local = self._local(matches, subject, covered, total)
        if local is not None:
            complete += int(np.count_nonzero(local.elsewhere.any(axis=0) & (local.coverage >= _WHOLE)))
        if not all(match.reaches for match in subject):
            complete = 0
        return Scores(covered, _worth(covered) * self._brevity, local, complete)

    def _local(self, matches: Sequence[Match], subject: Sequence[Match], covered: Array, total: float) -> Local | None:
        index = self._index
        places = _named([m.places for m in matches], matches, index.place_lengths, whole=True)
        organisations = _named([m.organisations for m in matches], matches, index.organisation_lengths, whole=False)
        if places is None and organisations is None:
            return None
        communes = None if places is None else _spread(places, index.place_communes, len(index.commune_offers))
        offers = self._offers_of(communes, organisations)
        if covered.any() and len(subject) > 1:
            offers = offers[covered[index.title_of[offers]] > 0]
        offers = offers[:_MOST_OFFERS]
        there = np.zeros((len(matches), len(offers)), np.float32)
        if communes is not None:
            there = communes[:, index.commune_of[offers]]
        if organisations is not None:
            there = np.maximum(there, organisations[:, index.organisation_of[offers]])
        distances = None if communes is None else self._distances(communes)
        naming = () if communes is None else tuple(np.flatnonzero((communes >= _SURELY).any(axis=1)).tolist())
        return replace(self._scored(matches, offers, there, total), distances=distances, naming=naming)

    def _distances(self, communes: Array) -> Array | None:
        """Return how far every offer is from the commune named; of several, the one with most offers is meant."""
        named = communes.max(axis=0)
        likely = np.flatnonzero(named >= max(_SURELY, named.max() - 0.01))
        if not 0 < len(likely) <= _MOST_COMMUNES:
            return None  # a guess; or a département, a region: everywhere in it is near
        centre = int(likely[np.argmax(self._index.commune_offers.counts(likely))])
        latitudes, longitudes = self._centres
        if np.isnan(latitudes[centre]):
            return None
        away = kilometres(latitudes, longitudes, (float(latitudes[centre]), float(longitudes[centre])))
        found: Array = away[self._index.commune_of]
        return found

    def _offers_of(self, communes: Array | None, organisations: Array | None) -> Array:
        found = []
        if communes is not None:
            found.append(self._index.commune_offers.gather(np.flatnonzero(communes.any(axis=0))))
        if organisations is not None:
            found.append(self._index.organisation_offers.gather(np.flatnonzero(organisations.any(axis=0))))
        if len(found) == 1:
            return found[0]
        either = np.zeros(self._index.offer_count, bool)
        for offers in found:
            either[offers] = True
        return np.flatnonzero(either)

    def _scored(self, matches: Sequence[Match], offers: Array, there: Array, total: float) -> Local:
        titles = self._index.title_of[offers]
        row = np.zeros(self._index.title_count, np.float32)
        here = np.zeros(there.shape, np.float32)
        for at, match in enumerate(matches):
            row[match.titles.numbers] = match.titles.similarities
            here[at] = row[titles]
            row[match.titles.numbers] = 0
        elsewhere = there > here
        weights = np.array([match.weight / total for match in matches], np.float32)
        coverage = (weights @ np.maximum(here, there)) * _on_subject(matches, here, elsewhere)
        return Local(offers, coverage, _worth(coverage) * self._brevity[titles], elsewhere)


def _on_subject(matches: Sequence[Match], here: Array, elsewhere: Array) -> Array:
    """Tell which offers answer by their title some of the subject that their place or organisation leaves.

    A lycée named by two words of the request is no answer if it teaches none of the rest; a kind of diploma is not the
    rest, unless nothing else is left.
    """
    topics = np.array([bool(len(m.titles.numbers)) and not (m.unit.soft or m.unit.diploma) for m in matches])
    left = ~elsewhere & topics[:, None]
    answered: Array = ~left.any(axis=0) | (left & (here > 0)).any(axis=0)
    return answered


def _centres(index: OpenIndex) -> tuple[Array, Array]:
    """Return the latitude and longitude of each commune: those of one of its offers, all in the same town."""
    first = index.commune_offers.numbers[index.commune_offers.starts[:-1]]
    return index.latitudes[first], index.longitudes[first]


def _worth(coverage: Array) -> Array:
    return coverage * (0.25 + 0.75 * coverage * coverage)


def _named(rows: Sequence[Row], matches: Sequence[Match], lengths: Array, *, whole: bool) -> Array | None:
    """Return, by unit and by name, how well a place or an organisation is named; None when none is.

    A place must be named whole; an organisation by two of its words, by half its name, or by a word titles do not have.
    """
    matched = np.zeros(len(lengths), np.float32)
    strength = np.zeros(len(lengths), np.float32)
    telling = np.zeros(len(lengths), bool)
    for row, match in zip(rows, matches, strict=True):
        close = row.similarities >= 0.5
        numbers = row.numbers[close]
        matched[numbers] += len(match.unit.words)
        strength[numbers] += row.similarities[close] * np.float32(match.weight)
        if match.titles.best < ANSWERED and not whole:
            telling[numbers] = True
    cover = np.minimum(1, matched / np.maximum(1, lengths))
    named = cover >= 1 if whole else (cover >= 0.5) | (matched >= 2) | telling
    numbers = np.flatnonzero(named)
    if not len(numbers):
        return None
    if len(numbers) > _MOST_NAMES:
        order = strength[numbers] * (0.5 + 0.5 * cover[numbers])
        numbers = numbers[np.argpartition(-order, _MOST_NAMES)[:_MOST_NAMES]]
    sure = np.ones(len(numbers)) if whole else 0.5 + 0.3 * cover[numbers] + 0.2 * (1 - 1 / matched[numbers])
    factor = np.zeros(len(lengths), np.float32)
    factor[numbers] = sure
    table = np.zeros((len(rows), len(lengths)), np.float32)
    for at, row in enumerate(rows):
        table[at, row.numbers] = row.similarities * factor[row.numbers]
    return table


def _spread(places: Array, communes_of: Postings, communes: int) -> Array:
    """Turn likeness to places into likeness to their communes, the best where places overlap."""
    spread = np.zeros((len(places), communes), np.float32)
    for place in np.flatnonzero(places.any(axis=0)).tolist():
        reached = communes_of.one(place)
        spread[:, reached] = np.maximum(spread[:, reached], places[:, place, None])
    return spread
