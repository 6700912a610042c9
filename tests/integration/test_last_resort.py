"""What nobody caught, in real processes: a reference and a scrubbed report, never what anybody typed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDLES = ("200999999900174", "Camille", "secretdecamille")
BEGIN = """
import asyncio, sys, threading, warnings, logging, os
from cpf_tui.__main__ import main, _close
_close()
nir, name, secret = "200999999900174", "Camille", "secretdecamille"

class Loud(Exception):
    def __str__(self): return nir
    def __repr__(self): return name
    def __rich__(self): return secret
    def __rich_repr__(self): yield secret

class Broken(Exception):
    def __str__(self): raise ValueError(nir)
    __repr__ = __str__

def fail(kind=ValueError, *given):
    local = nir + name + secret
    raise kind(*(given or (local,)))

def loop_with(task):
    from cpf_tui.last_resort import in_loop
    async def run():
        asyncio.get_running_loop().set_exception_handler(in_loop)
        started = asyncio.get_running_loop().create_task(task())
        await asyncio.sleep(0.05)
        del started
        import gc; gc.collect()
    asyncio.run(run())
"""
COMMAND = "import cpf_tui.cli.parser as p\np.build = lambda: {}\nsys.exit(main(['verifier']))"
FAILURES = {
    "main": "fail()",
    "loud": "fail(Loud)",
    "broken": "fail(Broken)",
    "chained": "try: fail()\nexcept ValueError as error: raise KeyError(name) from error",
    "in the handler of another": "try: fail()\nexcept ValueError: fail(KeyError, name)",
    "group": "raise ExceptionGroup(name, [ValueError(nir), ExceptionGroup(secret, [KeyError(name)])])",
    "base group": "raise BaseExceptionGroup(name, [KeyboardInterrupt(nir)])",
    "circle": "a, b = ValueError(nir), KeyError(name)\na.__cause__, b.__cause__ = b, a\nraise a",
    "recursion": "def deep(nir): return deep(nir)\ndeep(nir)",
    "memory": "raise MemoryError(nir)",
    "a class made while running": "raise type(name + nir, (Exception,), {})(secret)",
    "a function made while running": "f = 1\ndef f(): fail()\nexec(compile('f()', f'/tmp/{name}.py', 'exec'))",
    "thread": "one = threading.Thread(target=fail, name=name); one.start(); one.join()",
    "destructor": "class D:\n    def __del__(self): fail()\nd = D(); del d",
    "task": "async def t(): fail()\nloop_with(t)",
    "callback": "async def t(): asyncio.get_running_loop().call_soon(fail)\nloop_with(t)",
    "warning": "warnings.simplefilter('always'); warnings.warn(name + nir); "
    "warnings.warn_explicit(nir, UserWarning, name, 1)",
    "log": "logging.getLogger('x').error('%s %s', name, nir, exc_info=ValueError(secret)); logging.error(nir)",
    "a log that fails": "logging.getLogger('x').error('%d', name)",
    "generator": "def g():\n    try: yield 1\n    finally: fail()\nit = g(); next(it); del it",
    "at exit": "import atexit; atexit.register(fail)",
    "the command line": COMMAND.format("fail(Loud)"),
    "an import": "sys.modules['cpf_tui.cli.main'] = None\nsys.exit(main(['verifier']))",
    "interrupted": COMMAND.format("fail(KeyboardInterrupt)"),
    "leaving with words": COMMAND.format("sys.exit(nir)"),
}
SILENT = {"warning", "log", "a log that fails", "interrupted", "leaving with words"}


@pytest.mark.parametrize("what", FAILURES)
def test_nothing_personal_is_said_nor_kept(what: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "CPF_TUI_DATA_DIR": str(tmp_path),
        "PYTHONFAULTHANDLER": "1",
        "PYTHONASYNCIODEBUG": "1",
    }
    command = [sys.executable, "-X", "dev", "-c", BEGIN + FAILURES[what]]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)
    kept = "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.txt"))
    for needle in NEEDLES:
        assert needle not in done.stdout + done.stderr + kept
    assert "Traceback" not in done.stdout + done.stderr
    assert "INC-" not in kept  # the reference is the name of the file
    reports = [path.stem for path in (tmp_path / "incidents").glob("*.txt")]
    assert bool(reports) is (what not in SILENT)
    for said in re.findall(r"INC-[0-9A-Z]{6}", done.stderr):
        assert said in reports


def test_a_crash_of_the_machine_code_says_places_only(tmp_path: Path) -> None:
    crash = "import faulthandler, ctypes\nfaulthandler.enable()\ndef f(nir): ctypes.string_at(0)\nf(nir)"
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + crash], cwd=ROOT, env={**os.environ, "CPF_TUI_DATA_DIR": str(tmp_path)},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode < 0
    assert not any(needle in done.stdout + done.stderr for needle in NEEDLES)
    assert list(tmp_path.glob("core*")) == []


def test_a_report_that_cannot_be_written_still_has_its_reference(tmp_path: Path) -> None:
    (tmp_path / "incidents").write_text("a file in the place of the folder", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + "fail()"], cwd=ROOT, env={**os.environ, "CPF_TUI_DATA_DIR": str(tmp_path)},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert re.fullmatch(r"cpf-tui : INC-[0-9A-Z]{6}\n", done.stderr)
