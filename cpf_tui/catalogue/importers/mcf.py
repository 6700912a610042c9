"""The `mcf` format: the open data « Mon Compte Formation – catalogue ».

A row is a training by an organisation in a département, never in a commune. Most rows carry no title of their own:
they bear that of their certification.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from cpf_tui.catalogue.importers.base import Reader
from cpf_tui.catalogue.importers.columns import Columns
from cpf_tui.catalogue.importers.reading import Head
from cpf_tui.catalogue.importers.rejects import BadRow
from cpf_tui.catalogue.importers.titles import certification_titles
from cpf_tui.catalogue.rows import OfferRow
from cpf_tui.catalogue.territories import department_name, region_name

REQUIRED = ("siret", "nom_of", "intitule_certification", "code_certifinfo")
_OPTIONAL = """
nom_departement nom_region code_departement code_region type_referentiel code_inventaire code_rncp type_certif id_certif
libelle_niveau_sortie_formation code_formacode_1 code_formacode_2 code_formacode_3 code_formacode_4 code_formacode_5
libelle_code_formacode_principal nombre_heures_total_mean frais_ttc_tot_mean nb_session_active nb_session_a_distance
numero_formation intitule_formation
"""
OPTIONAL = tuple(_OPTIONAL.split())

_LEVEL = re.compile(r"NIVEAU\s*([2-8])", re.IGNORECASE)
_CODE = re.compile(r"0*(\d{1,6})")
_NUMBER = re.compile(r"\d{1,7}(?:[.,]\d{1,18})?")
_SIRET = re.compile(r"\d{14}")


class McfOffers(Reader[OfferRow]):
    """Reads the offers of a file."""

    row_type = OfferRow

    def __iter__(self) -> Iterator[OfferRow]:
        """Give the good rows; the others go to `rejects` with their line."""
        titles = certification_titles(self.in_force)
        for source in self.sources:
            records = source.records()
            columns = Columns(source, next(records, (1, []))[1], REQUIRED, OPTIONAL)
            yield from self.taken(source, records, partial(_taken, columns, titles))


def recognises(head: Head) -> bool:
    """Tell the file by the names of its own columns."""
    return {"intitule_certification", "nom_of"} <= set(head.columns)


def _taken(columns: Columns, titles: Callable[[str], str], fields: Sequence[str]) -> OfferRow:
    (
        siret, organisation, certification, certif_info, department, region, department_code, region_code,
        referential, rs, rncp, kind, number, level, first, second, third, fourth, fifth, topic,
        hours, price, sessions, away, training, title,
    ) = columns(fields)  # fmt: skip
    siret = _whole(siret)
    if not _SIRET.fullmatch(siret):
        raise BadRow("siret", siret, "quatorze chiffres attendus")
    certif_info = _whole(certif_info)
    code = _code(referential, rs, rncp) or _code(kind or referential, number, number)
    title = title or certification or titles(code) or (f"Formation {code}" if code else topic)
    if not title:
        raise BadRow(
            "intitule_certification", "", "ni intitulé, ni certification, ni domaine : la formation est sans nom"
        )
    found = _LEVEL.search(level)
    department_code = _whole(department_code)
    training = training or "_".join(part for part in (siret, code or certif_info or "sans-code") if part)
    return OfferRow(
        id_action=f"{training}_{department_code}" if department_code else training,
        repeat=1,
        id_formation=training,
        title=title,
        organisation=organisation,
        siret=siret,
        certification=code,
        certif_info=certif_info,
        level=int(found[1]) if found else None,
        formacodes="|".join(dict.fromkeys(filter(None, map(_whole, (first, second, third, fourth, fifth))))),
        romes="",
        keywords=topic.replace(";", ","),
        insee="",
        commune="",
        department=department or department_name(department_code),
        region=region or region_name(_whole(region_code)),
        postal_code="",
        address="",
        latitude=None,
        longitude=None,
        sessions="",
        duration=_mean("nombre_heures_total_mean", hours),
        price=_mean("frais_ttc_tot_mean", price),
        remote=int(_is_remote(sessions, away, department_code)),
        prerequisites="",
        rhythm="",
        phone="",
        email="",
        example=0,
    )


def _whole(written: str) -> str:
    """Read a code that a spreadsheet made a number: `31010.0`; `-1` stands for none."""
    return "" if written == "-1" else written.removesuffix(".0")


def _code(referential: str, rs: str, rncp: str) -> str:
    """Return `RS6205` or `RNCP36490`, empty where the row names no certification of the registers."""
    register = referential.upper()
    found = _CODE.fullmatch(_whole(rs if register == "RS" else rncp)) if register in {"RS", "RNCP"} else None
    return f"{register}{found[1]}" if found else ""


def _mean(column: str, written: str) -> int | None:
    """Read a mean of hours or euros in hundredths; the source writes 0 for what it does not know."""
    if not written:
        return None
    if not _NUMBER.fullmatch(written):
        raise BadRow(column, written, "nombre positif attendu, par exemple 1365.0")
    return round(float(written.replace(",", ".")) * 100) or None


def _is_remote(sessions: str, away: str, department_code: str) -> bool:
    """Whether the training is followed at a distance: all its sessions are, or it has some and no place is said."""
    away = _whole(away)
    return away not in {"", "0"} and (not department_code or away == _whole(sessions))
