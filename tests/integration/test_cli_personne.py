"""The rights of a person from the command line: the number is asked for, never written there."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest

from cpf_tui.cli.codes import Code
from cpf_tui.cli.main import run as command_line
from cpf_tui.domain.audit import Action
from cpf_tui.settings import Settings
from tests.support.lives import Life, Lived
from tests.support.screen_stage import StageContainer

Out = pytest.CaptureFixture[str]
Typed = Callable[[str], None]


@pytest.fixture
def lived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lived:
    """Somebody whose whole life is in the base; nothing is left open."""
    monkeypatch.setenv("CPF_TUI_DATA_DIR", str(tmp_path / "etat"))
    with StageContainer(Settings(data_dir=tmp_path / "etat")) as container:
        return Life(container, Random(7)).live()  # noqa: S311 - drawn again alike


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Typed:
    def say(words: str) -> None:
        raw = io.BytesIO(words.encode())
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=raw, isatty=lambda: False, readline=lambda: ""))

    return say


def audited(tmp_path: Path, lived: Lived) -> list[Action]:
    with StageContainer(Settings(data_dir=tmp_path / "etat")) as container, container.database.read() as uow:
        return [one.action for one in uow.audit.about(lived.actor.id)]


def test_a_copy_is_written_for_its_owner_alone_and_audited(
    lived: Lived, typed: Typed, tmp_path: Path, capsys: Out
) -> None:
    typed(f"{lived.nir.formatted()}\n")
    assert command_line(["personne", "exporter"]) == Code.DONE
    (path,) = (tmp_path / "etat" / "emporter").iterdir()
    assert str(path) in capsys.readouterr().out
    assert path.stat().st_mode & 0o777 == 0o600
    told = json.loads(path.read_text(encoding="utf-8"))
    assert told["identite"]["numero_de_securite_sociale"] == lived.nir.compact
    assert lived.nir.compact not in path.name
    assert Action.EXPORTED in audited(tmp_path, lived)


def test_a_copy_goes_where_it_is_told(lived: Lived, tmp_path: Path, capsys: Out) -> None:
    assert command_line(["personne", "exporter", "--compte", lived.actor.id, "--vers", "-"]) == Code.DONE
    shown = json.loads(capsys.readouterr().out)
    wanted = tmp_path / "copie.json"
    assert command_line(["personne", "exporter", "--compte", lived.actor.id, "--vers", str(wanted)]) == Code.DONE
    assert wanted.stat().st_mode & 0o777 == 0o600
    assert json.loads(wanted.read_text(encoding="utf-8"))["identite"] == shown["identite"]


def test_an_unknown_number_or_none_is_a_sentence(lived: Lived, typed: Typed, capsys: Out) -> None:
    for words, said in (("200999999900174\n", "Aucun compte n’a ce numéro"), ("\n", "numéro"), ("x", "chiffres")):
        typed(words)
        assert command_line(["personne", "exporter"]) == Code.REFUSED
        assert said in capsys.readouterr().err


def test_hours_are_rectified_or_refused(lived: Lived, tmp_path: Path, capsys: Out) -> None:
    who = ["--compte", lived.actor.id]
    assert command_line(["personne", "rectifier", "CPF", "--ajouter", "2,5", "--motif", "travail", *who]) == Code.DONE
    assert "2,5 h. Rectification : déclaration de travail" in capsys.readouterr().out
    taken = ["personne", "rectifier", "CPF", "--oter", "2,5", "--motif", "erreur", "--json", *who]
    assert command_line(taken) == Code.DONE
    assert json.loads(capsys.readouterr().out)["heures"] == "-2,5"
    assert command_line(["personne", "rectifier", "CPF", "--oter", "500", "--motif", "erreur", *who]) == Code.REFUSED
    assert "on ne peut pas en ôter 500 h" in capsys.readouterr().err
    assert command_line(["personne", "rectifier", "DIF", "--ajouter", "1", "--motif", "travail", *who]) == Code.REFUSED
    assert "motif ne convient pas" in capsys.readouterr().err
    assert command_line(["personne", "rectifier", "CPF", "--motif", "travail", *who]) == Code.USAGE
    assert audited(tmp_path, lived).count(Action.RECTIFIED) == 3


def test_an_account_is_erased_after_a_question_only(lived: Lived, typed: Typed, tmp_path: Path, capsys: Out) -> None:
    who = ["--compte", lived.actor.id]
    typed("")
    assert command_line(["personne", "effacer", *who]) == Code.REFUSED
    assert "--oui" in capsys.readouterr().err
    assert Action.ERASED not in audited(tmp_path, lived)
    assert command_line(["personne", "effacer", "--oui", *who]) == Code.DONE
    assert "effacé, jusque dans le journal" in capsys.readouterr().out
    assert audited(tmp_path, lived)[0] is Action.ERASED
    assert command_line(["personne", "effacer", "--oui", *who]) == Code.REFUSED
    assert command_line(["personne", "exporter", *who]) == Code.REFUSED
    assert "a été effacé" in capsys.readouterr().err
