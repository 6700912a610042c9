"""Everything that is held about one person, gathered for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cpf_tui.domain.audit import AuditLine
from cpf_tui.domain.ledger import Account, StatementLine
from cpf_tui.domain.lock import Attempts
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import AssistanceRequest, Authorisation, ContactNote, Diploma, Holder, ShortlistItem
from cpf_tui.domain.records import Correction, DifDeclaration, Dossier, DossierEvent, Draft, FundingLine


@dataclass(frozen=True, slots=True)
class AttestedReset:
    """An identity attested so that a new secret could be chosen; the code itself is never kept."""

    id: str
    attested_by: str  # the id of the advisor
    attested_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Traces:
    """What one person leaves: every DIF declaration (the last one is in force), drafts, sign-ins, audit lines.

    `audit` is in the order it was written.
    """

    last_sign_in_at: datetime | None
    declarations: tuple[DifDeclaration, ...]
    drafts: tuple[Draft, ...]
    attempts: tuple[Attempts, ...]
    resets: tuple[AttestedReset, ...]
    audit: tuple[AuditLine, ...]


@dataclass(frozen=True, slots=True)
class HeldDossier:
    """A dossier with everything attached to it."""

    dossier: Dossier
    events: tuple[DossierEvent, ...]
    corrections: tuple[Correction, ...]
    funding: tuple[FundingLine, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """Everything held about one person (GDPR, articles 15 and 20).

    `commune` is the name of their residence; `titles` are those of the trainings named by their id, where the
    catalogue still has them.
    """

    holder: Holder
    nir: Nir
    accounts: tuple[Account, ...]
    statement: tuple[StatementLine, ...]
    dossiers: tuple[HeldDossier, ...]
    shortlist: tuple[ShortlistItem, ...]
    diplomas: tuple[Diploma, ...]
    contacts: tuple[ContactNote, ...]
    authorisations: tuple[Authorisation, ...]
    requests: tuple[AssistanceRequest, ...]
    traces: Traces
    commune: str
    titles: Mapping[str, str]
