"""The `offres` format: a CSV of training offers, one row per offer at a place.

Required columns: id_formation, id_action, intitule, organisme_nom, lieu_insee. The others may be missing; unknown ones
are ignored. Lists inside a field are separated by `|`, keywords (`mots_cles`) by `;`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import chain, repeat
from typing import TypeVar

from cpf_tui.catalogue.importers.base import Reader
from cpf_tui.catalogue.importers.columns import Columns
from cpf_tui.catalogue.importers.places import INSEE
from cpf_tui.catalogue.importers.reading import Head
from cpf_tui.catalogue.importers.records import Batch
from cpf_tui.catalogue.importers.rejects import BadRow
from cpf_tui.catalogue.importers.values import certification_code, degrees, hundredths, level, yes
from cpf_tui.catalogue.rows import OfferRow

REQUIRED = ("id_formation", "id_action", "intitule", "organisme_nom", "lieu_insee")
_OPTIONAL = """
niveau code_certifinfo code_rncp formacodes romes mots_cles organisme_siret lieu_adresse lieu_cp lieu_commune
lieu_departement lieu_region lat lon periodes duree_heures prix distance prerequis rythme telephone courriel exemple
"""
OPTIONAL = tuple(_OPTIONAL.split())


Value = TypeVar("Value")


class Offers(Reader[OfferRow]):
    """Reads the offers of a file."""

    row_type = OfferRow

    def __iter__(self) -> Iterator[OfferRow]:
        """Give the good rows; the others go to `rejects` with their line."""
        for source in self.sources:
            batches = source.batches()
            lines, (header, *records) = next(batches, Batch((1,), ([],)))
            columns = Columns(source, header, REQUIRED, OPTIONAL)
            first = [Batch(lines[1:], records)] if records else []
            yield from self.taken_together(source, chain(first, batches), partial(_taken, columns))


def recognises(head: Head) -> bool:
    """Tell a file of offers by the columns that must be there; one of them may be missing, and its reader says so."""
    return len(set(REQUIRED) & set(head.columns)) >= len(REQUIRED) - 2


def _taken(columns: Columns, records: Sequence[list[str]]) -> list[OfferRow]:
    (
        trainings, actions, titles, organisations, insees,
        levels, certif_infos, codes, formacodes, romes, keywords, sirets, addresses, postal_codes, communes,
        departments, regions, lats, lons, sessions, hours, prices, remotes, prerequisites, rhythms, phones, emails,
        examples,
    ) = columns.together(records)  # fmt: skip
    for column, values in (("id_formation", trainings), ("id_action", actions), ("intitule", titles)):
        if not all(values):
            raise BadRow(column, "", "valeur obligatoire absente")
    away = list(_each(partial(yes, "distance"), remotes))
    rows = zip(
        actions, repeat(1), trainings, titles, organisations, sirets, _each(certification_code, codes), certif_infos,
        _each(level, levels), formacodes, romes, keywords,
        map(_insee, insees, away), communes, departments, regions, postal_codes, _each(_address, addresses),
        _each(_latitude, lats), _each(_longitude, lons), sessions,
        _each(_hours, hours), _each(_price, prices), map(int, away),
        prerequisites, rhythms, phones, emails, _each(_example, examples),
    )  # fmt: skip
    # What `OfferRow._make` does, without a call for each.
    return list(map(tuple.__new__, repeat(OfferRow), rows))


def _each(read: Callable[[str], Value], values: Sequence[str]) -> Iterable[Value]:
    """Read every value of a column; one that a file leaves empty is read once."""
    return map(read, values) if any(values) else repeat(read(""), len(values))


@lru_cache(maxsize=65536)
def _insee(written: str, away: bool) -> str:
    insee = written.upper()
    if not (INSEE.fullmatch(insee) or (not insee and away)):
        raise BadRow("lieu_insee", insee, "code INSEE attendu : 5 caractères, par exemple 59512 ou 2A004")
    return insee


_latitude, _longitude = partial(degrees, "lat", limit=90), partial(degrees, "lon", limit=180)
_hours, _price = partial(hundredths, "duree_heures"), partial(hundredths, "prix")


def _example(written: str) -> int:
    return int(yes("exemple", written))


def _address(written: str) -> str:
    return "" if written == "-" else written
