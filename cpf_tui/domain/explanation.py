"""Why a training was found and where it stands: what each word of a request met, and the numbers of its score."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Where(StrEnum):
    """What a word of the request met; the values are what the JSON says."""

    TITLE = "intitule"
    CERTIFICATION = "certification"
    KEYWORD = "mot_cle"
    SUBJECT = "sujet"
    TRADE = "metier"
    PLACE = "lieu"
    ORGANISATION = "organisme"
    NOTHING = "rien"


class How(StrEnum):
    """How it met it."""

    EXACT = "exact"
    INFLECTION = "flexion"
    BEGINNING = "debut"
    SOUND = "son"
    FAMILY = "famille"
    LONGER = "mot_plus_long"
    MISTAKE = "faute"
    OTHER_WORDS = "autres_mots"
    INITIALS = "sigle"
    NOT = ""


@dataclass(frozen=True, slots=True)
class Met:
    """One word or phrase of the request: what it met, how, how alike, and its share of the request (both 0 to 1)."""

    typed: str
    met: str
    where: Where
    how: How
    similarity: float
    share: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """The score of one result: `base` × the bonuses.

    `coverage` is the share of the request that the title answers (with its place and organisation where they are
    named), `labelled` the same with its labels, `said` the share of the title that the request says; `bonuses` are
    (name, factor), those that change nothing left out.
    """

    met: tuple[Met, ...]
    coverage: float
    labelled: float
    said: float
    base: float
    bonuses: tuple[tuple[str, float], ...]
    score: float
