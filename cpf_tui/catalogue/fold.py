"""Fold text so that what a person types meets what organisations wrote.

Lower case, ligatures opened, marks dropped, elisions cut, `c++` and `c#` kept: the same for the index and the query.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from cpf_tui.domain.cleaning import visible_only

MAX_WORD = 40  # letters kept of one word: longer ones are noise, and comparisons stay bounded

_WORD = re.compile(r"\b[cC]\+\+|\b[cCfFjJ]#|[^\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})
# Controls, bidirectional marks, zero-width characters, surrogates, private use: nothing a title may show.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e0fff]+"
)
_SPACES = re.compile(r"\s+")
_ODD = re.compile("[\u0300-\u036f\u0483-\u0489\u2800\ufdd0-\ufdef]")


def clean(text: str) -> str:
    """Return the text as it may be shown: NFC, no control, invisible or bidirectional character, single spaces."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    text = _SPACES.sub(" ", text.replace("\r", " ").replace("\n", " ").replace("\t", " "))
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    if not text.isprintable() or _ODD.search(text):  # rare: what no title has is looked at letter by letter
        text = visible_only(text)
    return _SPACES.sub(" ", text).strip()


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """Fold one word: `Œuvre` → `oeuvre`, `Électricité` → `electricite`."""
    word = word.lower()
    if not word.isascii():
        decomposed = unicodedata.normalize("NFKD", word.translate(_LIGATURES))
        word = "".join(letter for letter in decomposed if letter.isalnum() or letter in "+#")
    return word[:MAX_WORD]


def words(text: str) -> list[str]:
    """Return the folded words of a text, in order: `L'aide-soignant` → `l aide soignant`."""
    if text.isascii():  # nothing to decompose: the index folds a hundred thousand texts
        return [found[:MAX_WORD] for found in _WORD.findall(text.lower())]
    return [folded for found in _WORD.findall(text) if (folded := fold_word(found))]


@lru_cache(maxsize=2048)
def words_with_spans(text: str) -> tuple[tuple[str, int, int], ...]:
    """Return (folded word, start, end) with character positions in the text as given."""
    return tuple((folded, m.start(), m.end()) for m in _WORD.finditer(text) if (folded := fold_word(m.group())))


def fold(text: str) -> str:
    """Return the folded words joined by spaces: the key under which titles that differ by case or accents are one."""
    return " ".join(words(text))
