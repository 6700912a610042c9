"""Connections to the server: the one driver, one engine to write and one to read.

At PostgreSQL's default (READ COMMITTED) two programs that read a balance, check it and write lose hours. Here a write
transaction begins by one lock, that of the database: what it has read cannot change under it, as BEGIN IMMEDIATE gives
on the embedded file. Nothing is lost by that: the audit is one chain, which writers extend one after the other anyway.
A read transaction sees one state (REPEATABLE READ, READ ONLY) and waits for nobody.
"""

from __future__ import annotations

from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

from cpf_tui.persistence.postgresql.address import Address

BUSY_SECONDS = 30
WRITE_LOCK = 0x43504654  # « CPFT », of the database it is taken in
# A program suspended, or gone without a word, in the middle of a transaction: the server gives it up, for a writer
# before those who wait for it do. A reader keeps nobody waiting, and the integrity report thinks for long.
_WRITER_IDLE_SECONDS, _READER_IDLE_SECONDS = 20, 900
_SESSION = (
    "SET idle_in_transaction_session_timeout = '{idle}s'; "
    # What is acknowledged is on the disk, whatever the server was told to do for others.
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
)
_BEGIN_WRITE = f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'; SELECT pg_advisory_xact_lock({WRITE_LOCK})"


class DiscreetCursor(psycopg.Cursor[Any]):
    """A cursor whose errors do not repeat the row: PostgreSQL adds it to the message, and a message is reported."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> DiscreetCursor:
        """Run a statement."""
        try:
            return super().execute(query, params, **options)
        except psycopg.Error as error:
            _hide(error)
            raise

    def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
        """Run a statement once for each row."""
        try:
            super().executemany(query, params_seq, **options)
        except psycopg.Error as error:
            _hide(error)
            raise


def _hide(error: psycopg.Error) -> None:
    if error.diag.message_primary:
        error.args = (error.diag.message_primary,)


def connect(address: Address) -> psycopg.Connection[Any]:
    """Open a connection, outside any transaction. Raises `psycopg.OperationalError`."""
    given: dict[str, Any] = {**address.parameters}
    return psycopg.connect(autocommit=True, cursor_factory=DiscreetCursor, **given)


def _prepared(address: Address, level: psycopg.IsolationLevel, *, read_only: bool) -> psycopg.Connection[Any]:
    connection = connect(address)
    try:
        idle = _READER_IDLE_SECONDS if read_only else _WRITER_IDLE_SECONDS
        connection.execute(_SESSION.format(idle=idle))
        connection.autocommit = False
        connection.isolation_level = level
        if read_only:
            connection.read_only = True
    except BaseException:
        connection.close()
        raise
    return connection


def _engine(address: Address, level: psycopg.IsolationLevel, *, pool_size: int, read_only: bool = False) -> Engine:
    return create_engine(
        "postgresql+psycopg://",
        creator=lambda: _prepared(address, level, read_only=read_only),
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=BUSY_SECONDS,
        pool_pre_ping=True,  # the server may have been restarted since
        use_native_hstore=False,
        hide_parameters=True,  # an error is written in a report: no personal data in it
    )


def write_engine(address: Address) -> Engine:
    """Build the engine that writes: one connection, for writers take turns anyway."""
    engine = _engine(address, psycopg.IsolationLevel.READ_COMMITTED, pool_size=1)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(_BEGIN_WRITE)

    return engine


def read_engine(address: Address) -> Engine:
    """Build the engine that reads: a few connections, none of which can write."""
    return _engine(address, psycopg.IsolationLevel.REPEATABLE_READ, pool_size=4, read_only=True)
