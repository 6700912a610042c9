"""A running program seen from outside: its limits, its memory, what it was started in, what it inherits."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.terminal import Terminal, environment, program

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")
as_root = pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root can become somebody else")

WAITING = """
import os, sys
sys.path.insert(0, {root!r})
import ctypes, logging, resource, threading, warnings
import cpf_tui.last_resort, cpf_tui.security.hardening, cpf_tui.security.surroundings
from cpf_tui.__main__ import _close
{become}
{closing}
print("ready", flush=True)
sys.stdin.read()
"""
SPY = """
import ctypes, encodings.idna, os, sys
os.setgid({nobody}); os.setuid({nobody})
libc, pid, seen = ctypes.CDLL(None, use_errno=True), int(sys.argv[1]), []
for name in ("mem", "environ", "maps", "fd", "auxv"):
    try:
        path = f"/proc/{{pid}}/{{name}}"
        os.listdir(path) if name == "fd" else open(path, "rb").read(1) if name != "mem" else open(path, "rb")
        seen.append(name)
    except PermissionError:
        pass
PTRACE_ATTACH, PTRACE_SEIZE = 16, 0x4206
for how in (PTRACE_SEIZE, PTRACE_ATTACH):
    if libc.ptrace(how, pid, 0, 0) == 0:
        seen.append(f"ptrace {{how}}")
local, remote = (ctypes.c_char * 1)(), None
print(" ".join(seen))
"""


@contextmanager
def waiting(closing: str = "_close()", *, become: str = "", **env: str) -> Iterator[subprocess.Popen[str]]:
    """Run a process that closed itself as the entry point does, and waits."""
    code = WAITING.format(root=str(ROOT), closing=closing, become=become)
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd="/",
        env={**os.environ, **env},
    )  # fmt: skip
    with process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()


def of(process: int, name: str) -> str:
    return Path(f"/proc/{process}/{name}").read_text(encoding="utf-8", errors="replace")


def test_no_dump_no_new_rights_no_file_for_others() -> None:
    with waiting() as process:
        assert re.search(r"Max core file size\s+0\s+0 ", of(process.pid, "limits"))
        status = of(process.pid, "status")
        assert "NoNewPrivs:\t1" in status
        assert "Umask:\t0077" in status
        if os.geteuid() == 0:  # the file belongs to root by then
            assert of(process.pid, "coredump_filter").strip() == "00000000"


@as_root
def test_another_process_of_the_same_user_sees_nothing() -> None:
    become = f"os.setgid({NOBODY}); os.setuid({NOBODY})"
    spying = [sys.executable, "-c", SPY.format(nobody=NOBODY)]
    for closing, wanted in (("_close()", ""), ("pass", "environ")):
        # What makes the process readable again after a change of user, so that the first one is closed by us alone.
        undone = "ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)\n"
        with waiting(undone + closing, become=become) as process:
            done = subprocess.run([*spying, str(process.pid)], capture_output=True, text=True, check=True, timeout=60)
        seen = done.stdout.strip()
        assert seen == "" if not wanted else wanted in seen, closing


def test_an_ignored_dump_stays_ignored(tmp_path: Path) -> None:
    code = "import os; from cpf_tui.__main__ import _close; _close(); os.abort()"
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False, capture_output=True)
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------------- started in a hostile place


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A folder with modules that say they were run."""
    folder = tmp_path / "piege"
    folder.mkdir()
    for name in ("textual", "pydantic", "sqlalchemy", "argparse", "widgets", "screens", "babel", "numpy"):
        (folder / f"{name}.py").write_text(f"open({str(tmp_path / 'pris')!r}, 'w').write({name!r})\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("how", ["script", "module"])
def test_modules_lying_where_one_is_are_not_run(trap: Path, tmp_path: Path, how: str) -> None:
    command = program("version") if how == "script" else [sys.executable, "-m", "cpf_tui", "verifier"]
    if (
        how == "module"
        and "site-packages"
        not in subprocess.run(
            [sys.executable, "-c", "import sys; print(sys.path)"], capture_output=True, text=True, check=True
        ).stdout
    ):
        pytest.skip("the program is not installed here")
    subprocess.run(command, cwd=trap, env=environment(tmp_path / "donnees"), capture_output=True, check=False)
    assert not (tmp_path / "pris").exists()


def test_a_shared_program_reads_no_path_of_the_user(trap: Path, tmp_path: Path) -> None:
    hostile = {"PYTHONPATH": str(trap), "PYTHONSTARTUP": str(trap / "textual.py"), "PYTHONINSPECT": "1"}
    with Terminal(program(), environment(tmp_path / "donnees", CPF_TUI_SHARED="1", **hostile)) as t:
        t.wait("Bienvenue", "Quitter")
        (inside,) = _children(t._process.pid)
        given = of(inside, "cmdline").split("\0")
        if os.geteuid() == 0:
            names = [one.partition("=")[0] for one in of(inside, "environ").split("\0")]
            assert not [one for one in names if one.startswith(("PYTHON", "TEXTUAL", "LD_"))]
            assert len(list(Path(f"/proc/{inside}/fd").iterdir())) < 40
        assert given[1:4] == ["-I", "-X", "utf8"]
        t.press("ctrl+q")
        assert t.wait_end() == 0
        assert ">>>" not in t.text
    assert not (tmp_path / "pris").exists()


def test_what_was_open_before_is_not_inherited_by_a_shared_program(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root sees what a closed process holds")
    secret = tmp_path / "secret"
    secret.write_text("x", encoding="utf-8")
    shell = ["/bin/sh", "-c", f"exec 9<{secret}; exec {' '.join(program())}"]
    with Terminal(shell, environment(tmp_path / "donnees", CPF_TUI_SHARED="1")) as t:
        t.wait("Bienvenue", "Quitter")
        (inside,) = _children(t._process.pid)
        held = [os.readlink(one) for one in Path(f"/proc/{inside}/fd").iterdir()]  # noqa: PTH115 - anonymous ones too
        assert str(secret) not in held
        assert str(secret) in [os.readlink(one) for one in Path(f"/proc/{t._process.pid}/fd").iterdir()]  # noqa: PTH115


def test_the_keys_typed_are_logged_nowhere(tmp_path: Path) -> None:
    log = tmp_path / "touches.log"
    hostile = {"TEXTUAL_LOG": str(log), "TEXTUAL": "debug,devtools", "TEXTUAL_SCREENSHOT": "1", "TEXTUAL_DEBUG": "1"}
    with Terminal(program(), environment(tmp_path / "donnees", **hostile)) as t:
        t.wait("Bienvenue", "Quitter").press("1").wait_field("Quel est votre numéro")
        t.type("2 00 99 99").wait("2 00 99 99").press("ctrl+q")
        t.wait_end()
    assert not log.exists()
    assert not list(tmp_path.rglob("*.svg"))
    assert not list(ROOT.glob("*.svg"))


def _children(process: int) -> list[int]:
    return [int(one) for one in of(process, f"task/{process}/children").split()]
