"""Certifications, lists, places and organisations: what is shipped or imported, as the program knows them."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from sys import intern

from cpf_tui.catalogue.reference_rows import CertificationRow, ListEntryRow, OrganisationRow, PlaceRow
from cpf_tui.catalogue.tables import read_rows
from cpf_tui.domain.people import AdvisorPlace
from cpf_tui.domain.training import Certification, Contact, ListRow, Organisation


def read_certifications(path: Path) -> dict[str, Certification]:
    """Read `certifications.csv` by code; nothing where the file is absent."""
    return {
        row["code"]: Certification(
            code=row["code"],
            title=row["intitule"],
            level=int(row["niveau"]) if row["niveau"] else None,
            domain=row["domaine"],
            formacode=row["formacode"],
            certifier=row["certificateur"],
            prerequisites=row["prerequis"],
            sector=row["nature"],
        )
        for row in _read(path)
    }


def read_list_rows(path: Path) -> tuple[ListRow, ...]:
    """Read `listes_exemple.csv`; nothing where the file is absent."""
    return tuple(
        ListRow(
            body=row["organisme_editeur"],
            level=row["niveau"],
            region=row["region"],
            certification=row["code_certification"],
            code_cpf=row["code_cpf"],
            public=row["public"],
            start=date.fromisoformat(row["debut"]),
            end=date.fromisoformat(row["fin"]) if row["fin"] else None,
            certif_info=row["code_certifinfo"],
            title=row["intitule"],
            example=row["exemple"].lower() == "oui",
        )
        for row in _read(path)
    )


def completed(known: Certification | None, row: CertificationRow) -> Certification:
    """Fill what a certification lacks with what the registers say of it."""
    registered = Certification(
        code=row.code,
        title=row.title,
        level=row.level,
        formacode=row.formacodes.partition("|")[0],
        certifier=row.certifiers.replace("|", ", "),
        sector=row.kind,
        active=bool(row.active),
    )
    if known is None:
        return registered
    return replace(
        known,
        level=registered.level if known.level is None else known.level,
        formacode=known.formacode or registered.formacode,
        certifier=known.certifier or registered.certifier,
        sector=known.sector or registered.sector,
        active=registered.active,
    )


def imported_list_rows(path: Path) -> tuple[ListRow, ...]:
    """Read the imported lists: they name few bodies, codes and days, each held once."""
    day = cache(date.fromisoformat)
    rows = []
    for row in read_rows(path, ListEntryRow):
        body, level, region, certification, code_cpf, public, start, end, certif_info, title, example, taken_from = row
        rows.append(
            ListRow(
                intern(body),
                intern(level),
                intern(region),
                intern(certification),
                code_cpf,
                intern(public),
                day(start),
                day(end) if end else None,
                certif_info,
                intern(title),
                bool(example),
                intern(taken_from),
            )
        )
    return tuple(rows)


def imported_places(path: Path) -> dict[str, AdvisorPlace]:
    """Read the imported places of advice, by their identifier."""
    return {row.id: AdvisorPlace(*row[:-1], bool(row.example)) for row in read_rows(path, PlaceRow)}


def organisation(row: OrganisationRow) -> Organisation:
    """Return an imported organisation."""
    contact = Contact(row.address, row.postal_code, row.commune)
    return Organisation(row.siret, row.name, row.nda, contact, qualiopi=bool(row.qualiopi))


def _read(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
