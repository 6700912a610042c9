"""Words of the catalogue at one or two mistakes from a typed word (a letter missing, added, changed, or two swapped).

A comparison of letter signatures leaves a few hundred candidates of tens of thousands; rapidfuzz measures those.
"""

from __future__ import annotations

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from cpf_tui.catalogue.index.arrays import Array
from cpf_tui.catalogue.index.vocabulary import TRUNCATIONS, Vocabulary, signature


def allowed(word: str) -> int:
    """Return how many mistakes a word of that length may hold: in short words, any two mistakes make another word."""
    return 0 if len(word) < 4 else 1 if len(word) < 6 else 2


def misspelt_words(word: str, vocabulary: Vocabulary) -> dict[int, Array]:
    """Return the numbers of the words at each distance (1, 2) from a whole word."""
    most = allowed(word)
    if not most:
        return {}
    near = np.abs(vocabulary.lengths.astype(np.int16) - len(word)) <= most
    near &= _alike(vocabulary.signatures, word, most)
    numbers = np.flatnonzero(near)
    return _by_distance(word, [vocabulary.words[n] for n in numbers.tolist()], numbers, most)


def misspelt_beginnings(word: str, vocabulary: Vocabulary) -> dict[int, Array]:
    """Return the numbers of the longer words whose beginning is at each distance from what is typed so far."""
    most = allowed(word)
    found: dict[int, list[Array]] = {}
    for length in {len(word), len(word) + 1, len(word) - 1} & set(TRUNCATIONS) if most else ():
        first, signatures = vocabulary.beginnings[length]
        at = np.flatnonzero(_alike(signatures, word, most))
        numbers = first[at]
        starts = [vocabulary.words[n][:length] for n in numbers.tolist()]
        # A beginning cut one letter away from the typed length is only right if the mistake is that very letter.
        for distance, close in _by_distance(word, starts, numbers, most if length == len(word) else 1).items():
            ranges = [vocabulary.beginning(vocabulary.words[n][:length]) for n in close.tolist()]
            found.setdefault(distance, []).extend(np.arange(r.start, r.stop, dtype=np.int32) for r in ranges)
    return {distance: np.concatenate(parts) for distance, parts in sorted(found.items(), reverse=True) if parts}


def _alike(signatures: Array, word: str, most: int) -> Array:
    """Tell which signatures differ by no more bits than `most` mistakes can change: two letters each."""
    alike: Array = np.bitwise_count(signatures ^ np.uint64(signature(word))) <= 2 * most
    return alike


def _by_distance(word: str, candidates: list[str], numbers: Array, most: int) -> dict[int, Array]:
    if not candidates:
        return {}
    distances = cdist([word], candidates, scorer=OSA.distance, score_cutoff=most, dtype=np.uint8)[0]
    return {d: numbers[distances == d].astype(np.int32) for d in range(most, 0, -1)}
