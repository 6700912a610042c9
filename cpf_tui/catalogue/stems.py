"""Three keys under which French words meet: inflection, derivation, sound.

They are rough on purpose: a key only proposes words of the vocabulary, at a similarity below the exact word, and the
ranking decides. All take folded words (lower case, no accents).
"""

from __future__ import annotations

import re
from functools import lru_cache

# Feminine and plural endings of trades and adjectives, longest first: « vendeuses » and « vendeur » are one stem.
_INFLECTIONS = (
    ("trice", "teur"),
    ("euse", "eur"),
    ("iere", "ier"),
    ("ienne", "ien"),
    ("onne", "on"),
    ("elle", "el"),
    ("ette", "et"),
    ("ive", "if"),
    ("aux", "al"),
    ("eau", "eau"),
    ("ee", "e"),
)
# What French adds to a root to name the trade, the action, the shop, the quality: soud-eur, soud-age, soud-ure.
# Written as `stem` leaves them, without a final e.
_DERIVATIONS = """
abilit ibilit icit alit ivit it ionnair onnair ial tion ation ition ateur iteur teur ion ag eri ement ment anc enc ant
ent eur ur ist ism iqu icien ien ier er ir abl ibl al el if ariat air iser isation isant logi logu graphi graph i o a
"""
_LONGEST_FIRST = tuple(sorted(_DERIVATIONS.split(), key=len, reverse=True))
_MIN_ROOT = 4

_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"eaux?|aux?", "o"),
        (r"ph", "f"),
        (r"sch|sh|ch", "C"),
        (r"qu|q|ck|k", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"ge(?=[ao])", "j"),
        (r"g(?=[eiy])", "j"),
        (r"gu(?=[eiy])", "g"),
        (r"gn", "N"),
        (r"th", "t"),
        (r"h", ""),
        (r"tion|ssion|sion", "sion"),
        (r"x", "ks"),
        (r"y", "i"),
        (r"w", "v"),
        (r"z", "s"),
        (r"(?:ain|ein|aim|in|im|un|um)(?![aeioumn])", "1"),
        (r"(?:an|am|en|em)(?![aeioumn])", "2"),
        (r"(?:on|om)(?![aeioumn])", "3"),
        (r"oeu|eu", "e"),
        (r"ou", "u"),
        (r"ai|ei|ay|ey|oe|ae", "e"),
        (r"(.)\1+", r"\1"),
        (r"(?<=..)(?:e?nt|er|ez|e?s|e|t|d|p)$", ""),
    )
)


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Return the key of a word and its feminine and plural forms; short words and words with digits are themselves."""
    if len(word) < 4 or not word.isalpha():
        return word
    if word[-1] in "sx" and not word.endswith(("ss", "aux", "eux")):
        word = word[:-1]
    for ending, masculine in _INFLECTIONS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            return word[: -len(ending)] + masculine
    return word[:-1] if len(word) > 4 and word[-1] == "e" else word


@lru_cache(maxsize=4096)
def family(word: str) -> str:
    """Return the root shared by a trade, its action and its shop: soudeur, soudage, soudure → `soud`."""
    root = stem(word)
    if not root.isalpha():
        return root
    for ending in _LONGEST_FIRST:
        if root.endswith(ending) and len(root) - len(ending) >= _MIN_ROOT:
            return root[: -len(ending)]
    return root


@lru_cache(maxsize=4096)
def phonetic(word: str) -> str:
    """Return how a word sounds in French, roughly: `developpemant` and `developpement` share one key."""
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word
