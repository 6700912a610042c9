"""Acronyms nobody wrote down, from the initials of a title.

« bts mco » finds « management commercial opérationnel ».
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from cpf_tui.catalogue.index.arrays import Array
from cpf_tui.catalogue.lexicon import GRAMMAR

# Two letters begin too many pairs of words, and nobody spells more than five: those people say are in the lexicon.
SHORTEST, LONGEST = 3, 5
_SEPARATOR = b"\n"
# Written whole in the initials, since people glue them to the rest: « bp jeps », « bpjeps ».
_KEPT_WHOLE = frozenset({"bp", "de", "des"})


class Acronyms:
    """The initials of every title in one text, searched as a text: quick, and small enough to need no table."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self._starts = arrays["acronyms.starts"]
        self._bytes = arrays["acronyms.bytes"]
        self._text: bytes | None = None

    def titles(self, word: str) -> Array:
        """Return the titles with consecutive words whose initials spell the word; none when it cannot be an acronym."""
        if not (SHORTEST <= len(word) <= LONGEST and word.isascii() and word.isalpha()):
            return self._starts[:0]
        text = self._text = self._text or self._bytes.tobytes()
        needle, at, found = word.encode(), 0, []
        while (at := text.find(needle, at)) >= 0:
            found.append(at)
            at = text.find(_SEPARATOR, at)
        return np.searchsorted(self._starts, np.array(found, np.uint32), "right") - 1


def pack(titles: Iterable[Sequence[str]]) -> dict[str, Array]:
    """Return the arrays of the initials, given the words of each title."""
    lines = [initials(words) for words in titles]
    lengths = np.fromiter((len(line) + 1 for line in lines), np.int64, len(lines))
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1])) if lines else lengths
    text = "".join(line + "\n" for line in lines).encode()
    return {"acronyms.starts": starts.astype(np.uint32), "acronyms.bytes": np.frombuffer(text, np.uint8)}


def initials(words: Sequence[str]) -> str:
    """Return the initials of the words that count: `agent de prévention et de sécurité` → `aps`."""
    counted = [word for place, word in enumerate(words) if word not in GRAMMAR or (place == 0 and word in _KEPT_WHOLE)]
    return "".join(
        word if place == 0 and word in _KEPT_WHOLE else word[0]
        for place, word in enumerate(counted)
        if word[0].isascii() and word[0].isalpha()
    )
