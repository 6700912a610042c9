"""The `offres` format: a CSV of training offers, one row per offer at a place.

Required columns: id_formation, id_action, intitule, organisme_nom, lieu_insee. The others may be missing; unknown ones
are ignored. Lists inside a field are separated by `|`, keywords (`mots_cles`) by `;`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter

from cpf_tui.catalogue.fold import clean
from cpf_tui.catalogue.importers.base import BadRow, RejectFile
from cpf_tui.catalogue.importers.reading import Source
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
_BROKEN = re.compile("[\0\ud800-\udfff]")
_YES, _NO = {"oui", "1", "true", "vrai", "o"}, {"non", "0", "false", "faux", "n", ""}
_CACHED = 200_000  # distinct values remembered per import: names of places and organisations come back all the time


@dataclass(slots=True)
class Offers:
    """Reads the offers of a source; `repeated` counts rows identical to an earlier one, given once only."""

    source: Source
    rejects: RejectFile
    read: int = 0
    repeated: int = 0
    _seen: set[int] = field(default_factory=set)
    _actions: set[int] = field(default_factory=set)
    _ranks: dict[str, int] = field(default_factory=dict)

    def __iter__(self) -> Iterator[OfferRow]:
        """Give the good rows; the others go to `rejects` with their line."""
        records = self.source.records()
        header = next(records, None)
        take = _Taker([clean(name).lower() for name in header.fields] if header else [], self.source)
        for line, fields in records:
            self.read += 1
            try:
                offer = take(fields)
            except BadRow as error:
                self.rejects.add(line, error)
                continue
            print_of_row = hash(offer)  # 64 bits: enough to tell millions of rows apart, and small in memory
            if print_of_row in self._seen:
                self.repeated += 1
                continue
            self._seen.add(print_of_row)
            yield self._ranked(offer)

    def _ranked(self, offer: OfferRow) -> OfferRow:
        """Number the offers that share an `id_action`: same action, two certifications or two titles."""
        action = hash(offer.id_action)
        if action not in self._actions:
            self._actions.add(action)
            return offer
        rank = self._ranks[offer.id_action] = self._ranks.get(offer.id_action, 1) + 1
        return offer._replace(repeat=rank)


class _Taker:
    """Turns the fields of one record into an offer, by the positions its header gave."""

    def __init__(self, header: list[str], source: Source) -> None:
        missing = [name for name in REQUIRED if name not in header]
        if missing:
            source.refuse(
                "« {file} », ligne 1 : la colonne « {column} » manque. "
                "Colonnes attendues au moins : {required}. Colonnes lues : {found}.",
                column=missing[0],
                required=", ".join(REQUIRED),
                found=", ".join(header[:12])[:300] or "aucune",
            )
        twice = next((name for name in (*REQUIRED, *OPTIONAL) if header.count(name) > 1), None)
        if twice:
            source.refuse("« {file} », ligne 1 : la colonne « {column} » est présente deux fois.", column=twice)
        self._width = len(header)
        self._columns = [name for name in (*REQUIRED, *OPTIONAL) if name in header]
        self._read = itemgetter(*map(header.index, self._columns))
        # Columns the file does not have read the empty text put after those it has.
        places = [self._columns.index(n) if n in self._columns else -1 for n in (*REQUIRED, *OPTIONAL)]
        self._spread = itemgetter(*places)
        self._cleaned: dict[str, str] = {}

    def __call__(self, fields: list[str]) -> OfferRow:
        if len(fields) != self._width:
            self._wrong_width(fields)
        raws = self._read(fields)
        values = list(map(self._cleaned.get, raws))
        if None in values:
            values = [
                self._clean(raw, at) if value is None else value
                for at, (raw, value) in enumerate(zip(raws, values, strict=True))
            ]
        values.append("")
        return _offer(self._spread(values))

    def _clean(self, raw: str, at: int) -> str:
        if _BROKEN.search(raw):
            reason = "caractère nul dans la valeur" if "\0" in raw else "octets qui ne sont pas de l’UTF-8"
            raise BadRow(self._columns[at], raw, reason)
        value = clean(raw)
        if len(self._cleaned) < _CACHED:
            self._cleaned[raw] = value
        return value

    def _wrong_width(self, fields: list[str]) -> None:
        if len(fields) == 1 and fields[0].count('"') % 2:
            raise BadRow("", fields[0], "guillemet ouvert et jamais fermé")
        reason = f"{len(fields)} champs au lieu de {self._width}"
        raise BadRow("", ",".join(fields), reason)


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
