"""Who uses the base: programs that have it open, or the one that puts another file in its place, never both.

A file is swapped under the feet of a program that has it open: it would go on writing in the one put aside. So every
program holds a shared lock on the folder of the base while it has it open, and the swap needs the exclusive one. A
killed program leaves no lock behind.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2

from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.text import Text, text
from cpf_tui.persistence.sqlite import engine, swap
from cpf_tui.security import files

_OTHER = text(
    "La base est utilisée par un autre programme : cpf-tui est resté ouvert dans un autre terminal ou une autre "
    "session. Fermez-le, puis recommencez."
)


@contextmanager
def in_use(base: Path) -> Iterator[None]:
    """Hold the base open beside other programs; a swap that was cut short is finished first.

    Raises `StorageError` while another program replaces the file.
    """
    with files.reachable(base):
        files.make_folder(base.parent)
    while swap.pending(base) is not None:
        with _locked(base.parent, exclusive=True, wait=True):
            swap.finish(base)
    with _locked(base.parent, exclusive=False, wait=False):
        yield


@contextmanager
def sole_use(base: Path, key: bytes) -> Iterator[None]:
    """Hold the base alone, at rest in a single file; raises `StorageError` when another program has it open."""
    with _locked(base.parent, exclusive=True, wait=False):
        swap.finish(base)
        _put_at_rest(base, key)
        yield


def _put_at_rest(base: Path, key: bytes) -> None:
    """Empty the journal into the file, which SQLite does only for a program alone with it, of whatever kind."""
    if not _readable(base, key):
        return  # why it is replaced: it is kept as it is, its journal with it, that closing it would empty into it
    connection = engine.connect(base, key)
    try:
        connection.execute("PRAGMA busy_timeout = 1000")
        connection.execute("PRAGMA journal_mode = DELETE")
    except dbapi2.Error as error:
        if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise StorageError(_OTHER) from error
    finally:
        connection.close()


def _readable(base: Path, key: bytes) -> bool:
    """Say whether a base opens at all, without changing anything of it."""
    if not base.exists():
        return False
    connection = engine.connect(base, key, mode="ro")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except dbapi2.Error as error:
        # Unless others have it open, and it is busy.
        return str(getattr(error, "sqlite_errorname", "")).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
    finally:
        connection.close()
    return True


@contextmanager
def _locked(folder: Path, *, exclusive: bool, wait: bool) -> Iterator[None]:
    if sys.platform == "win32":  # a file that is open cannot be replaced there
        yield
        return
    import fcntl

    with files.reachable(folder):
        descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        kind = fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH
        try:
            fcntl.flock(descriptor, kind if wait else kind | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StorageError(_users(descriptor) if exclusive else _replaced()) from error
        yield
    finally:
        os.close(descriptor)


def _replaced() -> Text:
    return text(
        "La base est en train d’être remise en place ou rechiffrée par une autre commande. Attendez qu’elle finisse, "
        "puis recommencez."
    )


def _users(descriptor: int) -> Text:
    """Say which programs have the base open, where the system tells."""
    try:
        locks = Path("/proc/locks").read_text(encoding="ascii")
    except (OSError, ValueError):
        return _OTHER
    inode = f":{os.fstat(descriptor).st_ino}"
    rows = [line.split() for line in locks.splitlines()]
    found = {row[-4] for row in rows if "FLOCK" in row and "->" not in row and row[-3].endswith(inode)}
    if not found - {"-1", "0"}:
        return _OTHER
    return text(
        "La base est utilisée par un autre programme (processus {processes}) : cpf-tui est resté ouvert dans un autre "
        "terminal ou une autre session. Fermez-le, puis recommencez.",
        processes=", ".join(sorted(found - {"-1", "0"}, key=int)),
    )
