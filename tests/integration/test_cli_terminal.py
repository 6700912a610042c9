"""The command line as a process: pipes, locales, a real terminal, signals."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.downloads import CSV, write_list
from tests.support.web import Web, falling_silent

ROOT = Path(__file__).resolve().parents[2]
OPEN = "\x1b[?2004h"
"""What Textual writes once it reads keys itself: before, Ctrl+Q would be the line's flow control."""
PATIENCE = 60.0
"""Seconds after which a test gives up waiting for words on the terminal."""

COMMAND = [sys.executable, "-m", "cpf_tui"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """What the process inherits: its own data folder, an ordinary terminal."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {
        **kept,
        "CPF_TUI_DATA_DIR": str(tmp_path / "etat"),
        "TMPDIR": str(tmp_path),
        "TERM": "xterm-256color",
        "LC_ALL": "C.UTF-8",
    }


def _run(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *command],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=PATIENCE,
    )


def test_without_a_terminal_the_program_says_what_to_do(environment: dict[str, str]) -> None:
    for command in ((), ("demo",)):
        done = _run(environment, *command)

        assert done.returncode == 4
        assert done.stdout == b""
        assert done.stderr.decode().count("\n") == 1
        assert "terminal" in done.stderr.decode()


def test_a_dumb_terminal_is_refused(environment: dict[str, str]) -> None:
    done = _run({**environment, "TERM": "dumb"})

    assert done.returncode == 4
    assert "TERM=dumb" in done.stderr.decode()


def test_an_output_cut_by_its_reader_is_no_failure(environment: dict[str, str]) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run(
            [*COMMAND, "chercher", "soudeur"],
            cwd=ROOT, env=environment, stdout=write, stderr=subprocess.PIPE, check=False, timeout=PATIENCE,
        )  # fmt: skip
    finally:
        os.close(write)

    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_is_one_sentence(environment: dict[str, str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "chercher", "soudeur"],
            cwd=ROOT, env=environment, stdout=full, stderr=subprocess.PIPE, check=False, timeout=PATIENCE,
        )  # fmt: skip

    assert done.returncode == 1
    assert done.stderr.decode().count("\n") == 1


def test_an_old_locale_gets_the_nearest_letters_and_json_stays_utf8(environment: dict[str, str]) -> None:
    old = {**environment, "PYTHONIOENCODING": "latin-1"}

    told = _run(old, "verifier").stdout.decode("latin-1")
    sentence = _run(old, "chercher", "--lot", "/nulle/part").stderr.decode("latin-1")
    found = _run(old, "chercher", "électricien", "--json", "--limite", "1").stdout.decode("utf-8")

    assert told.startswith("La base est saine")
    assert "n'existe pas" in sentence
    assert "électricien" in found
    ascii_only = _run({**environment, "PYTHONIOENCODING": "ascii"}, "verifier")
    assert ascii_only.returncode == 0
    assert ascii_only.stderr == b""


class Terminal:
    """A process on a pseudo-terminal of 80 columns and 24 lines."""

    def __init__(self, environment: dict[str, str], *command: str) -> None:
        self._side, other = pty.openpty()
        self.process = subprocess.Popen(
            [*COMMAND, *command],
            cwd=ROOT,
            env={**environment, "COLUMNS": "80", "LINES": "24"},
            stdin=other, stdout=other, stderr=other,
            start_new_session=True,
        )  # fmt: skip
        os.close(other)
        self.shown = ""

    def wait_for(self, words: str) -> None:
        """Read what is drawn until these words are there."""
        until = time.monotonic() + PATIENCE
        while words not in self.shown:
            assert time.monotonic() < until, f"« {words} » not shown: {self.shown[-2000:]!r}"
            if not self._read():
                raise AssertionError(f"ended before « {words} »: {self.shown[-2000:]!r}")

    def _read(self) -> bool:
        if not select.select([self._side], [], [], 1.0)[0]:
            return True
        try:
            drawn = os.read(self._side, 65536)
        except OSError:  # how Linux says that the other side is closed
            return False
        self.shown += drawn.decode(errors="replace")
        return bool(drawn)

    def type(self, keys: str) -> None:
        """Type keys."""
        os.write(self._side, keys.encode())

    def hang_up(self) -> int:
        """Take the terminal away, without the signal that only its own session gets; return how the program ended.

        Python has its own code (120) when the last words have nowhere to go.
        """
        os.close(self._side)
        try:
            return self.process.wait(PATIENCE)
        finally:
            self.process.kill()
            self.process.wait()

    def end(self) -> int:
        """Read to the end and return the exit code; a program that goes on too long is ended, and the test fails."""
        until = time.monotonic() + PATIENCE
        while self._read() and time.monotonic() < until:
            pass
        os.close(self._side)
        try:
            return self.process.wait(max(1.0, until - time.monotonic()))
        finally:
            if self.process.poll() is None:
                self.process.kill()
                self.process.wait()


def test_a_password_is_asked_twice_and_never_shown(environment: dict[str, str]) -> None:
    command = ("conseiller", "ajouter", "paul", "--nom", "Paul", "--operateur", "APEC")
    terminal = Terminal(environment, *command)
    terminal.wait_for("Mot de passe : ")
    terminal.type("citron nuage tambour\n")
    terminal.wait_for("une seconde fois : ")
    terminal.type("citron nuage tambour\n")

    assert terminal.end() == 0
    assert "citron" not in terminal.shown
    assert "paul" in terminal.shown


def test_two_passwords_that_differ_are_refused(environment: dict[str, str]) -> None:
    terminal = Terminal(environment, "conseiller", "ajouter", "paul", "--nom", "Paul", "--operateur", "APEC")
    terminal.wait_for("Mot de passe : ")
    terminal.type("citron nuage tambour\n")
    terminal.wait_for("une seconde fois : ")
    terminal.type("citron nuage tambourin\n")

    assert terminal.end() == 1
    assert "différents" in terminal.shown


def test_an_import_shows_its_progress_to_who_watches(environment: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "offres.csv"
    header = "id_formation,id_action,intitule,organisme_nom,lieu_insee\n"
    file.write_text(header + "".join(f"f{n},a{n},Soudage {n},École,59512\n" for n in range(5000)), "utf-8")
    terminal = Terminal(environment, "catalogue", "importer", str(file))
    terminal.wait_for("lignes/s")
    terminal.wait_for("5000 lignes acceptées")

    assert terminal.end() == 0


def test_a_download_shows_its_progress_and_is_kept_when_it_is_stopped(
    environment: dict[str, str], tmp_path: Path, web: Web
) -> None:
    web.give("/offres.csv", CSV, falling_silent(6000))
    addresses = write_list(tmp_path / "adresses.toml", web.root, "offres")
    terminal = Terminal(environment, "catalogue", "telecharger", "--adresses", str(addresses))
    terminal.wait_for("6 ko sur 11 ko")
    terminal.process.send_signal(signal.SIGINT)

    assert terminal.end() == 130
    assert "6 ko sont gardés" in terminal.shown

    again = _run(environment, "catalogue", "telecharger", "--adresses", str(addresses))
    assert again.returncode == 0
    assert "repris où il s’était arrêté" in again.stdout.decode()


def test_the_program_opens_on_a_terminal_and_leaves(environment: dict[str, str]) -> None:
    terminal = Terminal(environment)
    terminal.wait_for(OPEN)
    terminal.type("\x11")  # Ctrl+Q

    assert terminal.end() == 0
    assert "\x1b[?1049l" in terminal.shown


def test_the_program_that_cannot_open_its_data_gives_the_screen_back_and_says_why(
    environment: dict[str, str], tmp_path: Path
) -> None:
    base = tmp_path / "etat" / "base"
    base.mkdir(parents=True, mode=0o700)
    (base / "cpf.db").touch(mode=0o600)
    terminal = Terminal(environment)

    assert terminal.end() == 1
    assert "clés" in terminal.shown.rpartition("\x1b[?1049l")[2]


def test_the_demonstration_removes_its_folder_when_it_is_left(environment: dict[str, str], tmp_path: Path) -> None:
    terminal = Terminal(environment, "demo")
    terminal.wait_for("Entrée pour ouvrir")
    (folder,) = tmp_path.glob("cpf-tui-demo-*")
    assert folder.stat().st_mode & 0o077 == 0
    terminal.type("\n")
    terminal.wait_for(OPEN)
    terminal.type("\x11")

    assert terminal.end() == 0
    assert not folder.exists()
    assert "girafe tambour nuage citron" in terminal.shown


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_the_program_told_to_stop_gives_the_terminal_back(environment: dict[str, str], number: signal.Signals) -> None:
    terminal = Terminal(environment)
    terminal.wait_for(OPEN)
    terminal.process.send_signal(number)

    assert terminal.end() == 128 + number
    for on, off in (("?1049h", "?1049l"), ("?1000h", "?1000l"), ("?25l", "?25h")):
        assert terminal.shown.rfind(off) > terminal.shown.rfind(on)


def test_the_program_ends_when_its_terminal_goes_without_a_word(environment: dict[str, str]) -> None:
    terminal = Terminal(environment)
    terminal.wait_for(OPEN)

    assert terminal.hang_up() != 0


def test_the_demonstration_ends_when_its_terminal_goes_without_a_word(
    environment: dict[str, str], tmp_path: Path
) -> None:
    terminal = Terminal(environment, "demo")
    terminal.wait_for("Entrée pour ouvrir")

    assert terminal.hang_up() != 0
    assert list(tmp_path.glob("cpf-tui-demo-*")) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_the_demonstration_removes_its_folder_when_it_is_stopped(
    environment: dict[str, str], tmp_path: Path, number: signal.Signals
) -> None:
    terminal = Terminal(environment, "demo")
    terminal.wait_for("Entrée pour ouvrir")
    terminal.process.send_signal(number)

    assert terminal.end() == 128 + number
    assert list(tmp_path.glob("cpf-tui-demo-*")) == []
