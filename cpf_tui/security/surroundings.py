"""What the process was started in: variables and folders that could make it load, log or open what it should not.

Read before anything else is imported. The deeper cure, used where the terminal is shared, is to start again in an
interpreter that never saw them (`cpf_tui.guardian`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping
from pathlib import Path

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


def clean_path(path: list[str], current: Path, own: Path) -> None:
    """Let no module be found in the folder one happens to be in, unless the program itself lives there.

    `python -m cpf_tui` puts it first: a `textual.py` lying in a download folder would be run.
    """
    where = current.resolve()
    if where == own:
        return
    path[:] = [one for one in path if one and Path(one).is_absolute() and Path(one).resolve() != where]


def clean() -> None:
    """Clean the variables and the search path of this process."""
    clean_environment(os.environ)
    try:
        current = Path.cwd()
    except OSError:  # it was removed: nothing can be found there
        return
    clean_path(sys.path, current, Path(__file__).resolve().parents[2])
