"""Transactions, and the repositories that work in one."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from cpf_tui.ports.access import AttemptRepository, AuditRepository, ResetRepository, SecondFactorRepository
from cpf_tui.ports.people import (
    AdvisorRepository,
    AssistanceRepository,
    DraftRepository,
    HolderRepository,
    PersonalRepository,
    ProjectRepository,
)
from cpf_tui.ports.rights import DossierRepository, LedgerRepository, OperationRepository


class UnitOfWork(Protocol):
    """One transaction: everything in it is written together at `commit`, or not at all."""

    holders: HolderRepository
    advisors: AdvisorRepository
    ledger: LedgerRepository
    dossiers: DossierRepository
    projects: ProjectRepository
    assistance: AssistanceRepository
    drafts: DraftRepository
    operations: OperationRepository
    audit: AuditRepository
    attempts: AttemptRepository
    second_factors: SecondFactorRepository
    resets: ResetRepository
    personal: PersonalRepository

    def commit(self) -> None:
        """Make everything durable; without it, leaving the block rolls back."""


class Database(Protocol):
    """Opens units of work. A write transaction is exclusive from its start, so what it reads cannot change under it."""

    def read(self) -> AbstractContextManager[UnitOfWork]:
        """Open a consistent view, for reading only."""

    def write(self) -> AbstractContextManager[UnitOfWork]:
        """Open an exclusive transaction; rolled back unless `commit` is called."""

    def settle(self) -> bool:
        """Let go of the bytes that deleted rows left behind; False when it could not be done entirely yet."""
