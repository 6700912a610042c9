"""Numbers of one collection (titles, places, organisations) with how alike each is to what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from cpf_tui.catalogue.index.arrays import Array
from cpf_tui.catalogue.index.postings import Postings
from cpf_tui.catalogue.query.expand import Expansion

_SAME = 0.07  # similarities this close reach « the same » texts when rarity is counted


@dataclass(frozen=True, slots=True)
class Row:
    """Numbers in order, and their similarities (0 to 1)."""

    numbers: Array
    similarities: Array

    @property
    def best(self) -> float:
        """The highest similarity, 0 when nothing matches."""
        return float(self.similarities.max()) if len(self.similarities) else 0.0

    def closest(self) -> Array:
        """Return the numbers as similar as the best."""
        return self.numbers[self.similarities >= self.best - _SAME]

    def at_least(self, similarity: float) -> Row:
        """Keep what is at least that similar."""
        kept = self.similarities >= similarity
        return Row(self.numbers[kept], self.similarities[kept])

    def of(self, number: int) -> float:
        """Return the similarity of one number, 0 where it is not held."""
        at = int(np.searchsorted(self.numbers, number))
        return float(self.similarities[at]) if at < len(self.numbers) and self.numbers[at] == number else 0.0


def nothing() -> Row:
    """Return a row that holds no number."""
    return Row(np.zeros(0, np.int64), np.zeros(0, np.float32))


def reached(postings: Postings, expansion: Expansion) -> tuple[Array, Array]:
    """Return the numbers the words of an expansion lead to, worst first and perhaps repeated, with their similarity."""
    if not len(expansion.words):
        return np.zeros(0, np.uint32), np.zeros(0, np.float32)
    return postings.gather(expansion.words), np.repeat(expansion.similarities, postings.counts(expansion.words))


def row(postings: Postings, expansion: Expansion) -> Row:
    """Return the texts the words of an expansion lead to, each with its best similarity."""
    numbers, similarities = reached(postings, expansion)
    # Reversed, the best come first, and `unique` keeps the first of each number.
    kept, first = np.unique(numbers[::-1], return_index=True)
    return Row(kept, similarities[::-1][first])


def sparse(dense: Array) -> Row:
    """Return what is above zero in an array by number."""
    numbers = np.flatnonzero(dense > 0)  # ten times quicker on booleans
    return Row(numbers, dense[numbers])


def all_of(rows: Sequence[Row]) -> Row:
    """Return the numbers that every row holds, with the lowest of their similarities."""
    numbers, similarities = rows[0].numbers, rows[0].similarities
    for other in rows[1:]:
        numbers, mine, theirs = np.intersect1d(numbers, other.numbers, assume_unique=True, return_indices=True)
        similarities = np.minimum(similarities[mine], other.similarities[theirs])
    return Row(numbers, similarities)


def best_of(rows: Iterable[tuple[Row, float]]) -> Row:
    """Return the best of several rows, each worth a factor."""
    kept = [(one, factor) for one, factor in rows if len(one.numbers)]
    if not kept:
        return nothing()
    if len(kept) == 1 and kept[0][1] == 1.0:
        return kept[0][0]
    numbers = np.concatenate([one.numbers for one, _ in kept])
    similarities = np.concatenate([one.similarities * factor for one, factor in kept])
    order = np.argsort(-similarities, kind="stable")
    found, first = np.unique(numbers[order], return_index=True)
    return Row(found, similarities[order][first])
