"""`cpf-tui catalogue telecharger`, as a person and as a program read it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cpf_tui.catalogue.download import read_addresses
from cpf_tui.catalogue.download.records import Transfer
from cpf_tui.cli.main import run
from cpf_tui.cli.outcome import transfer_words
from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.size import size_words
from tests.support.downloads import CSV, PAGE, write_list
from tests.support.offers import offers, write_csv
from tests.support.web import Web, cut, serving, status


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_proxy: None) -> Path:
    """An empty data folder, given by the environment."""
    folder = tmp_path / "etat"
    monkeypatch.setenv("CPF_TUI_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def addresses(tmp_path: Path, web: Web) -> str:
    """A list of two files of this machine."""
    return str(write_list(tmp_path / "adresses.toml", web.root, "offres", "autre"))


def _fetch(*options: str) -> int:
    return run(["catalogue", "telecharger", *options])


def test_the_shipped_list_is_well_formed_and_encrypted(capsys: pytest.CaptureFixture[str]) -> None:
    known = read_addresses()
    assert {"france-competences", "mon-compte-formation", "rome"} <= {one.nom for one in known}
    assert all(one.adresse.startswith("https://") and one.page.startswith("https://") for one in known)
    assert _fetch("--lister") == 0
    told = capsys.readouterr().out
    assert all(one.nom in told and one.adresse in told and one.licence in told for one in known)
    assert _fetch("--lister", "rome", "--json") == 0
    assert [one["nom"] for one in json.loads(capsys.readouterr().out)] == ["rome"]


def test_files_are_fetched_and_said(web: Web, addresses: str, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    web.give("/offres.csv", CSV)
    web.give("/autre.csv", CSV)
    assert _fetch("--adresses", addresses) == 0
    told = capsys.readouterr()
    assert told.err == ""  # no progress line where nobody watches
    assert "Données offres : 11 ko." in told.out
    assert "--format offres" in told.out
    assert (data / "telechargements" / "offres.csv").read_bytes() == CSV
    assert _fetch("--adresses", addresses, "offres") == 0
    assert "inchangé depuis la dernière fois" in capsys.readouterr().out


def test_a_program_reads_what_came_of_each(
    web: Web, addresses: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    web.give("/offres.csv", PAGE)
    web.give("/autre.csv", CSV)
    assert _fetch("--adresses", addresses, "--vers", str(tmp_path / "ici"), "--json") == 1
    told = capsys.readouterr()
    answer = json.loads(told.out)
    assert told.err == ""
    assert [(one["nom"], one["fichier"], one["octets"], one["import"]) for one in answer["fichiers"]] == [
        ("autre", str(tmp_path / "ici" / "autre.csv"), len(CSV), None)
    ]
    assert [one["nom"] for one in answer["echecs"]] == ["offres"]
    assert "page web" in answer["echecs"][0]["raison"]


def test_one_failure_does_not_keep_the_others(web: Web, addresses: str, capsys: pytest.CaptureFixture[str]) -> None:
    web.give("/offres.csv", b"", status(404))
    web.give("/autre.csv", CSV)
    assert _fetch("--adresses", addresses) == 1
    told = capsys.readouterr()
    assert "Données autre : 11 ko." in told.out
    assert told.err.count("\n") == 1
    assert "a répondu 404" in told.err


def test_a_file_is_imported_at_once_when_asked(
    web: Web, addresses: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    web.give("/offres.csv", write_csv(tmp_path / "f.csv").read_bytes())
    assert _fetch("offres", "--adresses", addresses, "--importer") == 0
    assert "16 lignes acceptées" in capsys.readouterr().out
    assert _fetch("offres", "--adresses", addresses, "--importer") == 0
    assert "déjà dans le catalogue en service" in capsys.readouterr().out
    web.give("/offres.csv", write_csv(tmp_path / "f.csv", offers()[:3]).read_bytes(), etag='"v2"')
    assert _fetch("offres", "--adresses", addresses, "--importer", "--json") == 0
    (told,) = json.loads(capsys.readouterr().out)["fichiers"]
    assert (told["inchange"], told["deja_importe"], told["import"]["acceptees"]) == (False, False, 3)
    assert run(["diagnostic"]) == 0
    told = capsys.readouterr().out
    assert "3 lignes, lues dans offres.csv, importées le " in told
    assert "Téléchargé de 127.0.0.1." in told
    assert run(["chercher", "soudeur", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["resultats"][0]["intitule"] == "Soudeur industriel"


def test_a_file_that_cannot_be_imported_is_kept_and_said(
    web: Web, addresses: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    web.give("/offres.csv", CSV)
    assert _fetch("offres", "--adresses", addresses, "--importer") == 1
    assert "id_formation" in capsys.readouterr().err
    assert (data / "telechargements" / "offres.csv").read_bytes() == CSV


def test_offline_is_said_once_and_kindly(addresses: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with serving() as gone:
        write_list(Path(addresses), gone.root, "offres", "autre")
    assert _fetch("--adresses", addresses) == 1
    told = capsys.readouterr()
    assert told.err.count("\n") == 1
    assert "le programme marche sans" in told.err
    assert "https://exemple.fr/offres" in told.err


def test_an_interrupted_file_is_kept_and_gone_on_with(
    web: Web,
    addresses: str,
    data: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = CSV * 10
    web.give("/offres.csv", content)

    def stop(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as person:
        person.setattr("cpf_tui.cli.progress.ProgressLine.show", stop)
        assert _fetch("offres", "--adresses", addresses) == 130
    told = capsys.readouterr()
    assert told.err.count("\n") == 1
    assert "sont gardés dans" in told.err
    assert "relancez la même commande" in told.err
    assert _fetch("offres", "--adresses", addresses) == 0
    assert "repris où il s’était arrêté" in capsys.readouterr().out
    assert (data / "telechargements" / "offres.csv").read_bytes() == content


def test_nothing_received_is_nothing_kept(
    web: Web, addresses: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cpf_tui.catalogue.download.client.Client.open", stop)
    assert _fetch("offres", "--adresses", addresses) == 130
    assert capsys.readouterr().err == "cpf-tui : Interrompu.\n"


def test_a_given_up_file_says_how_to_go_on(web: Web, addresses: str, capsys: pytest.CaptureFixture[str]) -> None:
    web.give("/offres.csv", CSV, cut(2000))
    assert _fetch("offres", "--adresses", addresses, "--essais", "1") == 1
    assert "continuer (2 ko sont gardés)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["inconnu"], 1, "Noms connus : offres, autre"),
        (["--essais", "0"], 2, "de 1 à 20"),
        (["--delai", "toujours"], 2, "secondes"),
        (["--delai", "nan"], 2, "secondes"),
        (["--adresses", "absent.toml"], 1, "absent.toml"),
    ],
)
def test_a_mistake_is_one_sentence(
    addresses: str, capsys: pytest.CaptureFixture[str], options: list[str], code: int, said: str
) -> None:
    assert _fetch("--adresses", addresses, *options) == code
    told = capsys.readouterr()
    assert said in told.err
    assert told.err.count("\n") == 1


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('nom = "offres"', "", "jeu n° 1 : il manque « nom »"),
        ('nom = "autre"', 'nom = "offres"', "« offres » sert deux fois de « nom »"),
        ('"autre.csv"', '"offres.csv"', "« offres.csv » sert deux fois de « fichier »"),
        ('"autre.csv"', '"../autre.csv"', "jeu n° 2 : « fichier » ne peut pas être « ../autre.csv »"),
        ('nature = "csv"', 'nature = "pdf"', "« nature » ne peut pas être « pdf »"),
        ('nature = "csv"', 'nature = "csv"\noctets = -1', "« octets » ne peut pas être « -1 »"),
        ('nature = "csv"', 'nature = "csv"\noctets = true', "« octets » ne peut pas être « True »"),
        ('nature = "csv"', 'nature = "csv"\nsha256 = "abc"', "« sha256 » ne peut pas être « abc »"),
        ('nature = "csv"', 'nature = "csv"\nurl = "x"', "« url » n’est pas connu"),
        ("https://exemple.fr/autre.csv", "ftp://exemple.fr/a b", "« adresse » ne peut pas être"),
        ("[[jeu]]", "[[jeux]]", "n’a aucun [[jeu]]"),
        ("[[jeu]]", "[[jeu", "n’est pas une liste d’adresses en TOML"),
    ],
)
def test_a_list_written_wrong_says_where(tmp_path: Path, before: str, after: str, said: str) -> None:
    path = write_list(tmp_path / "adresses.toml", "https://exemple.fr", "offres", "autre")
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    with pytest.raises(InvalidInput) as refused:
        read_addresses(path)
    assert said in str(refused.value)


def test_a_list_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = write_list(tmp_path / "adresses.toml", "https://exemple.fr", "offres")
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))
    with pytest.raises(InvalidInput, match="TOML"):
        read_addresses(path)


def test_the_progress_says_the_rate_and_the_time_left() -> None:
    halfway = Transfer(done=30_000_000, total=50_000_000, kept=10_000_000, elapsed=4.0)
    assert transfer_words(halfway) == "30,0 Mo sur 50,0 Mo · 5,0 Mo/s · encore 4 s"
    assert transfer_words(halfway._replace(total=0)) == "30,0 Mo sur taille inconnue · 5,0 Mo/s · durée inconnue"
    assert "durée inconnue" in transfer_words(halfway._replace(done=10_000_000))


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 octets"), (999, "999 octets"), (1500, "2 ko"), (12_340_000, "12,3 Mo"), (2e9, "2,0 Go")]
)
def test_sizes_are_said_as_people_read_them(count: float, said: str) -> None:
    assert str(size_words(count)) == said
