"""The `offres` format: a CSV of training offers, one row per offer at a place.

Required columns: id_formation, id_action, intitule, organisme_nom, lieu_insee. The others may be missing; unknown ones
are ignored. Lists inside a field are separated by `|`, keywords (`mots_cles`) by `;`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from cpf_tui.catalogue.importers.base import Reader
from cpf_tui.catalogue.importers.columns import Columns
from cpf_tui.catalogue.importers.places import INSEE
from cpf_tui.catalogue.importers.reading import Head
from cpf_tui.catalogue.importers.rejects import BadRow
from cpf_tui.catalogue.importers.values import certification_code, degrees, hundredths, level, yes
from cpf_tui.catalogue.rows import OfferRow

REQUIRED = ("id_formation", "id_action", "intitule", "organisme_nom", "lieu_insee")
_OPTIONAL = """
niveau code_certifinfo code_rncp formacodes romes mots_cles organisme_siret lieu_adresse lieu_cp lieu_commune
lieu_departement lieu_region lat lon periodes duree_heures prix distance prerequis rythme telephone courriel exemple
"""
OPTIONAL = tuple(_OPTIONAL.split())


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
        written_level, certif_info, code, formacodes, romes, keywords, siret, address, postal_code, commune,
        department, region, lat, lon, sessions, hours, price, remote, prerequisites, rhythm, phone, email, example,
    ) = values  # fmt: skip
    if not (training and action and title):
        column = "id_formation" if not training else "id_action" if not action else "intitule"
        raise BadRow(column, "", "valeur obligatoire absente")
    away = yes("distance", remote)
    insee = insee.upper()
    if not (INSEE.fullmatch(insee) or (not insee and away)):
        raise BadRow("lieu_insee", insee, "code INSEE attendu : 5 caractères, par exemple 59512 ou 2A004")
    return OfferRow(
        action, 1, training, title, organisation, siret, certification_code(code), certif_info,
        level(written_level), formacodes, romes, keywords,
        insee, commune, department, region, postal_code, "" if address == "-" else address,
        degrees("lat", lat, 90), degrees("lon", lon, 180), sessions,
        hundredths("duree_heures", hours), hundredths("prix", price), int(away),
        prerequisites, rhythm, phone, email, int(yes("exemple", example)),
    )  # fmt: skip
