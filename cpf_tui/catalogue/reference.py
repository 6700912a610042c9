"""Certifications and lists of eligible trainings shipped with the program."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from cpf_tui.domain.training import Certification, ListRow


def read_certifications(path: Path) -> dict[str, Certification]:
    """Read `certifications.csv` by code; nothing where the file is absent."""
    return {
        row["code"]: Certification(
            code=row["code"],
            title=row["intitule"],
            level=read_level(row["niveau"]),
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


def read_level(written: str) -> int | None:
    """Read a level of 2019 as sources write it: `niveau5`, `5`; None for anything else."""
    digit = written.strip().lower().removeprefix("niveau").strip()
    return int(digit) if digit.isdecimal() and 2 <= int(digit) <= 8 else None


def _read(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
