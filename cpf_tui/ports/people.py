"""People and what they gather: holders, advisors, projects, requests for help, drafts, all that is held of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import (
    Advisor,
    AssistanceMessage,
    AssistanceRequest,
    Authorisation,
    ContactNote,
    Diploma,
    Holder,
    RequestState,
    ShortlistItem,
)
from cpf_tui.domain.personal import Traces
from cpf_tui.domain.records import DifDeclaration, Draft
from cpf_tui.domain.retention import Kept


class HolderRepository(Protocol):
    """Titulaires and their credentials."""

    def add(self, holder: Holder, nir: Nir, secret_hash: str) -> None:
        """Store a new holder; raises `Conflict` if the number already has an account."""

    def update(self, holder: Holder) -> None:
        """Store the changed record."""

    def get(self, holder_id: str) -> Holder:
        """Return a holder; raises `NotFound`."""

    def credentials(self, nir: Nir) -> tuple[str, str] | None:
        """Return (holder id, secret hash) for a number, or None."""

    def nir(self, holder_id: str) -> Nir:
        """Decrypt the number of a holder."""

    def of_operator(self, operator: str) -> Sequence[Holder]:
        """Return the holders who chose a place of that operator, by name."""

    def set_secret(self, holder_id: str, secret_hash: str) -> None:
        """Replace the hash of the secret; raises `NotFound`."""

    def signed_in(self, holder_id: str, at: datetime) -> None:
        """Write when that person last came in; raises `NotFound`."""

    def doors(self) -> Iterator[tuple[str, str]]:
        """Give the id of every holder and the fingerprint of their number, in hexadecimal."""


class AdvisorRepository(Protocol):
    """Advisors and their credentials."""

    def add(self, advisor: Advisor, secret_hash: str) -> None:
        """Store a new advisor; raises `Conflict` if the login is taken."""

    def all(self) -> Sequence[Advisor]:
        """Return every advisor, by login."""

    def credentials(self, login: str) -> tuple[Advisor, str] | None:
        """Return (advisor, secret hash) for a login, or None."""

    def get(self, advisor_id: str) -> Advisor:
        """Return an advisor; raises `NotFound`."""

    def update(self, advisor: Advisor) -> None:
        """Store the changed record; raises `NotFound`."""

    def set_secret(self, advisor_id: str, secret_hash: str) -> None:
        """Replace the hash of the secret; raises `NotFound`."""


class ProjectRepository(Protocol):
    """What a holder gathers before the dossier: kept trainings, diplomas, contacts, DIF declaration, permissions."""

    def shortlist(self, holder_id: str) -> Sequence[ShortlistItem]:
        """Return the kept trainings, first kept first."""

    def keep(self, item: ShortlistItem) -> None:
        """Keep a training, or change its note; `chosen` unmarks the one chosen before."""

    def drop(self, holder_id: str, offer_id: str) -> None:
        """Take a training off the list."""

    def diplomas(self, holder_id: str) -> Sequence[Diploma]:
        """Return the declared diplomas."""

    def add_diploma(self, diploma: Diploma) -> None:
        """Declare a diploma."""

    def remove_diploma(self, holder_id: str, diploma_id: str) -> None:
        """Withdraw a declared diploma."""

    def contacts(self, holder_id: str, offer_id: str = "") -> Sequence[ContactNote]:
        """Return the contact log, newest first, for one training or for all."""

    def add_contact(self, note: ContactNote) -> None:
        """Write in the contact log."""

    def dif(self, holder_id: str) -> DifDeclaration | None:
        """Return the DIF declaration in force."""

    def declare_dif(self, declaration: DifDeclaration) -> None:
        """Store a declaration; the former one stays in the history of the table."""

    def authorisations(self, holder_id: str) -> Sequence[Authorisation]:
        """Return every permission given, newest first."""

    def authorise(self, authorisation: Authorisation) -> None:
        """Store a permission, or its revocation."""


class AssistanceRepository(Protocol):
    """Requests for help."""

    def add(self, request: AssistanceRequest) -> None:
        """Store a request and its first message."""

    def add_message(self, message: AssistanceMessage, state: RequestState) -> None:
        """Append a message and set the state of the request."""

    def get(self, request_id: str) -> AssistanceRequest:
        """Return a request with its messages; raises `NotFound`."""

    def of_holder(self, holder_id: str) -> Sequence[AssistanceRequest]:
        """Return a holder's requests, newest first."""

    def queue(self) -> Sequence[AssistanceRequest]:
        """Return the requests not closed, oldest first."""


class DraftRepository(Protocol):
    """Unfinished forms."""

    def get(self, owner_id: str, form: str, subject: str) -> Draft | None:
        """Return a draft, or None."""

    def save(self, draft: Draft) -> None:
        """Store a draft, replacing the former one."""

    def delete(self, owner_id: str, form: str, subject: str) -> None:
        """Forget a draft; nothing happens if there is none."""


class PersonalRepository(Protocol):
    """One person across the tables; `doors` are the fingerprints under which their failed sign-ins are counted."""

    def traces(self, holder_id: str, doors: Sequence[bytes]) -> Traces:
        """Read what a person leaves; raises `NotFound`."""

    def erase(self, holder_id: str, doors: Sequence[bytes], at: datetime) -> None:
        """Empty or delete every row that leads to a person; the account is final from then on."""

    def due(self, kept: Kept, limit: datetime) -> tuple[int, datetime | None]:
        """Count the rows that are kept no longer, with the date of the oldest."""

    def purge(self, kept: Kept, limit: datetime) -> int:
        """Delete them; returns how many there were."""
