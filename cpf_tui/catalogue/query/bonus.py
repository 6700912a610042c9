"""What multiplies the score of the best titles and offers, once they are read again as texts.

Each bonus is small beside the score itself: it decides between answers that hold the same words.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from cpf_tui.catalogue.index.arrays import Array, Texts

# What each adds at most: the whole text alike, beginning with the request, holding its very words.
_ALIKE, _BEGINS, _LITERAL = 0.20, 0.06, 0.10
_NAMED = 0.10  # the organisation written as the request writes it: « Dijon Bourgogne » or « Bourgogne – Dijon »
_OFTEN = 0.03  # per factor of ten in the number of offers: between equals, the training given in more places
_RARER = 0.02  # taken from a certification that few offers of the title lead to
_NEARBY, _NEAR = 0.30, 80.0  # added next door, and the kilometres at which half of it is left


class Bonus(IntEnum):
    """What may raise a score; a table of bonuses has one row of factors for each."""

    ALIKE = 0
    BEGINS = 1
    LITERAL = 2
    NAMED = 3
    OFTEN = 4
    RARER = 5
    NEAR = 6


def no_bonus(count: int) -> Array:
    """Return the table that changes none of `count` scores."""
    return np.ones((len(Bonus), count))


def read_again(table: Array, texts: Sequence[str], subject: str) -> None:
    """Compare texts with what the request asks of them, and write it in the table."""
    if not subject or not texts:
        return
    asked = frozenset(subject.split())
    literal = np.array([len(asked.intersection(text.split())) for text in texts])
    table[Bonus.ALIKE] = 1 + _ALIKE * _ratio(subject, texts)
    table[Bonus.BEGINS] = 1 + _BEGINS * np.array([text.startswith(subject) for text in texts])
    table[Bonus.LITERAL] = 1 + _LITERAL * literal / len(asked)


def named(names: Texts, organisations: Array, asked: str) -> Array:
    """Return what the names of organisations multiply scores by, beside the words that name them."""
    distinct, back = np.unique(organisations, return_inverse=True)
    found: Array = 1 + _NAMED * _ratio(asked, [names[number] for number in distinct.tolist()])[back]
    return found


def often(offers: Array) -> Array:
    """Return what the number of offers of each title multiplies its score by."""
    found: Array = 1 + _OFTEN * np.log10(1 + offers)
    return found


def rarer(counts: Array) -> Array:
    """Return what each certification of a title multiplies its score by, given its offers."""
    found: Array = 1 - _RARER * (1 - counts / counts.max())
    return found


def nearness(kilometres: Array) -> Array:
    """Return what a distance multiplies a score by; even far away, the nearer of two equals comes first."""
    found: Array = 1 + _NEARBY / (1 + kilometres / _NEAR)
    return found


def _ratio(asked: str, texts: Sequence[str]) -> Array:
    ratios: Array = cdist([asked], texts, scorer=fuzz.ratio, dtype=np.float32)[0] / 100
    return ratios
