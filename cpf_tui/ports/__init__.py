"""What the use cases need from the outside, as Protocols: persistence, catalogue, clock, secrets.

Services are written and tested against these; `cpf_tui.bootstrap` chooses what stands behind them.
"""

from __future__ import annotations

from cpf_tui.ports.access import AttemptRepository, AuditRepository, ResetRepository, SecondFactorRepository
from cpf_tui.ports.consulted import Gazetteer, InformationPages, Reference, ReferenceData, TrainingCatalogue
from cpf_tui.ports.database import Database, UnitOfWork
from cpf_tui.ports.people import (
    AdvisorRepository,
    AssistanceRepository,
    DraftRepository,
    HolderRepository,
    PersonalRepository,
    ProjectRepository,
)
from cpf_tui.ports.rights import DossierRepository, LedgerRepository, OperationRepository
from cpf_tui.ports.surroundings import Clock, SecretHasher, Vault

__all__ = [
    "AdvisorRepository",
    "AssistanceRepository",
    "AttemptRepository",
    "AuditRepository",
    "Clock",
    "Database",
    "DossierRepository",
    "DraftRepository",
    "Gazetteer",
    "HolderRepository",
    "InformationPages",
    "LedgerRepository",
    "OperationRepository",
    "PersonalRepository",
    "ProjectRepository",
    "Reference",
    "ReferenceData",
    "ResetRepository",
    "SecondFactorRepository",
    "SecretHasher",
    "TrainingCatalogue",
    "UnitOfWork",
    "Vault",
]
