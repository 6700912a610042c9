"""What the process was started in: variables and folders that could make it load, log or open what it should not.

Read before anything else is imported: only what Python has loaded by itself is used here. The deeper cure, used where
the terminal is shared, is to start again in an interpreter that never sees them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping, Sequence
from os.path import abspath, dirname, isabs, realpath

SHARED = "CPF_TUI_SHARED"
_NO = frozenset({"", "0", "false", "f", "no", "n", "off", "non"})
# Families of variables. Textual can log every key to a file, open a debugger, save a picture of the screen; Python can
# stay open at the end (PYTHONINSPECT), call any function at a breakpoint; the loader can bring in foreign code.
_FAMILIES = ("TEXTUAL", "PYTHON", "LD_", "DYLD_", "MALLOC_", "GLIBC_")
# Programs that a library may start, and files that one may read or write without being asked.
_NAMES = frozenset(
    {"EDITOR", "VISUAL", "PAGER", "MANPAGER", "BROWSER", "DEBUG", "GCONV_PATH", "LOCPATH", "NLSPATH"}
    | {"SSLKEYLOGFILE", "OPENSSL_CONF", "OPENSSL_MODULES", "SQLITE_TMPDIR"}
)
# How a person likes their own terminal; on a shared one, nobody chooses for the next.
_TASTE = frozenset({"TEXTUAL_ANIMATIONS", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL_FPS"})


def is_shared(environment: MutableMapping[str, str]) -> bool:
    """Say whether the terminal is shared; what cannot be read counts as yes, and the settings then refuse it."""
    return environment.get(SHARED, "").strip().lower() not in _NO


def is_shared_here() -> bool:
    """Say whether the terminal of this process is shared."""
    return is_shared(os.environ)


def clean_environment(environment: MutableMapping[str, str]) -> None:
    """Delete the variables that nothing of the program needs and that could turn against who uses it."""
    kept = frozenset[str]() if is_shared(environment) else _TASTE
    for name in [one for one in environment if one.startswith(_FAMILIES) or one in _NAMES]:
        if name not in kept:
            del environment[name]


def clean_path(path: list[str], current: str, own: str) -> None:
    """Let no module be found in the folder one happens to be in, unless the program itself lives there.

    `python -m cpf_tui` puts it first: a `textual.py` lying in a download folder would be run.
    """
    where = realpath(current)
    if where == own:
        return
    path[:] = [one for one in path if one and isabs(one) and realpath(one) != where]  # noqa: PTH117 - likewise


def clean() -> None:
    """Clean the variables and the search path of this process."""
    clean_environment(os.environ)
    try:
        current = os.getcwd()  # noqa: PTH109 - `pathlib` may not be Python's own yet, here and below
    except OSError:  # it was removed: nothing can be found there
        return
    clean_path(sys.path, current, root())


def root() -> str:
    """Return the folder that the packages of the program stand in."""
    return realpath(dirname(dirname(dirname(abspath(__file__)))))  # noqa: PTH100, PTH120 - likewise


def isolated(function: str, arguments: Sequence[str]) -> list[str]:
    """Return the command line that calls a function of the entry point; it reads no variable, no folder of the user."""
    code = f"import sys; sys.path.append({root()!r}); from cpf_tui.__main__ import {function}; sys.exit({function}())"
    return [sys.executable, "-I", "-X", "utf8", "-c", code, *arguments]


def start_again() -> None:
    """Become the same program in an isolated interpreter; nothing happens in one that is."""
    if not sys.flags.isolated and sys.platform != "win32":
        line = isolated("main", sys.argv[1:])
        os.execve(line[0], line, os.environ)  # noqa: S606 - this very program
