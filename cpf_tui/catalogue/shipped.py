"""The small reference tables shipped with the program: places of advice, diplomas, equivalences, information pages."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from cpf_tui.catalogue.information import find_pages, read_pages, typographic
from cpf_tui.domain.equivalences import Equivalence
from cpf_tui.domain.information import InformationPage
from cpf_tui.domain.people import AdvisorPlace
from cpf_tui.domain.training import Organisation

# Directories name the bodies of the congé individuel de formation either way; the routing knows one.
_SAME_BODY = {"OPACIF": "FONGECIF"}


class ShippedReference:
    """Implements `ports.Reference`; each table is read on first use. `data` is the folder of the files."""

    def __init__(self, data: Path | None = None) -> None:
        self._data = data

    def places(self) -> Sequence[AdvisorPlace]:
        """Return every place where an advisor receives people."""
        return self._places

    def place(self, place_id: str) -> AdvisorPlace | None:
        """Return one place."""
        return self._by_id.get(place_id)

    def organisation(self, siret: str) -> Organisation | None:  # noqa: ARG002  asked of every reference
        """Return nothing: no organisation is shipped."""
        return None

    def diploma_kinds(self) -> Sequence[tuple[str, str, int]]:
        """Return what a person may declare: (code, title, level of 2019), lowest level first.

        Level 1 stands for those the framework does not number: no diploma, CFG, brevet (choice).
        """
        return self._diplomas

    def equivalences(self) -> Sequence[Equivalence]:
        """Return every rule of dispensation."""
        return self._equivalences

    def pages(self) -> tuple[InformationPage, ...]:
        """Return every information page, in reading order."""
        return self._pages

    def page(self, key: str) -> InformationPage | None:
        """Return one information page."""
        return next((one for one in self._pages if one.key == key), None)

    def find_pages(self, typed: str) -> tuple[InformationPage, ...]:
        """Search the information pages."""
        return find_pages(self._pages, typed)

    @cached_property
    def _places(self) -> tuple[AdvisorPlace, ...]:
        return tuple(_place(row) for row in self._rows("interlocuteurs_exemple.csv"))

    @cached_property
    def _by_id(self) -> dict[str, AdvisorPlace]:
        return {one.id: one for one in self._places}

    @cached_property
    def _diplomas(self) -> tuple[tuple[str, str, int], ...]:
        kinds = [
            (row["code"], typographic(row["intitule"]), int(row["niveau"] or 1)) for row in self._rows("diplomes.csv")
        ]
        return tuple(sorted(kinds, key=lambda kind: kind[2]))

    @cached_property
    def _equivalences(self) -> tuple[Equivalence, ...]:
        return tuple(
            Equivalence(
                row["diplome_detenu"],
                int(row["niveau_detenu"]) if row["niveau_detenu"] else None,
                row["nature_visee"],
                typographic(row["dispense"]),
                typographic(row["reference"]),
                tuple(code for code in (row.get("certifications") or "").split("|") if code),
            )
            for row in self._rows("equivalences.csv")
        )

    @cached_property
    def _pages(self) -> tuple[InformationPage, ...]:
        return read_pages(self._path("information"))

    def _rows(self, name: str) -> list[dict[str, str]]:
        with self._path(name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def _path(self, name: str) -> Path:
        if self._data is not None:
            return self._data / name
        from catalog_data import data_path  # tests bring their own

        return data_path(name)


def _place(row: dict[str, str]) -> AdvisorPlace:
    located = bool(row["latitude"] and row["longitude"])
    return AdvisorPlace(
        id=row["id"],
        operator=_SAME_BODY.get(row["operateur"], row["operateur"]),
        name=row["nom"],
        address=row["adresse"],
        postal_code=row["code_postal"],
        insee=row["insee"],
        commune=row["commune"],
        phone=row["telephone"],
        email=row["courriel"],
        hours=row["horaires"],
        latitude=float(row["latitude"]) if located else None,
        longitude=float(row["longitude"]) if located else None,
        example=row["exemple"].lower() == "oui",
    )
