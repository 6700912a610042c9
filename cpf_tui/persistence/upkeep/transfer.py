"""The embedded base moved to a server: one transaction, kept only when every row is found the same on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select

from cpf_tui.domain.audit import Action, NewAuditLine
from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.people import Role
from cpf_tui.domain.text import Text, text
from cpf_tui.persistence import integrity
from cpf_tui.persistence.backend import Backend, Finding
from cpf_tui.persistence.failures import explained as explained_by
from cpf_tui.persistence.failures import explained_commit
from cpf_tui.persistence.postgresql.backend import PostgresBackend
from cpf_tui.persistence.repositories.audit import SqlAudit
from cpf_tui.persistence.sqlite import moved, occupancy
from cpf_tui.persistence.sqlite.backend import SqliteBackend
from cpf_tui.persistence.sqlite.failures import explained
from cpf_tui.persistence.tables import audit
from cpf_tui.persistence.upkeep import manifest
from cpf_tui.persistence.upkeep.manifest import Contents
from cpf_tui.persistence.upkeep.rows import Compared, compare_rows, copy_rows, count, tables
from cpf_tui.persistence.upkeep.snapshot import Progress
from cpf_tui.security import files


@dataclass(frozen=True, slots=True)
class Transferred:
    """What was found the same on both sides: tables, then accounts and movements replayed, then the ends of the chains.

    `already` when the server held it all: a transfer whose end could not be confirmed.
    """

    tables: tuple[Compared, ...]
    report: integrity.Report
    contents: Contents
    already: bool


@dataclass(frozen=True, slots=True)
class Within:
    """A database seen from inside a transaction not yet committed, for the integrity report."""

    backend: Backend
    connection: Connection

    @contextmanager
    def examined(self) -> Iterator[Connection]:
        """Give the connection of the transaction."""
        yield self.connection

    def findings(self, connection: Connection) -> Iterable[Finding]:
        """Look at what is the database's own."""
        return self.backend.findings(connection)

    def counted(self, connection: Connection, table: str) -> int:
        """Read a counter."""
        return self.backend.counted(connection, table)


def transfer(
    base: Path, key: bytes, server: PostgresBackend, *, at: datetime, progress: Progress | None = None
) -> Transferred:
    """Move a base, held alone meanwhile, to the empty database of a server; the file stays, marked as moved.

    Raises `StorageError`, nothing kept on the server, when the base is not sound, when the database is not empty, or
    when a row is not the same on both sides.
    """
    embedded = SqliteBackend(base, key)
    with files.reachable(base), explained(), occupancy.sole_use(base, key):
        embedded.prepare()
        server.prepare()
        reader = embedded.reader()
        try:
            with reader.connect() as source:
                refuse_unsound(Within(embedded, source))
                done = _move(source, server, at, progress)
        finally:
            reader.dispose()
        moved.mark(base, server.address.shown, at)
    return done


def refuse_unsound(seen: Within) -> integrity.Report:
    """Look at everything; raises `StorageError` with the first anomaly, or returns the report."""
    report = integrity.verify(seen)
    if not report.clean:
        raise StorageError(
            "La base a des anomalies et n’est pas reprise. La première : {finding} Lancez « cpf-tui verifier ».",
            finding=report.findings[0].sentence,
        )
    return report


def _move(source: Connection, server: PostgresBackend, at: datetime, progress: Progress | None) -> Transferred:
    writer = server.writer()
    try:
        with explained_by(server.sentence_for), writer.connect() as target:
            target.begin()
            if any(count(target, one) for one in tables()):
                return _already(source, server, target)
            done = fill(source, server, target, progress)
            SqlAudit(target).append(NewAuditLine(Role.OPERATOR, "", Action.TRANSFERRED), at)
            with explained_commit(server.sentence_for):
                target.commit()
            return done
    finally:
        writer.dispose()


def fill(source: Connection, backend: Backend, target: Connection, progress: Progress | None) -> Transferred:
    """Copy every row into an empty database, in a transaction of its writer, and compare all of it.

    Raises `StorageError` when anything differs: the caller rolls back.
    """
    with backend.loading(target):
        copy_rows(source, target, progress)
    compared = tuple(compare_rows(source, target))
    report = refuse_unsound(Within(backend, target))
    return Transferred(compared, report, _same_ends(source, target), already=False)


def not_empty(server: PostgresBackend) -> Text:
    """Say that the database of a server holds something else."""
    return text(
        "La base {where} n’est pas vide : elle contient d’autres données. Donnez l’adresse d’une base vide.",
        where=server.address.shown,
    )


def _same_ends(source: Connection, target: Connection) -> Contents:
    ours, theirs = manifest.contents_of(source, 0), manifest.contents_of(target, 0)
    if ours != theirs:
        raise StorageError("Les chaînes ne finissent pas de même des deux côtés : rien n’a été gardé.")
    return theirs


def _already(source: Connection, server: PostgresBackend, target: Connection) -> Transferred:
    """Recognise a transfer that was done and not confirmed, all its rows there and one line of the audit more."""
    last = target.execute(select(audit.c.action).order_by(audit.c.seq.desc()).limit(1)).scalar()
    if last != Action.TRANSFERRED:
        raise StorageError(not_empty(server))
    try:
        compared = tuple(compare_rows(source, target, but_last=audit))
    except StorageError as error:
        raise StorageError(not_empty(server)) from error
    report = refuse_unsound(Within(server, target))
    return Transferred(compared, report, manifest.contents_of(target, 0), already=True)
