"""How much a title or a name says: the rarity of its words, added."""

from __future__ import annotations

import numpy as np

from cpf_tui.catalogue.index.arrays import Array
from cpf_tui.catalogue.index.postings import Postings
from cpf_tui.catalogue.lexicon import DIPLOMAS, GRAMMAR, WRAPPING

_LITTLE = 0.12  # of its rarity: what a word of wrapping or a kind of diploma keeps
_LEAST = 1.0  # a title of such words only still says something


def mass(texts: Postings, count: int, numbers: dict[str, int]) -> Array:
    """Return what each of `count` texts says, given word → texts and the number of each word.

    A word that one text of a hundred holds adds log(1 + 100), as a word of a request weighs in `query.match`.
    """
    held = texts.counts(np.arange(len(texts)))
    rarity = np.log(1 + max(1, count) / np.maximum(1, held))
    for words, factor in ((GRAMMAR, 0.0), (WRAPPING | DIPLOMAS, _LITTLE)):
        rarity[[numbers[word] for word in words if word in numbers]] *= factor
    added = np.bincount(texts.numbers, weights=np.repeat(rarity, held), minlength=count)
    return np.maximum(_LEAST, added).astype(np.float32)
