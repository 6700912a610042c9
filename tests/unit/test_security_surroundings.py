"""What the process was started in, made harmless."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from cpf_tui.security.surroundings import clean, clean_environment, clean_path, is_shared

HOSTILE = {
    "TEXTUAL": "debug,devtools",
    "TEXTUAL_LOG": "/tmp/keys",  # noqa: S108 - never opened
    "TEXTUAL_SCREENSHOT": "1",
    "PYTHONINSPECT": "1",
    "PYTHONBREAKPOINT": "os.system",
    "PYTHONPATH": ".",
    "LD_PRELOAD": "x.so",
    "LD_AUDIT": "x.so",
    "EDITOR": "vi",
    "VISUAL": "vi",
    "PAGER": "less",
    "BROWSER": "w3m",
    "DEBUG": "1",
    "SSLKEYLOGFILE": "/tmp/tls",  # noqa: S108 - never opened
}
KEPT = {"HOME": "/home/marie", "TERM": "xterm", "LANG": "fr_FR.UTF-8", "CPF_TUI_DATA_DIR": "/srv", "NO_COLOR": "1"}
TASTE = {"TEXTUAL_ANIMATIONS": "none", "TEXTUAL_COLOR_SYSTEM": "256"}


def test_what_nothing_needs_is_deleted() -> None:
    environment = {**HOSTILE, **KEPT}
    clean_environment(environment)
    assert environment == KEPT


def test_the_taste_of_a_person_stays_in_their_own_terminal_only() -> None:
    own = {**TASTE, "CPF_TUI_SHARED": "0"}
    clean_environment(own)
    assert own == {**TASTE, "CPF_TUI_SHARED": "0"}
    shared = {**TASTE, "CPF_TUI_SHARED": "1"}
    clean_environment(shared)
    assert shared == {"CPF_TUI_SHARED": "1"}


@pytest.mark.parametrize(
    ("said", "shared"),
    [("", False), ("0", False), ("No", False), (" off ", False), ("1", True), ("true", True), ("peut-être", True)],
)
def test_a_terminal_is_shared_when_said_so_and_when_nobody_can_tell(said: str, shared: bool) -> None:
    assert is_shared({"CPF_TUI_SHARED": said}) is shared
    assert not is_shared({})


def test_nothing_is_imported_from_the_folder_one_is_in(tmp_path: Path) -> None:
    path = ["", ".", str(tmp_path), "lib", "/usr/lib/python", str(tmp_path / "autre")]
    clean_path(path, str(tmp_path), "/srv/cpf-tui")
    assert path == ["/usr/lib/python", str(tmp_path / "autre")]


def test_the_folder_of_the_program_itself_stays(tmp_path: Path) -> None:
    path = ["", str(tmp_path)]
    clean_path(path, str(tmp_path), str(tmp_path.resolve()))
    assert path == ["", str(tmp_path)]


def test_the_process_itself_is_cleaned(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", ["", str(tmp_path), "/usr/lib/python"])
    monkeypatch.setattr("os.environ", {**HOSTILE, **KEPT})
    clean()
    assert sys.path == ["/usr/lib/python"]
    assert dict(os.environ) == KEPT
