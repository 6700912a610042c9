"""The commands on a real data folder: what each one writes, for a person and for a program."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from cpf_tui.bootstrap import build
from cpf_tui.catalogue.importers import Progress
from cpf_tui.cli.imported import progress_words
from cpf_tui.cli.main import run
from cpf_tui.settings import Settings

HEADER = "id_formation,id_action,intitule,organisme_nom,lieu_insee,lieu_commune,code_rncp,niveau"
ROWS = (
    "f1,a1,Soudage TIG,École de Roubaix,59512,Roubaix,RNCP34502,niveau3",
    "f2,a2,Boulanger,Greta,59350,Lille,RNCP18704,niveau3",
    "f3,a3,Sans lieu,Greta,,Lille,,niveau3",
    "f4,a4,,Greta,59350,Lille,,niveau3",
    "f1,a1,Soudage TIG,École de Roubaix,59512,Roubaix,RNCP34502,niveau3",
)
SECRET = "citron nuage tambour girafe"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, given by the environment."""
    folder = tmp_path / "etat"
    monkeypatch.setenv("CPF_TUI_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def offers(tmp_path: Path) -> str:
    """A file of offers: two good rows, one repeated, two to set aside."""
    path = tmp_path / "offres.csv"
    path.write_text("\n".join((HEADER, *ROWS)) + "\n", encoding="utf-8")
    return str(path)


def _json(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    assert run([*arguments, "--json"]) == code
    written = capsys.readouterr()
    assert written.err == ""
    return json.loads(written.out)


def _typed(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(line.encode()), encoding="utf-8"))


# ---------------------------------------------------------------------- catalogue


def test_an_import_counts_what_it_takes_and_says_why_it_sets_rows_aside(
    capsys: pytest.CaptureFixture[str], offers: str
) -> None:
    report = _json(capsys, "catalogue", "importer", offers, "--format", "offres")

    assert (report["acceptees"], report["repetees"], report["rejetees"]) == (3, 1, 2)
    assert [(one["ligne"], one["colonne"]) for one in report["rejets"]] == [(4, "lieu_insee"), (5, "intitule")]
    assert Path(report["fichier_rejets"]).read_text("utf-8").count("\n") == 3


def test_an_import_tells_a_person_where_the_rejects_are(capsys: pytest.CaptureFixture[str], offers: str) -> None:
    assert run(["catalogue", "importer", offers]) == 0

    written = capsys.readouterr()
    assert "3 lignes acceptées, dont 1 répétées ; 2 mises de côté" in written.out
    assert "ligne 4, colonne lieu_insee" in written.out
    assert "rejets.csv" in written.out
    assert written.err == ""  # no progress line where nobody watches


def test_progress_says_the_rate_and_the_time_left() -> None:
    reading = Progress(rows=2000, done=500, total=1000, elapsed=2.0, step="lecture")

    assert progress_words(reading) == "50 % · 2000 lignes · 1000 lignes/s · encore 2 s"
    assert "durée inconnue" in progress_words(reading._replace(done=0))
    assert "index" in progress_words(reading._replace(step="index"))


# ---------------------------------------------------------------------- chercher


def test_a_search_without_residence_filters_nothing_and_says_nothing_of_eligibility(
    capsys: pytest.CaptureFixture[str], offers: str
) -> None:
    run(["catalogue", "importer", offers])
    capsys.readouterr()

    answer = _json(capsys, "chercher", "soudage")

    (found,) = answer["resultats"]
    assert answer["requete"] == "soudage"
    assert answer["ms"] >= 0
    assert {name: found[name] for name in (
        "id_action", "id_formation", "intitule", "organisme", "commune", "lieu_insee", "code_rncp", "eligible",
    )} == {
        "id_action": "a1",
        "id_formation": "f1",
        "intitule": "Soudage TIG",
        "organisme": "École de Roubaix",
        "commune": "Roubaix",
        "lieu_insee": "59512",
        "code_rncp": "RNCP34502",
        "eligible": None,
    }  # fmt: skip


def test_a_search_with_a_residence_keeps_what_can_be_used_there(capsys: pytest.CaptureFixture[str]) -> None:
    kept = _json(capsys, "chercher", "soudeur", "--residence", "59100", "--limite", "200")["resultats"]
    everything = _json(capsys, "chercher", "soudeur", "--residence", "59512", "--toutes", "--limite", "200")[
        "resultats"
    ]

    assert {one["eligible"] for one in kept} == {True}
    assert {one["eligible"] for one in everything} == {True, False}
    assert all(one["distance_km"] is not None for one in kept)


def test_a_search_may_read_the_lists_of_another_day(capsys: pytest.CaptureFixture[str]) -> None:
    before = _json(capsys, "chercher", "soudeur", "--residence", "59100", "--le", "2014-12-31", "--toutes")
    assert {one["eligible"] for one in before["resultats"]} == {False}


def test_eligibility_is_said_with_its_list_and_its_day(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    asked = ("eligible", "rncp 34502", "--residence", "59100")
    answer = _json(capsys, *asked, "--le", "2016-06-01")
    assert (answer["code"], answer["eligible"], answer["le"]) == ("RNCP34502", True, "2016-06-01")
    assert answer["ligne"]["organisme_editeur"] == "COPAREF Nord-Pas-de-Calais"
    assert answer["ligne"]["code_cpf"] in " ".join(answer["raisons"])
    assert not _json(capsys, *asked, "--le", "2014-12-31")["eligible"]
    assert not (data / "base").exists()


def test_eligibility_is_readable_by_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["eligible", "RNCP34502", "--le", "2016-06-01"]) == 0
    assert "Votre lieu de résidence n’est pas connu" in capsys.readouterr().out
    assert run(["eligible", "--certifinfo", "99", "--residence", "59100", "--salarie"]) == 0
    told = capsys.readouterr().out
    assert "aucune liste" in told
    assert "L6323-16" in told
    assert run(["eligible", "vae"]) == 0
    assert "toujours possible" in capsys.readouterr().out


def test_a_lot_answers_each_line_in_order(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    lot = tmp_path / "lot.jsonl"
    lot.write_text(
        '\ufeff{"requete": "soudeur", "classe": "exact"}\n\n{"requete": "soudur"}\n{"requete": ""}\n', "utf-8"
    )

    assert run(["chercher", "--lot", str(lot), "--json", "--limite", "3"]) == 0

    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["requete"] for one in answers] == ["soudeur", "soudur", ""]
    assert all(len(one["resultats"]) == 3 for one in answers)
    assert {hit["eligible"] for one in answers for hit in one["resultats"]} == {None}


def test_a_search_is_readable_by_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["chercher", "soudeur", "--residence", "59100", "--limite", "2"]) == 0
    told = capsys.readouterr().out
    assert "utilisable" in told
    assert "exemple" in told
    assert "2 formations montrées sur" in told

    assert run(["chercher", "zzzqqqxxx"]) == 0
    assert "Aucune formation" in capsys.readouterr().out


def test_a_search_opens_no_account(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    _json(capsys, "chercher", "soudeur", "--residence", "59100")

    assert not (data / "base").exists()


@pytest.mark.parametrize("typed", ["", " ", "\x1b[2J", "é" * 5000, "'; DROP TABLE", "[/b]", "\u202e", "\ud800"])
def test_a_search_takes_any_text(capsys: pytest.CaptureFixture[str], typed: str) -> None:
    assert run(["chercher", typed, "--limite", "1"]) == 0

    assert "\x1b" not in capsys.readouterr().out


# ---------------------------------------------------------------------- conseiller


def test_an_advisor_is_added_with_a_password_that_no_argument_shows(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _typed(monkeypatch, f"{SECRET}\n")
    arguments = ["--nom", "Paul Conseil", "--operateur", "MISSION_LOCALE", "--lieu", "EX_MISSION_LOCALE_59512"]

    assert run(["conseiller", "ajouter", "Paul.Conseil", *arguments]) == 0
    assert "paul.conseil" in capsys.readouterr().out

    (listed,) = _json(capsys, "conseiller", "lister")
    assert listed == {
        "identifiant": "paul.conseil",
        "nom": "Paul Conseil",
        "operateur": "MISSION_LOCALE",
        "droits": ["creer", "valider"],
        "lieu": "EX_MISSION_LOCALE_59512",
        "actif": True,
        "second_facteur": False,
        "mot_de_passe_a_changer": True,
    }
    with build() as container:
        assert container.services.sign_in.advisor("paul.conseil", SECRET).name == "Paul Conseil"


def test_a_password_is_read_in_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET + "\r\nsuite ignorée\n", encoding="utf-8")
    command = ["conseiller", "ajouter", "lea", "--nom", "Léa", "--operateur", "POLE_EMPLOI", "--droits", "clore"]

    assert run([*command, "--mot-de-passe-fichier", str(secret)]) == 0
    assert run(["conseiller", "lister"]) == 0

    assert "lea · Léa · POLE_EMPLOI · clore" in capsys.readouterr().out
    with build() as container:
        assert container.services.sign_in.advisor("lea", SECRET)


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (["--operateur", "MAIRIE"], SECRET, "MISSION_LOCALE"),
        (["--operateur", "APEC", "--droits", "tout"], SECRET, "creer"),
        (["--operateur", "APEC", "--lieu", "NULLE_PART"], SECRET, "NULLE_PART"),
        (["--operateur", "APEC", "--lieu", "EX_MISSION_LOCALE_59512"], SECRET, "EX_MISSION_LOCALE_59512"),
        (["--operateur", "APEC"], "court", "trop court"),
        (["--operateur", "APEC"], "", "Aucun mot de passe"),
        (["--operateur", "APEC", "--mot-de-passe-fichier", "absent"], SECRET, "absent"),
    ],
    ids=["operator", "rights", "place", "place-of-another", "weak", "empty", "file"],
)
def test_an_advisor_is_refused_in_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str], typed: str, said: str
) -> None:
    _typed(monkeypatch, typed)

    assert run(["conseiller", "ajouter", "paul", "--nom", "Paul", *arguments]) == 1

    written = capsys.readouterr()
    assert said in written.err
    assert written.err.count("\n") == 1


def test_a_login_is_taken_once(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    command = ["conseiller", "ajouter", "paul", "--nom", "Paul", "--operateur", "APEC"]
    _typed(monkeypatch, SECRET)
    assert run(command) == 0
    _typed(monkeypatch, SECRET)
    assert run(command) == 1

    assert "déjà pris" in capsys.readouterr().err


def test_an_installation_without_advisor_says_how_to_add_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["conseiller", "lister"]) == 0
    assert "conseiller ajouter" in capsys.readouterr().out


# ---------------------------------------------------------------------- verifier, diagnostic


def test_a_new_database_is_sound(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    assert run(["verifier"]) == 0
    assert "saine" in capsys.readouterr().out
    assert _json(capsys, "verifier") == {
        "sain": True,
        "comptes": 0,
        "mouvements": 0,
        "lignes_d_audit": 0,
        "anomalies": [],
    }
    assert (data / "base" / "cpf.db").stat().st_mode & 0o077 == 0


def test_a_damaged_database_is_a_problem_found(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    run(["verifier"])
    capsys.readouterr()
    path = data / "base" / "cpf.db"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)

    report = _json(capsys, "verifier", code=1)

    assert report["sain"] is False
    assert report["anomalies"]
    assert run(["verifier"]) == 1
    assert "sauvegarde" in capsys.readouterr().out


def test_a_diagnostic_creates_nothing(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    facts = {one["nom"]: one for one in _json(capsys, "diagnostic")}

    assert not data.exists()
    assert facts["versions"]["etat"] == "bien"
    assert facts["données"]["dossier"] == str(data)
    assert facts["base"]["etat"] == facts["catalogue"]["etat"] == "a-savoir"


def test_a_diagnostic_tells_what_is_there(capsys: pytest.CaptureFixture[str], offers: str) -> None:
    run(["verifier"])
    run(["catalogue", "importer", offers])
    capsys.readouterr()

    facts = {one["nom"]: one for one in _json(capsys, "diagnostic")}

    assert facts["base"]["etat"] == facts["clés"]["etat"] == facts["catalogue"]["etat"] == "bien"
    assert facts["conseillers"] == {**facts["conseillers"], "etat": "a-savoir", "nombre": 0}
    assert facts["catalogue"]["jeux"] == {"offres": 2}
    assert facts["offres"]["phrase"].startswith("2 lignes, lues dans offres.csv, importées le ")
    assert (facts["offres"]["lignes"], facts["offres"]["fichiers"]) == (2, ["offres.csv"])
    assert facts["offres"]["adresses"] == []


def test_a_diagnostic_knows_the_examples(capsys: pytest.CaptureFixture[str]) -> None:
    run(["chercher", "soudeur"])
    capsys.readouterr()

    facts = {one["nom"]: one for one in _json(capsys, "diagnostic")}

    assert facts["catalogue"]["etat"] == facts["offres"]["etat"] == "a-savoir"
    assert "lignes d’exemple" in facts["offres"]["phrase"]


def test_a_diagnostic_finds_a_database_without_its_keys(capsys: pytest.CaptureFixture[str]) -> None:
    run(["verifier"])
    capsys.readouterr()
    Settings().key_path.unlink()

    facts = {one["nom"]: one for one in _json(capsys, "diagnostic", code=1)}

    assert facts["base"]["etat"] == "probleme"
    assert "clés" in facts["base"]["phrase"]
    assert facts["catalogue"]["etat"] == "a-savoir"  # the rest is still told
