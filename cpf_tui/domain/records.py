"""What a dossier holds: the training asked for, the consent, corrections, funding lines, events (decree 2014-1717)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from cpf_tui.domain.people import Role
from cpf_tui.domain.quantity import ZERO, Quantity


class State(StrEnum):
    """The states of a dossier; `cpf_tui.domain.dossier` holds the transitions and the three wordings of each."""

    DRAFT = "brouillon"
    CONSENTED = "consenti"
    SUBMITTED = "soumis"
    CORRECTION = "correction_demandee"
    SUSPENDED = "suspendu"
    FUNDING = "attente_financement"
    VALIDATED = "valide"
    IN_TRAINING = "en_formation"
    CLOSED = "clos"
    WITHDRAWN = "retire"
    REFUSED = "refuse"
    ABANDONED = "abandonne"


@dataclass(frozen=True, slots=True)
class Dossier:
    """A training dossier.

    `answers` are the form's answers as typed, by question name; `planned` and `realised` are quantities of the unit;
    `version` grows at each change, so that two people cannot overwrite each other.
    """

    id: str
    reference: str
    holder_id: str
    offer_id: str
    title: str
    organisation: str
    certification: str
    state: State
    planned: Quantity
    created_at: datetime
    updated_at: datetime
    answers: Mapping[str, str] = field(default_factory=dict)
    realised: Quantity | None = None
    price_cents: int | None = None
    start: date | None = None
    end: date | None = None
    operator: str = ""  # the body the dossier was submitted to
    consent_at: datetime | None = None
    consent_quantity: Quantity = ZERO
    version: int = 1


@dataclass(frozen=True, slots=True)
class DossierEvent:
    """One line of the dossier's history, never changed: who did what, when, and why."""

    dossier_id: str
    at: datetime
    role: Role
    actor: str
    action: str  # a key of `dossier.TRANSITIONS`, or a note kind
    state: State  # the state reached
    reason: str = ""
    detail: str = ""
    seq: int = 0


class CorrectionKind(StrEnum):
    """Why an advisor asks for a correction."""

    INCOMPLETE = "incomplet"
    INCORRECT = "incorrect"
    OUTDATED = "perime"


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction asked for one question of the dossier, and the holder's answer once given."""

    id: str
    dossier_id: str
    field: str
    kind: CorrectionKind
    message: str
    asked_by: str
    asked_at: datetime
    answered_at: datetime | None = None


class FundingState(StrEnum):
    """Where a funder's answer stands."""

    REQUESTED = "demande"
    AGREED = "accorde"
    REFUSED = "refuse"


@dataclass(frozen=True, slots=True)
class FundingLine:
    """What one complementary funder is asked for, and its answer: hours of rights, and euros in cents."""

    id: str
    dossier_id: str
    funder: str
    quantity: Quantity
    euros_cents: int
    state: FundingState
    asked_at: datetime
    asked_by: str
    comment: str = ""
    answered_at: datetime | None = None
    answer: str = ""


class ProofState(StrEnum):
    """The proof of a DIF balance is a tracked object (step 3)."""

    EXPECTED = "attendue"
    SEEN = "vue"
    MISMATCH = "ecart"


@dataclass(frozen=True, slots=True)
class DifDeclaration:
    """The DIF balance a holder declared, with the document that proves it; the latest one counts (D1234-6, R6323-7)."""

    holder_id: str
    quantity: Quantity
    employer: str
    document: str  # certificat | attestation | bulletin
    document_date: date
    declared_at: datetime
    proof: ProofState = ProofState.EXPECTED
    proof_comment: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers of a form not yet finished: saved after every answer, as typed; secrets never enter it."""

    owner_id: str
    form: str
    subject: str
    answers: Mapping[str, str]
    operation_id: str  # made when the form opens: submitting twice acts once
    updated_at: datetime
