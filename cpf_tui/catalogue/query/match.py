"""Match one unit of a request against the titles, the places and the organisations of the catalogue.

Matches are kept by word, so a key press computes only the word being typed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from math import log

import numpy as np

from cpf_tui.catalogue.index.arrays import Array
from cpf_tui.catalogue.index.labels import LabelKind
from cpf_tui.catalogue.index.opened import OpenIndex
from cpf_tui.catalogue.index.postings import Postings
from cpf_tui.catalogue.lexicon import Phrase
from cpf_tui.catalogue.query.analyse import Unit
from cpf_tui.catalogue.query.expand import Expansion, expand

# A label says what a title is near to, not what it is; a job title, one of many trades it may lead to.
LABELS = {LabelKind.CERTIFICATION: 0.4, LabelKind.KEYWORD: 0.4, LabelKind.TOPIC: 0.4, LabelKind.JOB: 0.3}
ALTERNATIVE = 0.86  # other words for it, from the lexicon: surer than a sound, less than the word
ACRONYM = 0.60
_COMMON_WORD = 200  # titles: a word that common is a word, not an acronym to guess
_SHORTEST_IN_LABELS = 3
_SAME = 0.07  # similarities this close reach « the same » titles when rarity is counted
SOFT = 0.12  # of its weight: what a word of wrapping keeps
_PLACE_SLACK = 0.15  # between an exact name and one being typed
_NO_MISTAKE = 0.85  # similarity of a word typed as it is written, or being typed
_UNKNOWN = 6.0  # weight of a word nothing matches
_KEPT = 96  # matches kept


@dataclass(frozen=True, slots=True)
class Row:
    """Numbers of one collection and their similarity to a unit (0 to 1)."""

    numbers: Array
    similarities: Array

    @property
    def best(self) -> float:
        """The highest similarity, 0 when nothing matches."""
        return float(self.similarities.max()) if len(self.similarities) else 0.0

    def closest(self) -> Array:
        """Return the numbers as similar as the best."""
        return self.numbers[self.similarities >= self.best - _SAME]


@dataclass(frozen=True, slots=True)
class Match:
    """A unit against the whole catalogue; `weight` grows with rarity; `expansions` are those of its words."""

    unit: Unit
    titles: Row
    places: Row
    organisations: Row
    weight: float
    expansions: tuple[Expansion, ...]

    @property
    def reaches(self) -> bool:
        """Whether anything in the catalogue answers the unit."""
        return any(len(row.numbers) for row in (self.titles, self.places, self.organisations))


@dataclass(frozen=True, slots=True)
class _WordMatch:
    titles: Row
    places: Row
    organisations: Row
    expansion: Expansion


class Matcher:
    """Matches units against one index; not for several threads at once."""

    def __init__(self, index: OpenIndex) -> None:
        self._index = index
        self._words: OrderedDict[tuple[str, bool, bool], _WordMatch] = OrderedDict()
        self._units: OrderedDict[tuple[Unit, bool], Match] = OrderedDict()
        self._label_weights = np.array([LABELS[kind] for kind in LabelKind], np.float32)[index.label_kinds]
        self._place_offers = _offers_by_place(index)
        self._organisation_offers = np.diff(index.organisation_offers.starts.astype(np.int64))

    def match(self, unit: Unit, *, mistakes: bool) -> Match:
        """Match one unit; `mistakes` forgives misspellings."""
        key = (unit, mistakes)
        found = self._units.get(key)
        if found is None:
            found = self._units[key] = self._match(unit, mistakes=mistakes)
            if len(self._units) > _KEPT:
                self._units.popitem(last=False)
        else:
            self._units.move_to_end(key)
        return found

    def _match(self, unit: Unit, *, mistakes: bool) -> Match:
        last = len(unit.words) - 1
        typed = [self._word(w, typing=unit.typing and at == last, mistakes=mistakes) for at, w in enumerate(unit.words)]
        phrases = (*unit.alternatives, *(self._split_in_two(unit) if mistakes else ()))
        others = [[self._word(w, typing=False, mistakes=False) for w in phrase] for phrase in phrases]
        titles = self._titles(typed, others)
        alike = [matches[0] for matches in others if len(matches) == 1]
        places = _joined(
            [(m.places, 1.0) for m in typed] + [(m.places, ALTERNATIVE) for m in alike], self._index.places
        )
        naming = [] if unit.diploma or unit.soft else typed
        organisations = _joined([(m.organisations, 1.0) for m in naming], self._index.organisations)
        expansions = tuple(m.expansion for group in (typed, *others) for m in group)
        return Match(unit, titles, places, organisations, self._weight(unit, titles, places, organisations), expansions)

    def _titles(self, typed: list[_WordMatch], others: list[list[_WordMatch]]) -> Row:
        """Return the titles of a unit: its words on average, or all the words of one of its alternatives."""
        if len(typed) == 1 and not others:
            return typed[0].titles
        row = np.zeros(self._index.title_count, np.float32)
        for match in typed:
            row[match.titles.numbers] += match.titles.similarities / len(typed)
        for matches in others:
            numbers, similarities = _all_of([match.titles for match in matches])
            row[numbers] = np.maximum(row[numbers], similarities * ALTERNATIVE)
        return _sparse(row)

    def _weight(self, unit: Unit, titles: Row, places: Row, organisations: Row) -> float:
        """Return how much a unit says: the logarithm of how rare what it reaches is."""
        offers = max(1, self._index.offer_count)
        share = max(
            len(titles.closest()) / max(1, self._index.title_count),
            float(self._place_offers[places.closest()].sum()) / offers if places.best > titles.best else 0.0,
            float(self._organisation_offers[organisations.closest()].sum()) / offers
            if organisations.best > titles.best
            else 0.0,
        )
        weight = log(1 + 1 / min(1.0, share)) if share else _UNKNOWN
        return weight * (SOFT if unit.soft else 1.0)

    def _word(self, word: str, *, typing: bool, mistakes: bool) -> _WordMatch:
        key = (word, typing, mistakes)
        found = self._words.get(key)
        if found is None:
            found = self._words[key] = self._match_word(word, typing=typing, mistakes=mistakes)
            if len(self._words) > _KEPT:
                self._words.popitem(last=False)
        else:
            self._words.move_to_end(key)
        return found

    def _match_word(self, word: str, *, typing: bool, mistakes: bool) -> _WordMatch:
        index = self._index
        expansion = expand(word, index.vocabulary, index.titles, typing=typing, mistakes=mistakes)
        titles = np.zeros(index.title_count, np.float32)
        if not typing or len(word) >= _SHORTEST_IN_LABELS:
            self._write_labels(titles, expansion)
        known = index.vocabulary.number(word)
        if known is None or len(index.titles.one(known)) < _COMMON_WORD:
            titles[index.acronyms.titles(word)] = ACRONYM
        own_words = np.zeros_like(titles)
        numbers, similarities = _reached(index.titles, expansion)
        own_words[numbers] = similarities  # worst first, so a title reached twice keeps its best
        np.maximum(titles, own_words, out=titles)
        places, organisations = _surest(_row(index.places, expansion)), _row(index.organisations, expansion)
        if known is not None and len(index.titles.one(known)):
            # « aide » is the word of many titles: it is neither « Aude » misspelt nor an organisation of the Aude.
            places, organisations = _at_least(places, _NO_MISTAKE), _at_least(organisations, _NO_MISTAKE)
        return _WordMatch(_sparse(titles), places, organisations, expansion)

    def _write_labels(self, titles: Array, expansion: Expansion) -> None:
        labels = _row(self._index.labels, expansion)
        worth = labels.similarities * self._label_weights[labels.numbers]
        order = np.argsort(worth, kind="stable")  # worst first, so a title reached twice keeps its best
        numbers = labels.numbers[order]
        reached = self._index.label_titles.gather(numbers)
        titles[reached] = np.repeat(worth[order], self._index.label_titles.counts(numbers))

    def _split_in_two(self, unit: Unit) -> tuple[Phrase, ...]:
        """Return two words of the catalogue written as one (« aidesoignant »), for a word it does not know."""
        word = unit.words[0]
        vocabulary = self._index.vocabulary
        if len(unit.words) > 1 or len(word) < 7 or vocabulary.number(word) is not None:
            return ()
        pairs = [(word[:at], word[at:]) for at in range(3, len(word) - 2)]
        return tuple(pair for pair in pairs if all(vocabulary.number(part) is not None for part in pair))


def _reached(postings: Postings, expansion: Expansion) -> tuple[Array, Array]:
    """Return the numbers the words of an expansion lead to, worst first, with their similarity."""
    if not len(expansion.words):
        return np.zeros(0, np.uint32), np.zeros(0, np.float32)
    return postings.gather(expansion.words), np.repeat(expansion.similarities, postings.counts(expansion.words))


def _row(postings: Postings, expansion: Expansion) -> Row:
    numbers, similarities = _reached(postings, expansion)
    # Reversed, the best come first, and `unique` keeps the first of each number.
    kept, first = np.unique(numbers[::-1], return_index=True)
    return Row(kept, similarities[::-1][first])


def _at_least(row: Row, similarity: float) -> Row:
    kept = row.similarities >= similarity
    return Row(row.numbers[kept], row.similarities[kept])


def _surest(places: Row) -> Row:
    """Keep the places about as close as the closest: who writes « Lyon » does not mean « Laon » misspelt."""
    return _at_least(places, places.best - _PLACE_SLACK)


def _sparse(dense: Array) -> Row:
    numbers = np.flatnonzero(dense > 0)  # ten times quicker on booleans
    return Row(numbers, dense[numbers])


def _all_of(rows: list[Row]) -> tuple[Array, Array]:
    """Return the numbers that every row holds, with the lowest of their similarities."""
    numbers, similarities = rows[0].numbers, rows[0].similarities
    for row in rows[1:]:
        numbers, mine, theirs = np.intersect1d(numbers, row.numbers, assume_unique=True, return_indices=True)
        similarities = np.minimum(similarities[mine], row.similarities[theirs])
    return numbers, similarities


def _joined(rows: Iterable[tuple[Row, float]], postings: Postings) -> Row:
    """Return the best of several rows, each worth a factor."""
    kept = [(row, factor) for row, factor in rows if len(row.numbers)]
    if not kept:
        return Row(postings.numbers[:0], np.zeros(0, np.float32))
    if len(kept) == 1 and kept[0][1] == 1.0:
        return kept[0][0]
    numbers = np.concatenate([row.numbers for row, _ in kept])
    similarities = np.concatenate([row.similarities * factor for row, factor in kept])
    order = np.argsort(-similarities, kind="stable")
    found, first = np.unique(numbers[order], return_index=True)
    return Row(found, similarities[order][first])


def _offers_by_place(index: OpenIndex) -> Array:
    by_commune = np.diff(index.commune_offers.starts.astype(np.int64))
    running = np.concatenate(([0], np.cumsum(by_commune[index.place_communes.numbers])))
    starts = index.place_communes.starts.astype(np.int64)
    return running[starts[1:]] - running[starts[:-1]]
