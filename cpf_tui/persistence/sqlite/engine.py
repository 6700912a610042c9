"""Connections to the encrypted file: the one driver, the one set of PRAGMAs, one engine to write and one to read.

SQLAlchemy's default for SQLite loses updates: it lets two transactions read the same balance. Here a write
transaction is IMMEDIATE, exclusive from its first statement, and a read transaction sees one state of the file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlcipher3 import dbapi2

from cpf_tui.domain.errors import StorageError

BUSY_SECONDS = 30
SETTLE_SECONDS = 5.0  # for which the readers of an old journal are waited for, when it is to be emptied
KEY_BYTES = 32
# The corruption race of SQLite's WAL with several connections: present from the first version, fixed after the last.
_WAL_RACE = ((3, 7, 0), (3, 51, 2))
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA secure_delete = ON",
    f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}",
)


def driver_version() -> tuple[int, ...]:
    """Give the version of the SQLite that the driver bundles."""
    return tuple(dbapi2.sqlite_version_info)


def is_vulnerable(version: tuple[int, ...]) -> bool:
    """Say whether that SQLite has the WAL race: it must not open a shared database."""
    first, last = _WAL_RACE
    return first <= version <= last


def connect(path: Path, key: bytes, mode: str = "rw") -> Any:
    """Open an existing file (never create one) with its raw key; nothing is read yet, so a wrong key still passes.

    `mode` is `rw`, or `ro` to leave the file and its folder untouched.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("the key of the database is 32 bytes")
    connection = dbapi2.connect(
        f"file:{quote(str(path))}?mode={mode}",
        uri=True,
        isolation_level=None,  # the transactions are ours, see `_engine`
        check_same_thread=False,  # the pool lends a connection to one thread at a time
        timeout=BUSY_SECONDS,
    )
    # SQLCipher writes its own errors on the terminal, over the screen; what matters comes back as an exception.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def _prepared(path: Path, key: bytes, pragmas: tuple[str, ...], mode: str) -> Any:
    connection = connect(path, key, mode)
    try:
        for pragma in pragmas:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


def _engine(
    path: Path, key: bytes, begin: str, pragmas: tuple[str, ...], *, pool_size: int, mode: str = "rw"
) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: _prepared(path, key, pragmas, mode),
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=BUSY_SECONDS,
        hide_parameters=True,  # an error is written in a report: no personal data in it
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def write_engine(path: Path, key: bytes) -> Engine:
    """Build the engine that writes: one connection, so that threads of a process queue without spinning."""
    opened = _engine(path, key, "BEGIN IMMEDIATE", _PRAGMAS, pool_size=1)
    held: list[tuple[int, int] | None] = []

    @event.listens_for(opened, "connect")
    def _held(_connection: object, _record: object) -> None:
        held[:] = [_identity(path)]

    @event.listens_for(opened, "begin", insert=True)
    def _still_there(_connection: Connection) -> None:
        """Write nothing in a file that has lost its name: what is acknowledged would be found by nobody."""
        if held != [_identity(path)]:
            raise StorageError(
                "La base {path} a été déplacée, effacée ou remplacée pendant que le programme s’en sert : rien n’a été "
                "enregistré. Remettez-la à sa place, puis relancez le programme.",
                path=path,
            )

    return opened


def _identity(path: Path) -> tuple[int, int] | None:
    """Tell a file from any other that may take its name; None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def read_engine(path: Path, key: bytes) -> Engine:
    """Build the engine that reads: several connections, none of which can write."""
    return _engine(path, key, "BEGIN", (*_PRAGMAS, "PRAGMA query_only = ON"), pool_size=8)


def copy_engine(path: Path, key: bytes) -> Engine:
    """Build the engine that reads a backup: one connection, that changes neither the file nor its folder."""
    return _engine(
        path, key, "BEGIN", ("PRAGMA trusted_schema = OFF", "PRAGMA query_only = ON"), pool_size=1, mode="ro"
    )


def upkeep_engine(path: Path, key: bytes) -> Engine:
    """Build the engine that works on a file not yet in its place: one connection, and no journal left by a kill."""
    pragmas = tuple(one.replace("= WAL", "= MEMORY") for one in _PRAGMAS)
    return _engine(path, key, "BEGIN IMMEDIATE", pragmas, pool_size=1)


def empty_journal(writer: Engine) -> bool:
    """Copy the journal into the file, then cut it to nothing; False when a reader or a writer held it all the time.

    `secure_delete` wrote zeros over what was deleted, but the pages as they were before are still in the journal. A
    reader who began before the deletion may still need them: it is waited for, a few seconds.
    """
    pooled = writer.raw_connection()
    cursor = pooled.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout = {round(SETTLE_SECONDS * 1000)}")
        busy, _pages, _copied = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        pooled.close()
