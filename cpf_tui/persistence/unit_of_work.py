"""Transactions: one unit of work per use case, rolled back unless it commits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from sqlalchemy import Connection

from cpf_tui import ports
from cpf_tui.domain.errors import StorageError
from cpf_tui.persistence import schema
from cpf_tui.persistence.backend import Backend
from cpf_tui.persistence.failures import SentenceFor, explained, explained_commit
from cpf_tui.persistence.repositories.access import SqlAttempts, SqlResets, SqlSecondFactors
from cpf_tui.persistence.repositories.assistance import SqlAssistance
from cpf_tui.persistence.repositories.audit import SqlAudit
from cpf_tui.persistence.repositories.dossiers import SqlDossiers
from cpf_tui.persistence.repositories.drafts import SqlDrafts
from cpf_tui.persistence.repositories.ledger import SqlLedger
from cpf_tui.persistence.repositories.operations import SqlOperations
from cpf_tui.persistence.repositories.people import SqlAdvisors, SqlHolders
from cpf_tui.persistence.repositories.personal import SqlPersonal
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
    attempts: ports.AttemptRepository
    second_factors: ports.SecondFactorRepository
    resets: ports.ResetRepository
    personal: ports.PersonalRepository

    def __init__(self, connection: Connection, vault: ports.Vault, sentence_for: SentenceFor) -> None:
        self._connection = connection
        self._sentence_for = sentence_for
        self.holders = SqlHolders(connection, vault)
        self.advisors = SqlAdvisors(connection)
        self.ledger = SqlLedger(connection)
        self.dossiers = SqlDossiers(connection)
        self.projects = SqlProjects(connection)
        self.assistance = SqlAssistance(connection)
        self.drafts = SqlDrafts(connection)
        self.operations = SqlOperations(connection)
        self.audit = SqlAudit(connection)
        self.attempts = SqlAttempts(connection)
        self.second_factors = SqlSecondFactors(connection, vault)
        self.resets = SqlResets(connection)
        self.personal = SqlPersonal(connection)

    def commit(self) -> None:
        """Make everything durable. Raises `StorageError` when the disk does not confirm."""
        with explained_commit(self._sentence_for):
            self._connection.commit()


class SqlDatabase:
    """The database of the program; it may be used from several threads, and must be closed."""

    def __init__(self, backend: Backend, vault: ports.Vault) -> None:
        """Create, check and upgrade what stands behind as needed. Raises `StorageError` with what to do."""
        self._held = ExitStack()
        self._held.enter_context(backend.in_use())
        self.backend = backend
        self._vault = vault
        try:
            backend.prepare()
            self._writer = backend.writer()
            self._reader = backend.reader()
            self._stay_open()
        except BaseException:
            self._held.close()
            raise

    def _stay_open(self) -> None:
        """Open a connection now, which the engine keeps: the first one has to write beside the file.

        Once it is there, a disk that fills up later stops what writes, not what reads.
        """
        with explained(self.backend.sentence_for), self._reader.connect() as connection:
            self.backend.version(connection)

    @contextmanager
    def read(self) -> Iterator[ports.UnitOfWork]:
        """Open a consistent view, for reading only."""
        with explained(self.backend.sentence_for), self._reader.connect() as connection:
            yield SqlUnitOfWork(connection, self._vault, self.backend.sentence_for)

    @contextmanager
    def write(self) -> Iterator[ports.UnitOfWork]:
        """Open an exclusive transaction; rolled back unless `commit` is called.

        The schema is checked inside it: a program left running while another upgraded the database writes nothing.
        """
        with explained(self.backend.sentence_for), self._writer.connect() as connection:
            connection.begin()
            found = self.backend.version(connection)
            if found != schema.SCHEMA_VERSION:
                raise StorageError(schema.newer(found))
            yield SqlUnitOfWork(connection, self._vault, self.backend.sentence_for)

    def settle(self) -> bool:
        """Let go of the bytes that deleted rows left behind; False when it could not be done entirely yet."""
        with explained(self.backend.sentence_for):
            return self.backend.settle(self._writer)

    def close(self) -> None:
        """Close every connection; the last one of the machine empties the journal into the file."""
        self._reader.dispose()
        self._writer.dispose()
        self._held.close()
