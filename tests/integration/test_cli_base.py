"""`cpf-tui base …` on a real data folder: what each act writes, for a person and for a program, and its exit code."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from cpf_tui.bootstrap import build
from cpf_tui.cli.main import run
from cpf_tui.security.keys import KeyPart, Keys
from cpf_tui.settings import Settings
from tests.support.storage import Installation, furnish


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A furnished data folder, given by the environment; nobody answers at the keyboard."""
    place = tmp_path / "etat"
    monkeypatch.setenv("CPF_TUI_DATA_DIR", str(place))
    monkeypatch.delenv("CPF_TUI_DATABASE_URL", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    database = Installation(place).open()
    furnish(database)
    database.close()
    return place


def _json(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    assert run(["base", *arguments, "--json"]) == code
    written = capsys.readouterr()
    assert written.err == ""
    return json.loads(written.out)


def _said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert run(["base", *arguments]) == code
    written = capsys.readouterr()
    return written.out if code == 0 else written.out + written.err


def test_a_backup_says_where_it_is_and_which_file_to_keep_apart(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    said = _said(capsys, "sauvegarder")
    (made,) = (folder / "sauvegardes").iterdir()
    assert f"Sauvegarde faite et vérifiée : {made}" in said
    assert "Titulaires : 1 ; comptes : 1 ; mouvements : 1" in said
    assert f"Elle ne s’ouvrira qu’avec {folder / 'cles' / 'cles.json'}" in said
    assert "jamais avec les sauvegardes" in said


def test_a_backup_says_it_to_a_program(capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path) -> None:
    told = _json(capsys, "sauvegarder", str(tmp_path / "copie.db"))
    assert told["fichier"] == str(tmp_path / "copie.db")
    assert told["octets"] == (tmp_path / "copie.db").stat().st_size
    assert told["lignes"]["entry"] == 1
    assert len(told["registre"]) == 64
    assert told["retirees"] == []
    assert _json(capsys, "verifier", str(tmp_path / "copie.db"))["manifeste"]["lignes"] == told["lignes"]


def test_old_backups_go_when_asked(capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "disque"
    place.mkdir()
    first = _json(capsys, "sauvegarder", str(place))["fichier"]
    second = _json(capsys, "sauvegarder", str(place), "--garder", "2")
    third = _json(capsys, "sauvegarder", str(place), "--garder", "2")
    assert second["retirees"] == []
    assert third["retirees"] == [first]
    assert f"retirée, trop ancienne : {second['fichier']}" in _said(capsys, "sauvegarder", str(place), "--garder", "2")
    assert "donnez un dossier" in _said(capsys, "sauvegarder", str(tmp_path / "x.db"), "--garder", "2", code=1)
    assert not (tmp_path / "x.db").exists()


def test_a_restoration_is_confirmed_or_not_done(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = _json(capsys, "sauvegarder")["fichier"]
    before = (folder / "base" / "cpf.db").read_bytes()
    assert "ajoutez --oui pour confirmer" in _said(capsys, "restaurer", copy, code=1)

    class Keyboard(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Keyboard("non\n"))
    said = _said(capsys, "restaurer", copy, code=1)
    assert "Dans la sauvegarde : titulaires : 1 ; mouvements : 1 ; dossiers : 1." in said
    assert "Dans la base en place : titulaires : 1" in said
    assert "Rien n’a été changé." in said
    assert (folder / "base" / "cpf.db").read_bytes() == before

    monkeypatch.setattr("sys.stdin", Keyboard("oui\n"))
    said = _said(capsys, "restaurer", copy)
    assert "Sauvegarde remise en place. Comptes : 1 ; mouvements : 1." in said
    assert "ce qui a été fait depuis n’y est pas" in said
    assert "La base d’avant est gardée" in said
    told = _json(capsys, "restaurer", copy, "--oui")
    assert Path(told["gardee"]).exists()
    assert told["mouvements"] == 1


def test_a_check_of_a_copy_has_its_exit_code(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    copy = Path(_json(capsys, "sauvegarder")["fichier"])
    assert "La sauvegarde est saine. Comptes : 1 ; mouvements : 1." in _said(capsys, "verifier", str(copy))
    assert "La base est saine" in _said(capsys, "verifier")
    content = bytearray(copy.read_bytes())
    content[9_000] ^= 1
    copy.write_bytes(content)
    said = _said(capsys, "verifier", str(copy), code=1)
    assert "[fichier]" in said
    assert "Ne remettez pas cette sauvegarde" in said
    assert _json(capsys, "verifier", str(copy), code=1)["sain"] is False


def test_keys_change_and_say_what_to_keep(capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path) -> None:
    copy = _json(capsys, "sauvegarder")["fichier"]
    said = _said(capsys, "changer-cle", "--ancien", str(tmp_path / "anciennes.json"))
    assert "Clés changées : base, numéros, index. Valeurs chiffrées de nouveau : 1." in said
    assert f"--cle {tmp_path / 'anciennes.json'}" in said
    told = _json(capsys, "changer-cle", "--index")
    assert told["cles"] == ["index"]
    assert told["repris"] is False
    assert "avec --cle" in _said(capsys, "verifier", copy, code=1)
    assert "saine" in _said(capsys, "verifier", copy, "--cle", str(tmp_path / "anciennes.json"))
    assert "--cle" in _said(capsys, "changer-cle", "--base")


def test_a_change_cut_short_is_told_by_the_diagnostic(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    installation = Installation(folder)
    former = installation.keys
    pending = Keys(former.database, former.index, former.sealing, former.current, former.renewed([KeyPart.DATABASE]))
    installation.key_path.unlink()
    installation.key_path.write_text(pending.to_json(), encoding="utf-8")
    installation.key_path.chmod(0o400)
    with build(Settings(data_dir=folder)) as container:
        assert container.keys == former
        assert container.verify().clean
    run(["diagnostic"])
    said = capsys.readouterr().out
    assert "Un changement de clés a été coupé" in said
    assert "Aucune sauvegarde dans" in said
    assert "il est terminé" in _said(capsys, "changer-cle")
    _said(capsys, "sauvegarder")
    run(["diagnostic"])
    said = capsys.readouterr().out
    assert "coupé" not in said
    assert "[bien] sauvegardes : La dernière" in said


def test_a_password_is_not_given_in_the_open(capsys: pytest.CaptureFixture[str]) -> None:
    said = _said(capsys, "transferer", "postgresql://role:secret@localhost/base", code=1)
    assert "liste des processus" in said
    assert "secret" not in said
    assert "Donnez l’adresse du serveur" in _said(capsys, "transferer", code=1)


def test_a_transfer_shows_what_was_compared(
    capsys: pytest.CaptureFixture[str], folder: Path, servers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = servers.server.create()
    said = _said(capsys, "transferer", url)
    assert [line.split() for line in said.splitlines() if line.startswith("entry")] == [["entry", "1", "égale"]]
    assert "comptes 1, mouvements 1, audit 0" in said
    assert "a été transférée vers" in _said(capsys, "sauvegarder", code=1)
    assert not (folder / "sauvegardes").exists()
    monkeypatch.setenv("CPF_TUI_DATABASE_URL", url)
    told = _json(capsys, "sauvegarder")
    assert told["lignes"]["entry"] == 1
    assert told["lignes"]["audit"] == 1
    assert "saine" in _said(capsys, "verifier", told["fichier"])
