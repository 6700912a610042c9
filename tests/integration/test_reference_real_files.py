"""The reference tables as they are published: read whole, where the real files are beside the project."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from catalog_data.rebuild.listes import OLD_REGIONS
from cpf_tui.catalogue.importers.reading import Source
from tests.support.effort import SHARED
from tests.support.imports import Read, read_sources, read_table, recognised_source

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the real files (../shared/data) are not beside the project"
)

FRANCE_COMPETENCES = (
    "france-competences-standard-2020-11.csv.gz",
    "france-competences-rome-2024-11.csv.gz",
    "france-competences-formacode-2024-11.csv.gz",
    "france-competences-certificateurs-2024-11.csv.gz",
    "france-competences-blocs-2024-11.csv.gz",
)


def read(tmp_path: Path, name: str, *files: str) -> Read:
    sources = [Source(SHARED / file) for file in files]
    assert all(recognised_source(source) == [name] for source in sources)
    return read_sources(tmp_path, name, sources)


@pytest.mark.parametrize(
    ("name", "file", "rows", "rejected"),
    [
        ("formacode", "formacodes-v14.csv.gz", 2775, 0),
        ("rome", "rome-appellations.csv.gz", 10990, 0),
        ("organismes", "organismes-2022-10.csv.gz", 5691, 0),
        ("france-competences", "certifications-consolidees.csv.gz", 25397, 0),
        ("interlocuteurs", "agences-pole-emploi-2019-11.csv.gz", 852, 107),
    ],
)
def test_a_real_table_is_read_whole(tmp_path: Path, name: str, file: str, rows: int, rejected: int) -> None:
    found = read(tmp_path, name, file)
    assert (len(found.rows), found.read) == (rows, rows + rejected)


def test_the_real_export_of_certifications_is_read_as_one_set(tmp_path: Path) -> None:
    found = read(tmp_path, "france-competences", *FRANCE_COMPETENCES)
    assert not found.rejects
    by_code = {row.code: row for row in found.rows}
    assert len(by_code) == len(found.rows)
    cold = by_code["RNCP183"]
    assert (cold.level, cold.romes, cold.formacodes) == (3, "I1306", "22624")
    assert cold.certifiers.startswith("MINISTERE DU TRAVAIL")
    assert by_code["RNCP183BC01"].kind == "BLOC"


def test_every_committee_is_known_with_its_region(tmp_path: Path) -> None:
    territories = json.loads(gzip.decompress((SHARED / "coparef-territoires-2016.json.gz").read_bytes()))
    bodies = sorted({body for territory in territories for body in territory["comite"]})
    text = "".join(f"{body};1;Tout public\n" for body in bodies)
    found = read_table(tmp_path, "listes-cpf", f"organismeEditeur;codeRNCP;public\n{text}")
    assert not found.rejects
    levels = {row.body: row.level for row in found.rows}
    assert all((level == "REGION") == body.startswith("coparef") for body, level in levels.items())
    assert {level for body, level in levels.items() if body.startswith("cpn")} == {"BRANCHE"}
    # Mayotte had no committee.
    assert {row.region for row in found.rows if row.level == "REGION"} == OLD_REGIONS.keys() - {"06"}
