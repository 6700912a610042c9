"""The search over one opened version: numbers of offers, in order. Reading their rows is the catalogue's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cpf_tui.catalogue.index.arrays import Array
from cpf_tui.catalogue.index.opened import OpenIndex
from cpf_tui.catalogue.query.analyse import Analysed, analyse
from cpf_tui.catalogue.query.match import Match, Matcher
from cpf_tui.catalogue.query.rank import Group, Wanted, groups, listing
from cpf_tui.catalogue.query.score import Scorer, Scores

ENOUGH = 3  # titles that hold every word: with so many, nobody misspelt anything
_FOUND = 0.6  # of the best coverage: what is as good as this counts as found


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request gave: its analysis, its matches, the groups ranked, the offers to show, a mask of all found."""

    analysed: Analysed
    matches: tuple[Match, ...]
    groups: tuple[Group, ...]
    shown: list[tuple[int, float]]
    found: Array
    forgiven: bool


class Engine:
    """Searches one index; not for several threads at once."""

    def __init__(self, index: OpenIndex) -> None:
        self.index = index
        self._matcher = Matcher(index)
        self._scorer = Scorer(index)

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
        forgiven = scores.complete < ENOUGH
        if forgiven:
            matches, scores = self._pass(analysed, mistakes=True)
        ranked = groups(self.index, scores, matches, Wanted(mask, distances))
        found = self._found(scores)
        if mask is not None:
            found &= mask
        return Answer(analysed, matches, tuple(ranked), listing(ranked, limit), found, forgiven)

    def _pass(self, analysed: Analysed, *, mistakes: bool) -> tuple[tuple[Match, ...], Scores]:
        matches = tuple(self._matcher.match(unit, mistakes=mistakes) for unit in analysed.units)
        return matches, self._scorer.score(matches)

    def _found(self, scores: Scores) -> Array:
        """Tell which offers count as found: nearly as much of the request as the best of them."""
        least = max(scores.best_coverage * _FOUND, 1e-6)
        found = (scores.coverage >= least)[self.index.title_of]
        if scores.local is not None:
            found[scores.local.offers[scores.local.coverage >= least]] = True
        return np.asarray(found)
