"""The `france-competences` format: the certifications of the national registers, from the official export.

The export is a set of CSVs keyed by the number of the record (`Numero_Fiche`): Standard says what each certification
is; Rome, Formacode and Certificateurs complete it; Blocs lists its blocks of competences. They are read together, plain
or from the published zip; the other tables of the zip are of no use here. One table with everything, a certification a
row and several values separated by `|`, is read too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cpf_tui.catalogue.importers.base import Reader
from cpf_tui.catalogue.importers.columns import Columns
from cpf_tui.catalogue.importers.reading import Head, Source
from cpf_tui.catalogue.importers.records import Record
from cpf_tui.catalogue.importers.rejects import BadRow
from cpf_tui.catalogue.importers.table import Names, has_columns, opened
from cpf_tui.catalogue.importers.values import certification_code, joined, level, needed
from cpf_tui.catalogue.reference_rows import CertificationRow

BLOCK = "BLOC"
"""The kind of a block of competences."""

_CLOSED = "INACTIVE"
_NUMBER = re.compile(r"(?:RNCP|RS)\d{1,6}")
_CODE = ("Numero_Fiche", "code", "code_rncp")


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the set: its columns, and those without which a file is another table."""

    name: str
    names: Names
    required: tuple[str, ...]


_STANDARD = _Table(
    "Standard",
    {
        "code": _CODE,
        "intitule": (),
        "niveau": ("Nomenclature_Europe_Niveau", "Nomenclature_Europe_Intitule"),
        "type": ("Abrege_Code", "Abrege_Libelle"),
        "actif": (),
        "romes": (),
        "formacodes": (),
        "certificateurs": (),
    },
    ("code", "intitule"),
)
_BLOCKS = _Table(
    "Blocs",
    {
        "code": _CODE,
        "bloc": ("Bloc_Competences_Code", "Bloc_Code"),
        "libelle": ("Bloc_Competences_Libelle", "Bloc_Libelle"),
    },
    ("code", "bloc", "libelle"),
)
_ROME = _Table("Rome", {"code": _CODE, "rome": ("Codes_Rome_Code", "Code_Rome")}, ("code", "rome"))
_FORMACODE = _Table("Formacode", {"code": _CODE, "formacode": ("Formacode_Code",)}, ("code", "formacode"))
_CERTIFIERS = _Table(
    "Certificateurs", {"code": _CODE, "nom": ("Nom_Certificateur", "Nom_Legal_Certificateur")}, ("code", "nom")
)
_TABLES = (_BLOCKS, _ROME, _FORMACODE, _CERTIFIERS, _STANDARD)


@dataclass(slots=True)
class _Certification:
    """What the tables say of one certification, as they are read."""

    code: str
    title: str = ""
    level: int | None = None
    kind: str = ""
    active: bool = True
    romes: list[str] = field(default_factory=list)
    formacodes: list[str] = field(default_factory=list)
    certifiers: list[str] = field(default_factory=list)
    blocks: dict[str, str] = field(default_factory=dict)

    def rows(self) -> Iterator[CertificationRow]:
        """Give the certification, then its blocks, which have its level and are open as long as it is."""
        yield CertificationRow(
            self.code,
            self.title,
            self.level,
            self.kind,
            int(self.active),
            *("|".join(dict.fromkeys(them)) for them in (self.romes, self.formacodes, self.certifiers)),
        )
        for code, title in self.blocks.items():
            yield CertificationRow(code, title, self.level, BLOCK, int(self.active), "", "", "")


class _Given(NamedTuple):
    """One file of the set: which table it is, and its records after the header."""

    table: _Table
    source: Source
    records: Iterator[Record]
    columns: Columns


class Certifications(Reader[CertificationRow]):
    """Reads the files of one export; certifications are gathered in memory (some 30,000), since the tables cross."""

    row_type = CertificationRow
    lookups = ("code",)

    def __iter__(self) -> Iterator[CertificationRow]:
        """Give each certification once, with its blocks."""
        given = [_given(source) for source in self.sources]
        if not any(one.table is _STANDARD for one in given):
            self.sources[0].refuse(
                "« {file} » ne suffit pas : donnez avec lui le fichier « Standard » du même export, "
                "ou le zip tel qu’il est publié."
            )
        found: dict[str, _Certification] = {}
        for one in sorted(given, key=lambda one: one.table is not _STANDARD):
            for line, fields in one.records:
                self.read += 1
                try:
                    self._add(found, one.table, one.columns(fields))
                except BadRow as error:
                    self.rejects.add(one.source.name, line, error)
        for certification in found.values():
            yield from certification.rows()

    def _add(self, found: dict[str, _Certification], table: _Table, values: Sequence[str]) -> None:
        """Add a record to what is known; a certification absent from Standard is known by what completes it."""
        code = _code(values[0])
        certification = found.get(code)
        if table is _STANDARD:
            if certification is None:
                found[code] = _standard(code, *values[1:])
            else:
                self.repeated += 1  # the register repeats a certification that replaces several
            return
        if certification is None:
            certification = found[code] = _Certification(code)
        if table is _BLOCKS:
            certification.blocks.setdefault(needed("Bloc_Competences_Code", values[1]), values[2])
        else:
            _COMPLETED[table.name](certification).append(values[1])


_COMPLETED: Mapping[str, Callable[[_Certification], list[str]]] = {
    _ROME.name: lambda certification: certification.romes,
    _FORMACODE.name: lambda certification: certification.formacodes,
    _CERTIFIERS.name: lambda certification: certification.certifiers,
}


def recognises(head: Head) -> bool:
    """Tell the tables of the export by their columns; one table with everything, by the state beside the titles."""
    if any(has_columns(head, one.names, one.required) for one in _TABLES if one is not _STANDARD):
        return True
    official = has_columns(head, {_CODE[0]: ()}, _CODE[:1])
    return has_columns(head, _STANDARD.names, (*_STANDARD.required, *(() if official else ("actif", "niveau"))))


def _given(source: Source) -> _Given:
    table = next((one for one in _TABLES if has_columns(source.head, one.names, one.required)), _STANDARD)
    return _Given(table, source, *opened(source, table.names, table.required))


def _code(written: str) -> str:
    code = certification_code(needed("Numero_Fiche", written))
    if not _NUMBER.fullmatch(code):
        raise BadRow("Numero_Fiche", written, "numéro attendu : RNCP ou RS et des chiffres, par exemple RNCP34502")
    return code


def _split(written: str) -> list[str]:
    return joined(written).split("|") if written else []


def _standard(code: str, *values: str) -> _Certification:
    title, written, kind, active, romes, formacodes, certifiers = values
    return _Certification(
        code,
        needed("Intitule", title),
        level(written),
        kind,
        active.upper() != _CLOSED,
        _split(romes),
        _split(formacodes),
        _split(certifiers),
    )
