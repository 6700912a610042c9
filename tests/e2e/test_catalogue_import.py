"""Offers imported while the program runs: its search, and the shell's, find them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.acts import opened, seek, sign_in, step
from tests.support.offers import offers, write_csv
from tests.support.terminal import run

pytestmark = pytest.mark.e2e

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "offres-carif-oref-2020-11.csv.gz"
BRUNO = "1 04 99 99 999 012 14"  # of the demonstration: his account is open


def import_into(data: Path, file: Path) -> dict[str, Any]:
    done = run(data, "catalogue", "importer", str(file), "--format", "offres", "--json")
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def test_a_file_imported_beside_an_open_search_is_found_by_it(demonstration: Path, tmp_path: Path) -> None:
    rows = [*offers(), {**offers()[0], "id_action": "A99", "intitule": "Luthier en guitare", "duree_heures": "abc"}]
    rows.append({**offers()[0], "id_formation": "F98", "id_action": "A98", "intitule": "Luthier en violon"})
    with opened(demonstration) as t:
        sign_in(t, BRUNO)
        step(t, "Chercher une formation")
        seek(t, "soudeur")
        t.wait("Soudeur assembleur industriel")
        report = import_into(demonstration, write_csv(tmp_path / "offres.csv", rows))
        assert (report["acceptees"], report["rejetees"]) == (17, 1)
        assert (report["rejets"][0]["ligne"], report["rejets"][0]["colonne"]) == (18, "duree_heures")
        t.press("f4")
        seek(t, "luthier")
        t.wait("Luthier en violon", "Atelier du Nord", without="Luthier en guitare")
        seek(t, "soudeur")
        t.wait("Soudeur industriel", without="Soudeur assembleur industriel")


def test_a_file_that_cannot_be_taken_leaves_the_former_offers(demonstration: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "notes.csv"
    wrong.write_text("nom;prix\nsoudage;12\n", encoding="utf-8")
    refused = run(demonstration, "catalogue", "importer", str(wrong), "--format", "offres")
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert "notes.csv" in refused.stderr
    assert "Traceback" not in refused.stderr
    found = run(demonstration, "chercher", "soudeur", "--residence", "59100", "--json")
    assert "Soudeur assembleur industriel" in found.stdout


@pytest.mark.skipif(not REAL.exists(), reason="the file of the Carif-Oref offers is not beside the project")
def test_the_real_offers_are_found_on_screen_and_in_the_shell(demonstration: Path) -> None:
    with opened(demonstration) as t:
        sign_in(t, BRUNO)
        step(t, "Chercher une formation")
        seek(t, "soudeur")
        report = import_into(demonstration, REAL)
        assert report["acceptees"] == 39_496
        t.press("f4")
        for words, means in (("soudeur", ""), ("soudur", ""), ("plombier", "")):
            seek(t, words, means=means)
            t.wait("utilisables", without="Organisme exemple")
    anywhere = _found(demonstration, "soudage tig")
    assert "TIG" in anywhere[0]["intitule"]
    assert anywhere[0]["eligible"] is None
    near = _found(demonstration, "soudeur", "--residence", "59100")
    assert "soudeur" in near[0]["intitule"]
    assert near[0]["eligible"] is True


def _found(data: Path, *words: str) -> list[dict[str, Any]]:
    done = run(data, "chercher", *words, "--json")
    assert done.returncode == 0, done.stderr
    results: list[dict[str, Any]] = json.loads(done.stdout)["resultats"]
    return results


def test_the_real_file_is_read_as_published() -> None:
    """Guards the figure above: what is counted is rows, not lines."""
    if not REAL.exists():
        pytest.skip("the file of the Carif-Oref offers is not beside the project")
    import gzip  # this check alone reads it

    with gzip.open(REAL, "rt", encoding="utf-8", newline="") as file:
        assert sum(1 for _row in csv.DictReader(file)) == 39_496
