"""Transactions: one unit of work per use case, rolled back unless it commits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from cpf_tui import ports
from cpf_tui.domain.errors import StorageError
from cpf_tui.persistence import engine, schema, startup
from cpf_tui.persistence.failures import explained, explained_commit
from cpf_tui.persistence.repositories.assistance import SqlAssistance
from cpf_tui.persistence.repositories.audit import SqlAudit
from cpf_tui.persistence.repositories.dossiers import SqlDossiers
from cpf_tui.persistence.repositories.drafts import SqlDrafts
from cpf_tui.persistence.repositories.ledger import SqlLedger
from cpf_tui.persistence.repositories.operations import SqlOperations
from cpf_tui.persistence.repositories.people import SqlAdvisors, SqlHolders
from cpf_tui.persistence.repositories.projects import SqlProjects


class SqlUnitOfWork:
    """One transaction on one connection, and the repositories that work in it."""

    holders: ports.HolderRepository
    advisors: ports.AdvisorRepository
    ledger: ports.LedgerRepository
    dossiers: ports.DossierRepository
    projects: ports.ProjectRepository
    assistance: ports.AssistanceRepository
    drafts: ports.DraftRepository
    operations: ports.OperationRepository
    audit: ports.AuditRepository

    def __init__(self, connection: Connection, vault: ports.Vault) -> None:
        self._connection = connection
        self.holders = SqlHolders(connection, vault)
        self.advisors = SqlAdvisors(connection)
        self.ledger = SqlLedger(connection)
        self.dossiers = SqlDossiers(connection)
        self.projects = SqlProjects(connection)
        self.assistance = SqlAssistance(connection)
        self.drafts = SqlDrafts(connection)
        self.operations = SqlOperations(connection)
        self.audit = SqlAudit(connection)

    def commit(self) -> None:
        """Make everything durable. Raises `StorageError` when the disk does not confirm."""
        with explained_commit():
            self._connection.commit()


class SqlDatabase:
    """The database of the program; it may be used from several threads, and must be closed."""

    def __init__(self, path: Path, key: bytes, vault: ports.Vault) -> None:
        """Create, check and upgrade the file as needed. Raises `StorageError` with what to do."""
        startup.prepare(path, key)
        self.path = path
        self._vault = vault
        self._writer = engine.write_engine(path, key)
        self._reader = engine.read_engine(path, key)

    @contextmanager
    def read(self) -> Iterator[ports.UnitOfWork]:
        """Open a consistent view, for reading only."""
        with explained(), self._reader.connect() as connection:
            yield SqlUnitOfWork(connection, self._vault)

    @contextmanager
    def write(self) -> Iterator[ports.UnitOfWork]:
        """Open an exclusive transaction; rolled back unless `commit` is called.

        The schema is checked inside it: a program left running while another upgraded the file writes nothing.
        """
        with explained(), self._writer.connect() as connection:
            connection.begin()
            found = schema.version(connection)
            if found != schema.SCHEMA_VERSION:
                raise StorageError(startup.newer(found))
            yield SqlUnitOfWork(connection, self._vault)

    def close(self) -> None:
        """Close every connection; the last one of the machine empties the journal into the file."""
        self._reader.dispose()
        self._writer.dispose()
