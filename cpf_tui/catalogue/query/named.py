"""The places and the organisations a request names: « soudeur lyon », « cuisine lycée du port »."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from cpf_tui.catalogue.index.arrays import Array
from cpf_tui.catalogue.index.opened import OpenIndex
from cpf_tui.catalogue.index.postings import Postings
from cpf_tui.catalogue.query.distance import kilometres
from cpf_tui.catalogue.query.match import ANSWERED, Match
from cpf_tui.catalogue.query.row import Row

_CLOSE = 0.5  # similarity from which a word may be part of a name
_HALF = 0.5  # of what an organisation's name says: with that much of it, it is named
_MOST_COMMUNES = 25  # of one town: Paris, Lyon and Marseille have up to 20 arrondissements
_SURELY = 0.9  # similarity from which a word is the name of a place rather than a guess
_MOST_NAMES = 40  # places or organisations looked at
_MOST_OFFERS = 60_000  # offers of those, bounded whatever is typed


@dataclass(frozen=True, slots=True)
class Named:
    """How well each unit names each commune and each organisation, by unit and number; None where none is named."""

    communes: Array | None
    organisations: Array | None
    count: int  # units

    @property
    def naming(self) -> tuple[int, ...]:
        """The units that are surely the name of a place."""
        if self.communes is None:
            return ()
        return tuple(np.flatnonzero((self.communes >= _SURELY).any(axis=1)).tolist())

    @property
    def units(self) -> frozenset[int]:
        """The units that name something."""
        tables = [table for table in (self.communes, self.organisations) if table is not None]
        return frozenset(unit for table in tables for unit in np.flatnonzero(table.any(axis=1)).tolist())

    def there(self, index: OpenIndex, offers: Array) -> tuple[Array, Array]:
        """Return, by unit and offer, how well its place answers and how well its organisation does."""
        return (
            _spread_over(self.communes, index.commune_of[offers], self.count),
            _spread_over(self.organisations, index.organisation_of[offers], self.count),
        )


class Namer:
    """Finds what requests name in one index."""

    def __init__(self, index: OpenIndex) -> None:
        self._index = index
        self._centres = _centres(index)

    def named(self, matches: Sequence[Match]) -> Named | None:
        """Return the places and organisations named; None when there are none."""
        places = _places(matches, self._index.place_lengths)
        organisations = _organisations(matches, self._index.organisation_mass)
        if places is None and organisations is None:
            return None
        communes = len(self._index.commune_offers)
        spread = None if places is None else _spread(places, self._index.place_communes, communes)
        return Named(spread, organisations, len(matches))

    def offers(self, named: Named) -> Array:
        """Return the offers of what is named."""
        found = []
        if named.communes is not None:
            found.append(self._index.commune_offers.gather(np.flatnonzero(named.communes.any(axis=0))))
        if named.organisations is not None:
            found.append(self._index.organisation_offers.gather(np.flatnonzero(named.organisations.any(axis=0))))
        if len(found) == 1:
            return found[0]
        either = np.zeros(self._index.offer_count, bool)
        for offers in found:
            either[offers] = True
        return np.flatnonzero(either)

    def distances(self, named: Named) -> Array | None:
        """Return how far every offer is from the commune named; of several, the one with most offers is meant."""
        if named.communes is None:
            return None
        likeness = named.communes.max(axis=0)
        likely = np.flatnonzero(likeness >= max(_SURELY, likeness.max() - 0.01))
        if not 0 < len(likely) <= _MOST_COMMUNES:
            return None  # a guess; or a département, a region: everywhere in it is near
        centre = int(likely[np.argmax(self._index.commune_offers.counts(likely))])
        latitudes, longitudes = self._centres
        if np.isnan(latitudes[centre]):
            return None
        away = kilometres(latitudes, longitudes, (float(latitudes[centre]), float(longitudes[centre])))
        found: Array = away[self._index.commune_of]
        return found


def bounded(offers: Array, kept: Array) -> Array:
    """Return the offers kept, no more than can be scored within a key press."""
    return offers[kept][:_MOST_OFFERS]


def _places(matches: Sequence[Match], lengths: Array) -> Array | None:
    """Return, by unit and place, how well it is named: a place is named by every word of its name."""
    matched = np.zeros(len(lengths), np.float32)
    strength = np.zeros(len(lengths), np.float32)
    for match in matches:
        close = match.places.at_least(_CLOSE)
        matched[close.numbers] += len(match.unit.words)
        strength[close.numbers] += close.similarities * np.float32(match.weight)
    names = _strongest(np.flatnonzero(matched >= np.maximum(1, lengths)), strength)
    return _table([match.places for match in matches], names, np.ones(len(names), np.float32), len(lengths))


def _organisations(matches: Sequence[Match], mass: Array) -> Array | None:
    """Return, by unit and organisation, how well it is named.

    An organisation is named by half of what its name says (« toulon » says more than « université »), by two of its
    words, or by a word that titles do not have.
    """
    said = np.zeros(len(mass), np.float32)
    matched = np.zeros(len(mass), np.float32)
    strength = np.zeros(len(mass), np.float32)
    telling = np.zeros(len(mass), bool)
    for match in matches:
        close = match.organisations.at_least(_CLOSE)
        if not len(close.numbers):
            continue
        rarity = log(1 + len(mass) / len(close.closest()))
        said[close.numbers] += close.similarities * np.float32(rarity)
        matched[close.numbers] += len(match.unit.words)
        strength[close.numbers] += close.similarities * np.float32(match.weight)
        if match.titles.best < ANSWERED:
            telling[close.numbers] = True
    cover = np.minimum(1, said / mass)
    named = np.flatnonzero((cover >= _HALF) | (matched >= 2) | telling)
    names = _strongest(named, strength * (0.5 + 0.5 * cover))
    # From .5 for one word of several to 1 for a long name said whole.
    sure = 0.5 + 0.3 * cover[names] + 0.2 * (1 - 1 / np.maximum(1, matched[names]))
    return _table([match.organisations for match in matches], names, sure, len(mass))


def _strongest(names: Array, strength: Array) -> Array:
    if len(names) <= _MOST_NAMES:
        return names
    return names[np.argpartition(-strength[names], _MOST_NAMES)[:_MOST_NAMES]]


def _table(rows: Sequence[Row], names: Array, sure: Array, count: int) -> Array | None:
    if not len(names):
        return None
    factor = np.zeros(count, np.float32)
    factor[names] = sure
    table = np.zeros((len(rows), count), np.float32)
    for at, one in enumerate(rows):
        table[at, one.numbers] = one.similarities * factor[one.numbers]
    return table


def _spread_over(table: Array | None, numbers: Array, count: int) -> Array:
    """Return the columns of a table with these numbers; rows of zeros, most of them, are not read."""
    found = np.zeros((count, len(numbers)), np.float32)
    if table is not None:
        for unit in np.flatnonzero(table.any(axis=1)).tolist():
            found[unit] = table[unit][numbers]
    return found


def _centres(index: OpenIndex) -> tuple[Array, Array]:
    """Return the latitude and longitude of each commune: those of one of its offers, all in the same town."""
    first = index.commune_offers.numbers[index.commune_offers.starts[:-1]]
    return index.latitudes[first], index.longitudes[first]


def _spread(places: Array, communes_of: Postings, communes: int) -> Array:
    """Turn likeness to places into likeness to their communes, the best where places overlap."""
    spread = np.zeros((len(places), communes), np.float32)
    for place in np.flatnonzero(places.any(axis=0)).tolist():
        found = communes_of.one(place)
        spread[:, found] = np.maximum(spread[:, found], places[:, place, None])
    return spread
