"""Every mistake at the command line is one sentence on stderr and a documented exit code."""

from __future__ import annotations

import argparse
import ast
import gzip
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from cpf_tui.cli import french
from cpf_tui.cli.main import run
from cpf_tui.cli.parser import COMMANDS, build

HEADER = "id_formation,id_action,intitule,organisme_nom,lieu_insee"
GOOD = HEADER + "\nf1,a1,Soudage,École,59512\n"
Refuse = Callable[..., str]


@pytest.fixture(autouse=True)
def _installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CPF_TUI_DATA_DIR", str(tmp_path / "etat"))
    monkeypatch.delenv("CPF_TUI_LANGUAGE", raising=False)


@pytest.fixture
def refuse(capsys: pytest.CaptureFixture[str]) -> Refuse:
    """Run a command line that must fail with this code; give back its one sentence."""

    def refused(*arguments: str, code: int = 1) -> str:
        assert run(list(arguments)) == code
        written = capsys.readouterr()
        assert written.out == ""
        assert written.err.count("\n") == 1, written.err
        assert written.err.startswith("cpf-tui : ")
        assert "Traceback" not in written.err
        return written.err

    return refused


@pytest.mark.parametrize(
    "arguments",
    [
        ["inconnue"],
        ["chercher"],
        ["chercher", "soudeur", "--lot", "requetes.jsonl"],
        ["chercher", "soudeur", "--limite", "0"],
        ["chercher", "soudeur", "--limite", "beaucoup"],
        ["chercher", "soudeur", "--limite"],
        ["chercher", "soudeur", "--lim", "3"],
        ["chercher", "soudeur", "tig"],
        ["chercher", "soudeur", "--toutes"],
        ["chercher", "soudeur", "--le", "2016-06-01"],
        ["chercher", "soudeur", "--residence", "59100", "--le", "hier"],
        ["eligible"],
        ["eligible", "RNCP34502", "--le", "demain"],
        ["catalogue"],
        ["catalogue", "importer"],
        ["conseiller", "ajouter", "paul"],
        ["verifier", "--xml"],
        ["demo", "--json"],
        ["--langue", "de"],
    ],
    ids=" ".join,
)
def test_a_command_line_that_is_not_understood_says_where_the_help_is(refuse: Refuse, arguments: list[str]) -> None:
    said = refuse(*arguments, code=2)

    assert "--help" in said
    assert not any(word in said for word in ("argument:", "invalid", "required", "choose", "expected", "error"))


def test_every_sentence_of_argparse_a_person_can_read_is_translated() -> None:
    programmers = (
        "__call__", "invalid argument for positionals", "mutually exclusive", "is not callable", "cannot ", "dest=",
        "conflict", "must start with",
    )  # fmt: skip
    asked = {
        argument.value
        for call in ast.walk(ast.parse(inspect.getsource(argparse)))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in {"_", "ngettext"}
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }

    assert {one for one in asked - set(french.FRENCH) if not any(part in one for part in programmers)} == set()


def test_the_help_documents_every_command_and_exit_code() -> None:
    told = build().format_help()

    for module in COMMANDS:
        assert module.__name__.rpartition(".")[2] in told
    for code in ("0 ", "1 ", "2 ", "3 ", "4 ", "130", "141"):
        assert f"\n  {code}" in told
    assert "CPF_TUI_DATA_DIR" in told
    assert not any(word in told for word in ("usage:", "show this help", "positional"))


def test_every_command_has_a_help_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["demo"], ["chercher"], ["conseiller", "ajouter"], ["catalogue", "importer"], ["diagnostic"]):
        assert run([*command, "--help"]) == 0
        assert capsys.readouterr().out.startswith("utilisation : ")


def test_another_language_is_chosen_by_an_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--langue", "en", "--help"]) == 0
    assert capsys.readouterr().out.startswith("usage: ")
    assert run(["--help"]) == 0
    assert capsys.readouterr().out.startswith("utilisation : ")


def _write(path: Path, content: str | bytes) -> str:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def test_an_import_refuses_what_is_not_a_catalogue(refuse: Refuse, tmp_path: Path) -> None:
    files = {
        "n’existe pas": str(tmp_path / "absent.csv"),
        "est un dossier": str(tmp_path),
        "est vide": _write(tmp_path / "vide.csv", ""),
        "« intitule » manque": _write(tmp_path / "colonne.csv", GOOD.replace("intitule", "titre")),
        "L’archive « zip.csv » est coupée": _write(tmp_path / "zip.csv", b"PK\x03\x04 whatever follows"),
        "est coupé": _write(tmp_path / "coupe.csv.gz", gzip.compress(GOOD.encode() * 500, mtime=0)[:-30]),
        "aucune donnée après son en-tête": _write(tmp_path / "entete.csv", HEADER + "\n"),
    }

    for said, file in files.items():
        sentence = refuse("catalogue", "importer", file, "--format", "offres")
        assert said in sentence
        assert (Path(file).name in sentence) is True


def test_an_import_refuses_an_unknown_format(refuse: Refuse, tmp_path: Path) -> None:
    assert "offres" in refuse("catalogue", "importer", _write(tmp_path / "a.csv", GOOD), "--format", "pdf")


def test_a_refused_import_leaves_the_former_catalogue(
    refuse: Refuse, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["catalogue", "importer", _write(tmp_path / "bon.csv", GOOD)]) == 0
    capsys.readouterr()

    refuse("catalogue", "importer", _write(tmp_path / "faux.csv", "a,b\n1,2\n"))

    assert run(["chercher", "soudage"]) == 0
    assert "n° a1" in capsys.readouterr().out


def test_a_search_refuses_a_place_or_a_file_it_cannot_read(refuse: Refuse, tmp_path: Path) -> None:
    assert "59100" in refuse("chercher", "soudeur", "--residence", "99999")
    assert "Roubaixx" in refuse("chercher", "soudeur", "--residence", "Roubaixx")
    assert "n’existe pas" in refuse("chercher", "--lot", str(tmp_path / "absent.jsonl"))
    assert "dossier" in refuse("chercher", "--lot", str(tmp_path))
    assert "UTF-8" in refuse(
        "chercher", "--lot", _write(tmp_path / "latin.jsonl", '{"requete": "é"}'.encode("latin-1"))
    )


@pytest.mark.parametrize("line", ["soudeur", "[]", '{"question": "soudeur"}', '{"requete": 3}', "{", "[" * 100_000])
def test_a_bad_line_of_a_lot_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str) -> None:
    lot = _write(tmp_path / "lot.jsonl", f'{{"requete": "soudeur"}}\n\n{line}\n')

    assert run(["chercher", "--lot", lot, "--json"]) == 1

    written = capsys.readouterr()
    assert len(written.out.splitlines()) == 1  # the answer before it was given
    assert "Ligne 3" in written.err
    assert written.err.count("\n") == 1


def test_a_file_name_cannot_control_the_terminal(refuse: Refuse, tmp_path: Path) -> None:
    said = refuse("catalogue", "importer", str(tmp_path / "\x1b[2Jeffacé\u202e.csv"))

    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "\\x1b[2Jeffacé" in said


def test_settings_that_make_no_sense_are_one_sentence(refuse: Refuse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CPF_TUI_TIMEZONE", "Paris/Ailleurs")

    assert "CPF_TUI_TIMEZONE" in refuse("verifier")


def test_a_data_folder_that_cannot_be_used_says_so(
    refuse: Refuse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CPF_TUI_DATA_DIR", _write(tmp_path / "fichier", "occupé"))

    assert "CPF_TUI_DATA_DIR" in refuse("verifier")
    assert "CPF_TUI_DATA_DIR" in refuse("conseiller", "lister")


def _broken(*_: object) -> NoReturn:
    raise RuntimeError("Claire EXEMPLE 2 00 99 99 999 001 74")


def test_an_unexpected_error_gives_a_reference_and_keeps_a_report_without_anything_personal(
    refuse: Refuse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cpf_tui.bootstrap.build", _broken)

    said = refuse("verifier", code=3)

    (report,) = (tmp_path / "etat" / "incidents").iterdir()
    assert report.stem in said
    assert report.stat().st_mode & 0o777 == 0o600
    assert "RuntimeError" in report.read_text("utf-8")
    assert "Claire" not in said + report.read_text("utf-8")


def test_an_unexpected_error_gives_a_reference_even_where_nothing_can_be_written(
    refuse: Refuse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CPF_TUI_DATA_DIR", _write(tmp_path / "fichier", "occupé"))
    monkeypatch.setattr("cpf_tui.bootstrap.build", _broken)

    assert "INC-" in refuse("verifier", code=3)


def _interrupted(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def test_an_interruption_is_said_in_a_word(refuse: Refuse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cpf_tui.bootstrap.build", _interrupted)

    assert refuse("verifier", code=130) == "cpf-tui : Interrompu.\n"
