"""Imported reference tables: what each changes in the program, seen by a catalogue already open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cpf_tui.catalogue.build import import_files
from cpf_tui.catalogue.catalogue import Catalogue, open_catalogue
from cpf_tui.domain.training import SearchRequest
from tests.support.offers import COLUMNS, offers, write_csv

Import = Callable[..., None]

ROME = "code_rome,libelle_rome,appellation\nH2913,Assemblage métallique,Braseur / Braseuse\n"
FORMACODE = "Code du Terme;Descripteur en typo riche;Synonymes\n21054;Panification;pétrissage###fournil\n"
CERTIFICATIONS = (
    "code,intitule,niveau,type,actif,romes,formacodes,certificateurs\n"
    "RNCP7,Boulanger fictif,niveau3,CAP,ACTIVE,,21054,MINISTÈRE FICTIF\n"
)


@pytest.fixture
def imported(tmp_path: Path) -> Import:
    """Import texts, each as a file of its own, in one format recognised."""

    def run(*texts: str, add: bool = False) -> None:
        paths = []
        for number, text in enumerate(texts):
            path = tmp_path / f"{abs(hash(text))}-{number}.csv"
            path.write_text(text, "utf-8")
            paths.append(path)
        import_files(paths, tmp_path / "data", add=add)

    return run


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """The sample, open: one offer has a ROME code."""
    rows = [one | {"romes": "H2913" if one["intitule"] == "Soudage TIG et MIG" else ""} for one in offers()]
    import_files([write_csv(tmp_path / "offres.csv", rows, (*COLUMNS, "romes"))], tmp_path / "data")
    opened = open_catalogue(tmp_path / "data")
    opened.warm()
    yield opened
    opened.close()


def titles(catalogue: Catalogue, text: str) -> list[str]:
    return [hit.offer.title for hit in catalogue.search(SearchRequest(text)).hits]


def test_a_job_title_finds_the_offers_of_its_code(catalogue: Catalogue, imported: Import) -> None:
    assert "Soudage TIG et MIG" not in titles(catalogue, "braseuse")
    imported(ROME)
    assert titles(catalogue, "braseuse") == ["Soudage TIG et MIG"]


def test_the_codes_of_a_certification_count_for_offers_without_any(catalogue: Catalogue, imported: Import) -> None:
    imported(FORMACODE)
    assert "CAP Boulanger" not in titles(catalogue, "fournil")
    imported(CERTIFICATIONS)
    assert titles(catalogue, "fournil") == ["CAP Boulanger"]
    assert titles(catalogue, "panification")[0] == "CAP Boulanger"
