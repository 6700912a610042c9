"""The `listes-cpf` format: lists of eligible trainings (COPANEF, COPAREF, branches), one certification a row.

The columns are those of the official files and two of ours: `region`, and `reprend` (the region takes the list of that
other region). `niveau` may say the kind of list instead of the level of the diploma. `docs/imports.md` describes each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cpf_tui.catalogue.fold import fold
from cpf_tui.catalogue.importers.reading import Head
from cpf_tui.catalogue.importers.regions import merged_codes, region_code
from cpf_tui.catalogue.importers.rejects import BadRow
from cpf_tui.catalogue.importers.table import TableReader, has_columns
from cpf_tui.catalogue.importers.values import certification_code, day, needed, yes
from cpf_tui.catalogue.reference_rows import ListEntryRow
from cpf_tui.domain.eligibility import VAE_CODE, VAE_CPF_CODES
from cpf_tui.domain.lists import BRANCH, EVERYBODY, NATIONAL, NO_LIST, PROGRAMME, REGION, TAKEN
from cpf_tui.domain.people import Employment

CPF_OPENED = "2015-01-05"
"""The day the first lists could be used: where a row says no first day (choice)."""

_NAMES = {
    "organisme_editeur": ("organismeEditeur", "editeur", "liste"),
    "public": ("publics",),
    "niveau": (),
    "region": ("code_region", "regionCode"),
    "reprend": (),
    "code_rncp": ("codeRNCP",),
    "code_inventaire": ("codeInventaire",),
    "code_certification": (),
    "code_certifinfo": ("codeCertifInfo",),
    "code_cpf": ("codeCPF",),
    "debut": ("debutValidite", "dateDebut", "date_debut_validite"),
    "fin": ("finValidite", "dateFin", "date_fin_validite"),
    "intitule": (),
    "exemple": (),
}
_LEVELS = {
    "national": NATIONAL,
    "nationale": NATIONAL,
    "region": REGION,
    "regional": REGION,
    "regionale": REGION,
    "branche": BRANCH,
    "programme": PROGRAMME,
    "programme regional": PROGRAMME,
    "reprise": TAKEN,
    "sans liste": NO_LIST,
}
# What a body's name says of its list, where the level does not.
_BODIES = (
    (re.compile(r"\bcopanef\b|^cpf\b"), NATIONAL),
    (re.compile(r"\bcoparef\b"), REGION),
    (re.compile(r"\b(?:cpn?e(?:fp?|is?)?|opca|branche|convention collective)\b"), BRANCH),
    (re.compile(r"\bprogramme regional\b|\bconseil regional\b"), PROGRAMME),
)
_BEFORE_REGION = re.compile(
    r"^(?:coparef|programme regional(?: de formation)?|conseil regional)(?: de la| de l| du| des| de| d)? "
)
_KEPT = 4096  # bodies, publics and regions remembered: a list repeats few of them
_NUMBER = re.compile(r"\d{1,7}")


class Lists(TableReader[ListEntryRow]):
    """Reads rows of lists."""

    row_type = ListEntryRow
    names = _NAMES
    required = ("organisme_editeur", "public")

    def __iter__(self) -> Iterator[ListEntryRow]:
        """Give the rows; the list of a merged region is also taken under the codes of the regions it merged."""
        for row in super().__iter__():
            yield row
            if row.level == TAKEN:
                yield from (row._replace(taken_from=code) for code in merged_codes(row.taken_from)[1:])

    def row(self, values: tuple[str, ...]) -> ListEntryRow:
        """Take one row: a certification on a list, or what a region declares of its list."""
        (
            body, public, written, region, taken_from, rncp, inventory, code, certif_info, code_cpf, start, end, title,
            example,
        ) = values  # fmt: skip
        level = TAKEN if taken_from else _level(body, written)
        start, end = day("debut", start) or CPF_OPENED, day("fin", end)
        if end and end < start:
            raise BadRow("fin", end, f"la fin est avant le début, {start}")
        public = _public(public)
        if level == PROGRAMME and public == Employment.EMPLOYEE.value:
            raise BadRow("public", public, "le programme d’une région s’adresse aux demandeurs d’emploi")
        certification = ""
        if level not in {TAKEN, NO_LIST}:
            certification = _certification(rncp, inventory, code, code_cpf)
            certif_info = certif_info if _NUMBER.fullmatch(certif_info) and int(certif_info) else ""
            if not (certification or certif_info):
                raise BadRow("code_rncp", rncp, "aucun code : RNCP, Inventaire ou Certif Info attendu")
        return ListEntryRow(
            body=needed("organisme_editeur", body),
            level=level,
            region="" if level in {NATIONAL, BRANCH} else _region(region, body),
            certification=certification,
            code_cpf=code_cpf,
            public=public,
            start=start,
            end=end,
            certif_info=certif_info,
            title=title,
            example=int(yes("exemple", example)),
            taken_from=region_code("reprend", taken_from) if taken_from else "",
        )


def recognises(head: Head) -> bool:
    """Tell a list by its body beside the codes CPF, or beside the region whose list is taken."""
    return any(has_columns(head, _NAMES, ("organisme_editeur", beside)) for beside in ("code_cpf", "reprend"))


@lru_cache(maxsize=_KEPT)
def _level(body: str, written: str) -> str:
    """Read the kind of list; the official files keep `niveau` for the level of the diploma, and the body tells."""
    if level := _LEVELS.get(fold(written)):
        return level
    named = next((level for pattern, level in _BODIES if pattern.search(fold(body))), "")
    if not named:
        raise BadRow(
            "organisme_editeur",
            body,
            "ni COPANEF, ni COPAREF, ni CPNE : dites dans « niveau » NATIONAL, REGION, BRANCHE ou PROGRAMME",
        )
    return named


@lru_cache(maxsize=_KEPT)
def _region(typed: str, body: str) -> str:
    """Read the region of a row, else the one its body names: « COPAREF Nord-Pas-de-Calais »."""
    if typed:
        return region_code("region", typed)
    return region_code("organisme_editeur", _BEFORE_REGION.sub("", fold(body)))


def _certification(rncp: str, inventory: str, code: str, code_cpf: str) -> str:
    """Return the code of the registers: RNCP first, then the Inventaire, which became RS under the same number."""
    if rncp.strip("0"):
        return certification_code(rncp)
    if inventory.strip("0"):
        return certification_code(f"RS{inventory}" if inventory.isdecimal() else inventory)
    return certification_code(code) or (VAE_CODE if code_cpf in VAE_CPF_CODES else "")


@lru_cache(maxsize=_KEPT)
def _public(typed: str) -> str:
    """Read to whom a row is open: `Tout public`, `Demandeurs d'emploi`, `DE`, `Salariés`, or both."""
    said = fold(typed)
    seekers = said == "de" or said.startswith(("de ", "demandeur")) or "demandeur" in said
    employees = "salarie" in said
    if (seekers and employees) or "tout" in said or "tous" in said:
        return EVERYBODY
    if seekers or employees:
        return (Employment.JOB_SEEKER if seekers else Employment.EMPLOYEE).value
    raise BadRow("public", typed, "« tout public », « demandeurs d’emploi » (ou DE) ou « salariés » attendu")
