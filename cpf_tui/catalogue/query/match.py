"""Match one unit of a request against the titles, the places and the organisations of the catalogue.

Matches are kept by word, so a key press computes only the word being typed.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from math import log

import numpy as np

from cpf_tui.catalogue.index.arrays import Array
from cpf_tui.catalogue.index.labels import LabelKind
from cpf_tui.catalogue.index.opened import OpenIndex
from cpf_tui.catalogue.lexicon import Phrase
from cpf_tui.catalogue.query.analyse import Unit
from cpf_tui.catalogue.query.expand import EXACT, Expansion, expand
from cpf_tui.catalogue.query.row import Row, all_of, best_of, reached, row, sparse

# How surely what a label says is true of a title: a code's label is of the whole training; a job title is one of the
# many trades behind it.
LABELS = {LabelKind.CERTIFICATION: 1.0, LabelKind.KEYWORD: 0.95, LabelKind.TOPIC: 0.95, LabelKind.JOB: 0.8}
ALTERNATIVE = 0.86  # other words for it, from the lexicon: surer than a sound, less than the word
ACRONYM = 0.60
ANSWERED = 0.6  # similarity from which a word is held
SOFT = 0.12  # of its weight: what a word of wrapping keeps
ASIDE = 0.3  # of its weight: what follows « parcours », a dash, a parenthesis is one organisation's own
_COMMON_WORD = 200  # titles: a word that common is a word, not an acronym to guess
_SHORTEST_IN_LABELS = 3  # letters of a word being typed: fewer begin too many labels
_SHORTEST_NAMED = 3  # and too many names of places and organisations
_PLACE_SLACK = 0.15  # between an exact name and one being typed: who writes « Lyon » does not mean « Laon » misspelt
_NO_MISTAKE = 0.85  # similarity of a word typed as it is written, or being typed
_UNKNOWN = 6.0  # weight of a word nothing matches
_KEPT = 48  # matches kept: those of a long request with and without mistakes, and of the last words typed


@dataclass(frozen=True, slots=True)
class Match:
    """A unit against the whole catalogue.

    `titles` are the titles by their own words; `subjects` those and the titles whose labels answer, by the better of
    both. `weight` grows with rarity. `expansions` are those of the unit's words, then of its alternatives.
    """

    unit: Unit
    titles: Row
    subjects: Row
    places: Row
    organisations: Row
    weight: float
    expansions: tuple[Expansion, ...]

    @property
    def reaches(self) -> bool:
        """Whether anything in the catalogue answers the unit."""
        return any(len(found.numbers) for found in (self.subjects, self.places, self.organisations))


@dataclass(frozen=True, slots=True)
class _WordMatch:
    titles: Row
    subjects: Row
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
        titles = self._of_phrases([m.titles for m in typed], [[m.titles for m in matches] for matches in others])
        subjects = self._of_phrases([m.subjects for m in typed], [[m.subjects for m in matches] for matches in others])
        alike = [matches[0] for matches in others if len(matches) == 1]
        places = best_of([(m.places, 1.0) for m in typed] + [(m.places, ALTERNATIVE) for m in alike])
        naming = [] if unit.diploma or unit.soft else typed
        organisations = best_of([(m.organisations, 1.0) for m in naming])
        expansions = tuple(m.expansion for group in (typed, *others) for m in group)
        said = titles if titles.best >= ANSWERED else subjects
        weight = self._weight(unit, said, places, organisations)
        return Match(unit, titles, subjects, places, organisations, weight, expansions)

    def _of_phrases(self, typed: list[Row], others: list[list[Row]]) -> Row:
        """Return the titles of a unit: its words on average, or all the words of one of its alternatives."""
        if len(typed) == 1 and not others:
            return typed[0]
        dense = np.zeros(self._index.title_count, np.float32)
        for one in typed:
            dense[one.numbers] += one.similarities / len(typed)
        for rows in others:
            alternative = all_of(rows)
            numbers = alternative.numbers
            dense[numbers] = np.maximum(dense[numbers], alternative.similarities * ALTERNATIVE)
        return sparse(dense)

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
        return weight * (SOFT if unit.soft else 1.0) * (ASIDE if unit.aside else 1.0)

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
        numbers, similarities = reached(index.titles, expansion)
        titles[numbers] = similarities  # worst first, so a title reached twice keeps its best
        known = index.vocabulary.number(word)
        if known is None or len(index.titles.one(known)) < _COMMON_WORD:
            spelt = index.acronyms.titles(word)
            titles[spelt] = np.maximum(titles[spelt], ACRONYM)
        own = subjects = sparse(titles)
        if not typing or len(word) >= _SHORTEST_IN_LABELS:
            subjects = self._with_labels(titles, expansion) or own
        places, organisations = row(index.places, expansion), row(index.organisations, expansion)
        places = places.at_least(places.best - _PLACE_SLACK)
        if typing and len(word) < _SHORTEST_NAMED:
            places, organisations = places.at_least(EXACT), organisations.at_least(EXACT)
        if known is not None and len(index.titles.one(known)):
            # « aide » is the word of many titles: it is neither « Aude » misspelt nor an organisation of the Aude.
            places, organisations = places.at_least(_NO_MISTAKE), organisations.at_least(_NO_MISTAKE)
        return _WordMatch(own, subjects, places, organisations, expansion)

    def _with_labels(self, titles: Array, expansion: Expansion) -> Row | None:
        """Return the titles by their words or by their labels, the better of both; None when no label answers."""
        labels = row(self._index.labels, expansion)
        if not len(labels.numbers):
            return None
        worth = labels.similarities * self._label_weights[labels.numbers]
        order = np.argsort(worth, kind="stable")  # worst first, so a title reached twice keeps its best
        numbers = labels.numbers[order]
        labelled = np.zeros_like(titles)
        labelled[self._index.label_titles.gather(numbers)] = np.repeat(
            worth[order], self._index.label_titles.counts(numbers)
        )
        return sparse(np.maximum(titles, labelled, out=labelled))

    def _split_in_two(self, unit: Unit) -> tuple[Phrase, ...]:
        """Return two words of the catalogue written as one (« aidesoignant »), for a word it does not know."""
        word = unit.words[0]
        vocabulary = self._index.vocabulary
        if len(unit.words) > 1 or len(word) < 7 or vocabulary.number(word) is not None:
            return ()
        pairs = [(word[:at], word[at:]) for at in range(3, len(word) - 2)]
        return tuple(pair for pair in pairs if all(vocabulary.number(part) is not None for part in pair))


def _offers_by_place(index: OpenIndex) -> Array:
    by_commune = np.diff(index.commune_offers.starts.astype(np.int64))
    running = np.concatenate(([0], np.cumsum(by_commune[index.place_communes.numbers])))
    starts = index.place_communes.starts.astype(np.int64)
    return running[starts[1:]] - running[starts[:-1]]
