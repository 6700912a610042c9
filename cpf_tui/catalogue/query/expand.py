"""From one typed word to the words of the catalogue it may stand for, each with a similarity.

The similarities are those of the design page: an exact word is worth 1, and each guess less, by how often such a guess
is wrong. They were measured together; changing one is measured again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from cpf_tui.catalogue.index.arrays import Array
from cpf_tui.catalogue.index.postings import Postings
from cpf_tui.catalogue.index.vocabulary import Vocabulary
from cpf_tui.catalogue.query.typos import misspelt_beginnings, misspelt_words

EXACT, STEM, PREFIX, SOUND, FAMILY, INNER = 1.0, 0.94, 0.88, 0.80, 0.72, 0.62
TYPO = {1: 0.78, 2: 0.58}
TYPO_PREFIX = {1: 0.68, 2: 0.46}
WRONG_FIRST_LETTER = 0.08  # people rarely miss the first letter
_MOST = 1500  # words kept of one way: beyond, a one-letter prefix, the most frequent are enough
_SHORTEST_INNER = 3
_SAME_LENGTH = 0.6  # the shorter of two words that sound alike has at least that share of the letters
_SHORTEST_SOUND = 4


class Way(IntEnum):
    """How a word was reached, for corrections and explanations."""

    EXACT = 0
    STEM = 1
    PREFIX = 2
    SOUND = 3
    FAMILY = 4
    INNER = 5
    TYPO = 6


@dataclass(frozen=True, slots=True)
class Expansion:
    """Words of the catalogue by number, worst first, so that writing them in order leaves the best similarity."""

    words: Array
    similarities: Array
    ways: Array

    def best(self, word: int) -> tuple[float, Way] | None:
        """Return the similarity of one word and how it was reached."""
        found = np.flatnonzero(self.words == word)
        return (float(self.similarities[found[-1]]), Way(int(self.ways[found[-1]]))) if len(found) else None


def expand(word: str, vocabulary: Vocabulary, titles: Postings, *, typing: bool, mistakes: bool) -> Expansion:
    """Expand a folded word; `typing` takes it as a beginning, `mistakes` adds how it sounds and its misspellings."""
    ways: list[tuple[Array, float, Way]] = []
    if (number := vocabulary.number(word)) is not None:
        ways.append((np.array([number], np.int32), EXACT, Way.EXACT))
    ways.append((vocabulary.sharing("stem", word), STEM, Way.STEM))
    ways.append((vocabulary.sharing("family", word), FAMILY, Way.FAMILY))
    if typing or len(word) >= _SHORTEST_INNER:
        beginning = _most_frequent(vocabulary.beginning(word), titles)
        ways.append((beginning, PREFIX, Way.PREFIX) if typing else (beginning, INNER, Way.INNER))
    if mistakes and word.isascii() and word.isalpha():
        if len(word) >= _SHORTEST_SOUND:
            ways.append((_sounding_like(word, vocabulary), SOUND, Way.SOUND))
        ways.extend(_typos(word, misspelt_words(word, vocabulary), TYPO, vocabulary))
        if typing:
            ways.extend(_typos(word, misspelt_beginnings(word, vocabulary), TYPO_PREFIX, vocabulary))
    return _gathered(ways)


def _sounding_like(word: str, vocabulary: Vocabulary) -> Array:
    """Return the words that sound the same; much shorter or longer than what was typed, it is by accident."""
    numbers = vocabulary.sharing("phonetic", word)
    lengths = np.fromiter((len(vocabulary.words[int(number)]) for number in numbers), np.int32, len(numbers))
    alike = np.minimum(lengths, len(word)) >= _SAME_LENGTH * np.maximum(lengths, len(word))
    kept: Array = numbers[alike]
    return kept


def _typos(
    word: str, found: dict[int, Array], worth: dict[int, float], vocabulary: Vocabulary
) -> list[tuple[Array, float, Way]]:
    """Give misspellings by distance, a wrong first letter apart."""
    ways = []
    for distance, numbers in found.items():
        first = np.fromiter((vocabulary.words[int(n)][0] == word[0] for n in numbers), bool, len(numbers))
        ways.append((numbers[first], worth[distance], Way.TYPO))
        ways.append((numbers[~first], worth[distance] - WRONG_FIRST_LETTER, Way.TYPO))
    return ways


def _most_frequent(numbers: range, titles: Postings) -> Array:
    found = np.arange(numbers.start, numbers.stop, dtype=np.int32)
    if len(found) > _MOST:
        found = found[np.argpartition(-titles.counts(found), _MOST)[:_MOST]]
    return found


def _gathered(ways: list[tuple[Array, float, Way]]) -> Expansion:
    ways = sorted((way for way in ways if len(way[0])), key=lambda way: way[1])
    if not ways:
        return Expansion(np.zeros(0, np.int32), np.zeros(0, np.float32), np.zeros(0, np.uint8))
    sizes = [len(numbers) for numbers, _, _ in ways]
    return Expansion(
        np.concatenate([numbers for numbers, _, _ in ways]),
        np.repeat(np.array([worth for _, worth, _ in ways], np.float32), sizes),
        np.repeat(np.array([way for _, _, way in ways], np.uint8), sizes),
    )
