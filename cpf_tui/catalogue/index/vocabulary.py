"""The words of the catalogue, sorted, and the keys under which a typed word finds its relatives among them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from zlib import crc32

import numpy as np

from cpf_tui.catalogue.index.arrays import Array, pack_texts, unpack_texts
from cpf_tui.catalogue.stems import family, phonetic, stem

KEYS: dict[str, Callable[[str], str]] = {"stem": stem, "family": family, "phonetic": phonetic}
TRUNCATIONS = range(4, 13)  # lengths at which a misspelt beginning is looked up
_LONGEST = 24  # letters looked at by the signatures
_A, _Z = ord("a"), ord("z")
_NO_LETTER = 26
_REMEMBERED = 8192  # words looked up: those of the titles shown come back at each key


class Vocabulary:
    """Opens the arrays of `pack`; words are numbered in alphabetical order."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.words = unpack_texts(arrays["words"])
        self._numbers: dict[str, int | None] = {}
        self.signatures = arrays["words.signatures"]
        self.lengths = arrays["words.lengths"]
        self._keys = {name: (arrays[f"words.{name}.keys"], arrays[f"words.{name}.numbers"]) for name in KEYS}
        self.beginnings = {n: (arrays[f"words.{n}.first"], arrays[f"words.{n}.signatures"]) for n in TRUNCATIONS}

    def __len__(self) -> int:
        return len(self.words)

    def number(self, word: str) -> int | None:
        """Return the number of a word, None when the catalogue does not know it."""
        if word not in self._numbers:
            if len(self._numbers) >= _REMEMBERED:
                self._numbers.clear()
            at = bisect_left(self.words, word)
            self._numbers[word] = at if at < len(self.words) and self.words[at] == word else None
        return self._numbers[word]

    def beginning(self, prefix: str) -> range:
        """Return the numbers of the words that begin with a prefix."""
        return range(bisect_left(self.words, prefix), bisect_left(self.words, prefix + "\U0010ffff"))

    def sharing(self, key: str, word: str) -> Array:
        """Return the numbers of the words whose stem, family or phonetic key (a name of `KEYS`) is this word's."""
        keys, numbers = self._keys[key]
        wanted = np.uint32(crc32(KEYS[key](word).encode()))
        low, high = np.searchsorted(keys, wanted, "left"), np.searchsorted(keys, wanted, "right")
        return numbers[low:high]


def pack(words: Sequence[str]) -> dict[str, Array]:
    """Return the arrays of a vocabulary given sorted, without repetition."""
    arrays = {"words": pack_texts(words), "words.lengths": np.fromiter(map(len, words), np.uint8, len(words))}
    for name, key in KEYS.items():
        hashes = np.fromiter((crc32(key(word).encode()) for word in words), np.uint32, len(words))
        order = np.argsort(hashes, kind="stable")
        arrays[f"words.{name}.keys"], arrays[f"words.{name}.numbers"] = hashes[order], order.astype(np.int32)
    return arrays | _signatures(words)


def signature(word: str) -> int:
    """Return the letters of a word as bits: 0–25 the letter is there, 26–51 at least twice, 52 something else is."""
    once = twice = 0
    for letter in word[:_LONGEST].encode():
        bit = 1 << (letter - _A if _A <= letter <= _Z else 52)
        twice |= once & bit
        once |= bit
    return once | (twice & ((1 << 26) - 1)) << 26


def _signatures(words: Sequence[str]) -> dict[str, Array]:
    """Compute `signature` for all the words and all their beginnings at once, letter by letter."""
    codes = _letters(words)
    count = len(words)
    lengths = np.fromiter(map(len, words), np.int64, count)
    plain = np.fromiter((word.isascii() and word.isalpha() for word in words), bool, count)
    once, twice = np.zeros(count, np.uint64), np.zeros(count, np.uint64)
    arrays: dict[str, Array] = {}
    low = np.uint64((1 << 26) - 1)
    for at in range(_LONGEST):
        here = lengths > at
        shift = np.where(codes[:, at] == _NO_LETTER, 52, codes[:, at]).astype(np.uint64)
        bit = np.where(here, np.uint64(1) << shift, np.uint64(0))
        twice |= once & bit
        once |= bit
        if at + 1 in TRUNCATIONS:
            first = _first_of_each(codes[:, : at + 1], plain & (lengths > at))
            arrays[f"words.{at + 1}.first"] = first.astype(np.int32)
            arrays[f"words.{at + 1}.signatures"] = (once | (twice & low) << np.uint64(26))[first]
    arrays["words.signatures"] = once | (twice & low) << np.uint64(26)
    return arrays


def _letters(words: Sequence[str]) -> Array:
    """Return a table of letter codes, one row per word: a–z as 0–25, anything else 26."""
    cut = np.array([word.encode()[:_LONGEST] for word in words] or [b""], f"S{_LONGEST}")
    table = cut.view(np.uint8).reshape(len(cut), _LONGEST)[: len(words)]
    return np.where((table >= _A) & (table <= _Z), table - _A, _NO_LETTER).astype(np.uint8)


def _first_of_each(codes: Array, usable: Array) -> Array:
    """Return the first usable word of each distinct beginning; the words are sorted, so equals are neighbours."""
    rows = np.flatnonzero(usable)
    if not len(rows):
        return rows
    kept = codes[rows]
    new = np.ones(len(rows), bool)
    new[1:] = (kept[1:] != kept[:-1]).any(axis=1)
    return rows[new]
