"""The search over one opened version: numbers of offers, in order. Reading their rows is the catalogue's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cpf_tui.catalogue.index.arrays import Array
from cpf_tui.catalogue.index.opened import OpenIndex
from cpf_tui.catalogue.query.analyse import Analysed, analyse
from cpf_tui.catalogue.query.match import Match, Matcher
from cpf_tui.catalogue.query.rank import Group, Wanted, groups, listing
from cpf_tui.catalogue.query.score import Parts, Scorer, Scores
from cpf_tui.catalogue.query.tally import Tallies

ENOUGH = 3  # titles that hold every word: with so many, nobody misspelt anything
_FOUND = 0.6  # of the best coverage: what is as good as this counts as found


class Found:
    """Every offer found: those of some titles, and some more."""

    def __init__(self, index: OpenIndex, scores: Scores, tallies: Tallies) -> None:
        self._index, self._tallies = index, tallies
        self.least = max(scores.best_coverage * _FOUND, 1e-6)
        self._titles = scores.wide >= self.least
        self._more = np.zeros(0, np.int64)
        if scores.local is not None:
            local = scores.local.offers[scores.local.wide >= self.least]
            self._more = local[~self._titles[index.title_of[local]]]

    @cached_property
    def mask(self) -> Array:
        """By offer; computed when somebody counts choices by it."""
        mask: Array = self._titles[self._index.title_of]
        mask[self._more] = True
        return mask

    def count(self, passing: Array | None = None) -> int:
        """Return how many of the offers found a mask over offers lets through, without looking at each."""
        more = self._more if passing is None else self._more[passing[self._more]]
        return int(self._tallies.of(passing) @ self._titles) + len(more)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request gave: its analysis, its matches, the offers to show with their group, all that was found."""

    analysed: Analysed
    matches: tuple[Match, ...]
    shown: list[tuple[int, Group]]
    found: Found


class Engine:
    """Searches one index; not for several threads at once."""

    def __init__(self, index: OpenIndex) -> None:
        self.index = index
        self._matcher = Matcher(index)
        self._scorer = Scorer(index)
        self._tallies = Tallies(index)

    def search(
        self, text: str, limit: int, *, mask: Array | None = None, distances: Array | None = None
    ) -> Answer | None:
        """Search; None when the text holds no word.

        By offer, `mask` is what the filters let through and `distances` are kilometres from the residence.
        """
        analysed = analyse(text)
        if not analysed.units:
            return None
        matches, scores = self._pass(analysed, mistakes=False)
        if scores.complete < ENOUGH:
            matches, scores = self._pass(analysed, mistakes=True)
        found = Found(self.index, scores, self._tallies)
        wanted = Wanted(mask, distances, None if mask is None else self._tallies.of(mask))
        best = self._scorer.best(matches, scores, found.least)
        ranked = groups(self.index, best, matches, wanted, limit)
        return Answer(analysed, matches, listing(ranked, limit), found)

    def parts(self, matches: Sequence[Match], title: int, offer: int | None) -> Parts:
        """Return what the score of a title is made of, or of one of its offers found by its place or organisation."""
        return self._scorer.parts(matches, title, offer)

    def _pass(self, analysed: Analysed, *, mistakes: bool) -> tuple[tuple[Match, ...], Scores]:
        matches = tuple(self._matcher.match(unit, mistakes=mistakes) for unit in analysed.units)
        return matches, self._scorer.score(matches)
