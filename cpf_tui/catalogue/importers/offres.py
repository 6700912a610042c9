"""The `offres` format: a CSV of training offers, one row per offer at a place.

Required columns: id_formation, id_action, intitule, organisme_nom, lieu_insee. The others may be missing; unknown ones
are ignored. Lists inside a field are separated by `|`, keywords (`mots_cles`) by `;`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial

from cpf_tui.catalogue.importers.base import Reader
from cpf_tui.catalogue.importers.columns import Columns
from cpf_tui.catalogue.importers.reading import Head
from cpf_tui.catalogue.importers.rejects import BadRow
from cpf_tui.catalogue.rows import OfferRow

REQUIRED = ("id_formation", "id_action", "intitule", "organisme_nom", "lieu_insee")
_OPTIONAL = """
niveau code_certifinfo code_rncp formacodes romes mots_cles organisme_siret lieu_adresse lieu_cp lieu_commune
lieu_departement lieu_region lat lon periodes duree_heures prix distance prerequis rythme telephone courriel exemple
"""
OPTIONAL = tuple(_OPTIONAL.split())

_INSEE = re.compile(r"(?:\d{2}|2[AB])\d{3}")
_LEVEL = re.compile(r"(?:niveau\s*)?([2-8])", re.IGNORECASE)
_CERTIFICATION = re.compile(r"(RNCP|RS)\s*0*(\d{1,6})", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,7}(?:[.,]\d{1,4})?")
_DEGREES = re.compile(r"-?\d{1,3}(?:\.\d{1,20})?")
_YES, _NO = {"oui", "1", "true", "vrai", "o"}, {"non", "0", "false", "faux", "n", ""}


class Offers(Reader[OfferRow]):
    """Reads the offers of a file."""

    row_type = OfferRow

    def __iter__(self) -> Iterator[OfferRow]:
        """Give the good rows; the others go to `rejects` with their line."""
        for source in self.sources:
            records = source.records()
            columns = Columns(source, next(records, (1, []))[1], REQUIRED, OPTIONAL)
            yield from self.taken(source, records, partial(_taken, columns))


def recognises(head: Head) -> bool:
    """Tell a file of offers by the columns that must be there; one of them may be missing, and its reader says so."""
    return len(set(REQUIRED) & set(head.columns)) >= len(REQUIRED) - 2


def _taken(columns: Columns, fields: Sequence[str]) -> OfferRow:
    return _offer(columns(fields))


def _offer(values: Sequence[str]) -> OfferRow:
    (
        training, action, title, organisation, insee,
        level, certif_info, code, formacodes, romes, keywords, siret, address, postal_code, commune,
        department, region, lat, lon, sessions, hours, price, remote, prerequisites, rhythm, phone, email, example,
    ) = values  # fmt: skip
    if not (training and action and title):
        column = "id_formation" if not training else "id_action" if not action else "intitule"
        raise BadRow(column, "", "valeur obligatoire absente")
    away = _yes("distance", remote)
    insee = insee.upper()
    if not (_INSEE.fullmatch(insee) or (not insee and away)):
        raise BadRow("lieu_insee", insee, "code INSEE attendu : 5 caractères, par exemple 59512 ou 2A004")
    return OfferRow(
        action, 1, training, title, organisation, siret, _certification(code), certif_info,
        _level(level), formacodes, romes, keywords,
        insee, commune, department, region, postal_code, "" if address == "-" else address,
        _degrees("lat", lat, 90), _degrees("lon", lon, 180), sessions,
        _hundredths("duree_heures", hours), _hundredths("prix", price), int(away),
        prerequisites, rhythm, phone, email, int(_yes("exemple", example)),
    )  # fmt: skip


@lru_cache(maxsize=256)
def _level(written: str) -> int | None:
    """Read `niveau5` or `5` (framework of 2019); None for anything else, such as a level nobody determined."""
    found = _LEVEL.fullmatch(written)
    return int(found[1]) if found else None


@lru_cache(maxsize=65536)
def _certification(code: str) -> str:
    """Write register codes one way: `rncp 0183` → `RNCP183`; bare numbers are RNCP, other codes stay as they are."""
    found = _CERTIFICATION.fullmatch(code)
    if found:
        return f"{found[1].upper()}{found[2]}"
    return f"RNCP{int(code)}" if code.isdecimal() and len(code) < 7 else code


def _hundredths(column: str, typed: str) -> int | None:
    """Read an amount or a number of hours in hundredths, rounded half up; decimal comma or point."""
    if not typed:
        return None
    if typed.isdecimal() and typed.isascii() and len(typed) < 8:
        return int(typed) * 100
    plain = typed.replace(" ", "").replace("\u202f", "").replace("\u00a0", "")
    if not _NUMBER.fullmatch(plain):
        raise BadRow(column, typed, "nombre positif attendu, par exemple 120 ou 87,5")
    whole, _, part = plain.replace(",", ".").partition(".")
    return int(whole) * 100 + (int(part.ljust(4, "0")) + 50) // 100


def _degrees(column: str, typed: str, limit: int) -> float | None:
    if not typed:
        return None
    if not _DEGREES.fullmatch(typed) or abs(float(typed)) > limit:
        raise BadRow(column, typed, f"degrés attendus, entre -{limit} et {limit}, par exemple 50.69")
    return float(typed)


def _yes(column: str, typed: str) -> bool:
    if not typed:
        return False
    value = typed.lower()
    if value in _NO:
        return False
    if value in _YES:
        return True
    raise BadRow(column, typed, "« oui » ou « non » attendu")
