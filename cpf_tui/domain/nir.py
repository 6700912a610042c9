"""The social-security number (NIR): read, checked, shown masked.

Only bodies named by decree may process it (R6323-15). A `Nir` never shows itself: `str`, `repr` and errors are masked.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum.fr import nir as stdnum_nir

from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.people import Civility
from cpf_tui.domain.text import Text, text

LENGTH = 15
_GROUPS = (1, 2, 2, 2, 3, 3, 2)
_DIGITS = frozenset("0123456789")
# 1 and 2 are definitive; 3, 4, 7 and 8 are given while a person's identity is being established.
_SEXES = frozenset("123478")
_DEFINITIVE = frozenset("12")
_CORSICA = frozenset({"2A", "2B"})


class NirProblem(StrEnum):
    """What is wrong with a typed number."""

    EMPTY = "vide"
    CHARACTER = "caractere"
    LENGTH = "longueur"
    SEX = "sexe"
    MONTH = "mois"
    PLACE = "lieu"
    ORDER = "ordre"
    KEY = "cle"


class NirError(InvalidInput):
    """The typed number is not a NIR; `problem` says which part is wrong. The number itself is never repeated."""

    def __init__(self, sentence: Text, problem: NirProblem) -> None:
        super().__init__(sentence)
        self.problem = problem


@dataclass(frozen=True, slots=True, repr=False)
class Nir:
    """A valid NIR with its key: `compact` is its 15 characters, upper case, without spaces."""

    compact: str

    @classmethod
    def parse(cls, typed: str) -> Nir:
        """Read a number as people type or paste it (spaces, dashes, dots, `2a`, wide digits). Raises `NirError`."""
        compact = _compact(typed)
        _check_characters(compact)
        _check_length(compact)
        _check_parts(compact)
        if stdnum_nir.calc_check_digits(compact) != compact[13:]:
            raise NirError(
                text(
                    "Ce numéro ne correspond pas à sa clé, les 2 derniers chiffres. "
                    "Un chiffre est sans doute faux ou deux sont inversés : recopiez-le depuis votre carte Vitale."
                ),
                NirProblem.KEY,
            )
        return cls(compact)

    def formatted(self) -> str:
        """Write the number in its usual groups: `2 00 99 99 999 001 74`. Showing it to anybody is to be logged."""
        return _group(self.compact)

    def masked(self) -> str:
        """Write the number with only its first digit, so that a person recognises it without it being readable."""
        return _group(self.compact[0] + "•" * (LENGTH - 1))

    def __str__(self) -> str:
        return self.masked()

    def __repr__(self) -> str:
        return f"Nir({self.masked()})"


def cross_check(nir: Nir, civility: Civility | None, birth_date: date | None) -> tuple[Text, ...]:
    """Compare the number with the civility and the birth date, where it allows it: warnings, never a refusal.

    Provisional numbers and months that are not 01 to 12 say nothing certain. The sentences do not repeat the number.
    """
    number = nir.compact
    if number[0] not in _DEFINITIVE:
        return ()
    warnings = []
    if civility is not None and (number[0] == "1") != (civility is Civility.SIR):
        warnings.append(
            text("Le premier chiffre du numéro ne correspond pas à la civilité choisie. Vérifiez l’un et l’autre.")
        )
    if birth_date is not None:
        if int(number[1:3]) != birth_date.year % 100:
            warnings.append(
                text(
                    "L’année écrite dans le numéro n’est pas celle de la date de naissance. Vérifiez l’une et l’autre."
                )
            )
        month = int(number[3:5])
        if 1 <= month <= 12 and month != birth_date.month:
            warnings.append(
                text("Le mois écrit dans le numéro n’est pas celui de la date de naissance. Vérifiez l’un et l’autre.")
            )
    return tuple(warnings)


def _compact(typed: str) -> str:
    """Drop what people put between groups: every kind of space, dash and dot, and invisible characters."""
    folded = unicodedata.normalize("NFKC", typed).upper()
    return "".join(
        char
        for char in folded
        if char not in ".·•\u2212_"
        and not char.isspace()
        and unicodedata.category(char) not in {"Pd", "Cf", "Cc", "Mn"}
    )


def _check_characters(compact: str) -> None:
    if not compact:
        raise NirError(
            text("Écrivez votre numéro de Sécurité sociale : les 15 chiffres de votre carte Vitale."), NirProblem.EMPTY
        )
    for place, char in enumerate(compact):
        if char in _DIGITS or (place == 6 and compact[5:7] in _CORSICA):
            continue
        raise NirError(
            text(
                "Le caractère « {char} » n’a pas sa place ici. Écrivez seulement des chiffres ; "
                "la seule exception est 2A ou 2B, aux 6e et 7e places, pour une naissance en Corse.",
                char=char,
            ),
            NirProblem.CHARACTER,
        )


def _check_length(compact: str) -> None:
    read = len(compact)
    if read == LENGTH:
        return
    if read == LENGTH - 2:
        sentence = text(
            "Il manque la clé : les 2 chiffres à droite du numéro. Écrivez 15 chiffres en tout ; 13 ont été lus."
        )
    elif read < LENGTH:
        sentence = text("Il manque des chiffres : il en faut 15, {read} ont été lus. Recopiez aussi la clé.", read=read)
    else:
        sentence = text("Il y a trop de chiffres : il en faut 15, {read} ont été lus.", read=read)
    raise NirError(sentence, NirProblem.LENGTH)


def _check_parts(compact: str) -> None:
    if compact[0] not in _SEXES:
        raise NirError(
            text(
                "Le premier chiffre ne peut pas être {digit}. C’est 1 ou 2 (3, 4, 7 ou 8 pour un numéro provisoire).",
                digit=compact[0],
            ),
            NirProblem.SEX,
        )
    if not _month_is_possible(int(compact[3:5])):
        raise NirError(
            text(
                "Les 4e et 5e chiffres, le mois de naissance, ne peuvent pas être {month}. Vérifiez ces deux chiffres.",
                month=compact[3:5],
            ),
            NirProblem.MONTH,
        )
    if not _place_is_possible(compact[5:10]):
        raise NirError(
            text(
                "Les 6e à 10e caractères, le lieu de naissance, ne désignent aucun lieu possible. "
                "Vérifiez ces cinq caractères."
            ),
            NirProblem.PLACE,
        )
    if compact[10:13] == "000":
        raise NirError(
            text("Les 11e à 13e chiffres ne peuvent pas être 000. Vérifiez ces trois chiffres."), NirProblem.ORDER
        )


def _month_is_possible(month: int) -> bool:
    # Beyond 12: birth dates unknown or incomplete, and the registers' overflow series.
    return 1 <= month <= 12 or 20 <= month <= 42 or 50 <= month <= 99


def _place_is_possible(place: str) -> bool:
    """Check département + commune, overseas 97x or 98x + 2 digits, or 99 + country; 91–96 were also old codes."""
    department = place[:2]
    if department in {"97", "98"}:
        return 1 <= int(place[3:]) <= 90
    if department == "99":
        # 999 is no country: it is kept for numbers that are obviously fictitious.
        return place[2:] != "000"
    return department != "00" and 1 <= int(place[2:]) <= 990


def _group(characters: str) -> str:
    parts, start = [], 0
    for size in _GROUPS:
        parts.append(characters[start : start + size])
        start += size
    return " ".join(parts)
