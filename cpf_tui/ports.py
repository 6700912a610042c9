"""What the use cases need from the outside, as Protocols: persistence, catalogue, clock, secrets.

Services are written and tested against these; `cpf_tui.bootstrap` chooses what stands behind them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from cpf_tui.access_ports import AttemptRepository, AuditRepository, ResetRepository, SecondFactorRepository
from cpf_tui.domain.equivalences import Equivalence
from cpf_tui.domain.information import InformationPage
from cpf_tui.domain.ledger import Account, Entry, NewEntry
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import (
    Advisor,
    AdvisorPlace,
    AssistanceMessage,
    AssistanceRequest,
    Authorisation,
    ContactNote,
    Diploma,
    Holder,
    RequestState,
    ShortlistItem,
)
from cpf_tui.domain.records import Correction, DifDeclaration, Dossier, DossierEvent, Draft, FundingLine, State
from cpf_tui.domain.territory import Commune, Region
from cpf_tui.domain.training import Certification, ListRow, Offer, Organisation, SearchRequest, SearchResult
from cpf_tui.personal_ports import PersonalRepository


class Clock(Protocol):
    """The time; frozen in tests."""

    def now(self) -> datetime:
        """Return the instant, aware, in UTC."""

    def today(self) -> date:
        """Return the day in the time zone of the installation (Europe/Paris by default)."""


class SecretHasher(Protocol):
    """Slow hashing of secrets (argon2id)."""

    def hash(self, secret: str) -> str:
        """Hash a secret; takes a few tens of milliseconds on purpose."""

    def verify(self, hashed: str | None, secret: str) -> bool:
        """Check a secret in constant time; None (nobody has that number) takes as long and gives False."""


class Vault(Protocol):
    """The protection of the NIR: a keyed blind index for look-up, authenticated encryption for storage."""

    def blind_index(self, nir: Nir) -> bytes:
        """Return the keyed fingerprint under which a number is found."""

    def seal(self, plain: str, *, owner_id: str, column: str) -> bytes:
        """Encrypt a value for one owner and one column; moved elsewhere, it no longer opens."""

    def open(self, sealed: bytes, *, owner_id: str, column: str) -> str:
        """Decrypt; raises `StorageError` if the value was altered or moved."""

    def fingerprint(self, kind: str, value: str) -> bytes:
        """Return the keyed fingerprint of a value of one kind: what was typed is recognised, never stored."""


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


class LedgerRepository(Protocol):
    """Accounts and their immutable entries."""

    def open_account(self, holder_id: str, source: str) -> Account:
        """Return the account of that source, created empty if missing."""

    def accounts(self, holder_id: str) -> Sequence[Account]:
        """Return the accounts of a holder."""

    def entries(self, holder_id: str) -> Sequence[Entry]:
        """Return every movement of a holder, in the order of `seq`."""

    def append(self, entries: Sequence[NewEntry], at: datetime) -> Sequence[Entry]:
        """Write movements, chained; the database applies them to the balances.

        Raises `InsufficientHours` when an account would go below zero, `Conflict` when a reservation is already
        resolved. A repeated `op_id` writes nothing and returns the first entry.
        """

    def heads(self, until: int | None = None) -> tuple[int, Mapping[str, str]]:
        """Return the number of the last movement, and the digest of the last one of each account.

        With `until`, as they were once that movement was written.
        """

    def reservations(self, dossier_id: str) -> Sequence[Entry]:
        """Return the unresolved reservations of a dossier, in the order they were made."""


class DossierRepository(Protocol):
    """Dossiers, their history, corrections and funding lines."""

    def add(self, dossier: Dossier) -> None:
        """Store a new dossier."""

    def update(self, dossier: Dossier) -> Dossier:
        """Store a change and return the next version; raises `Conflict` when another one was stored meanwhile."""

    def get(self, dossier_id: str) -> Dossier:
        """Return a dossier; raises `NotFound`."""

    def of_holder(self, holder_id: str) -> Sequence[Dossier]:
        """Return a holder's dossiers, newest first."""

    def queue(self, operator: str, states: Sequence[State] = ()) -> Sequence[Dossier]:
        """Return an operator's dossiers in these states (none named: all but drafts), longest waiting first."""

    def add_event(self, event: DossierEvent) -> None:
        """Append to the history."""

    def events(self, dossier_id: str) -> Sequence[DossierEvent]:
        """Return the history, oldest first."""

    def add_correction(self, correction: Correction) -> None:
        """Record a correction asked for."""

    def update_correction(self, correction: Correction) -> None:
        """Record that it was answered."""

    def corrections(self, dossier_id: str) -> Sequence[Correction]:
        """Return the corrections asked for, oldest first."""

    def add_funding(self, line: FundingLine) -> None:
        """Record a request to a funder."""

    def update_funding(self, line: FundingLine) -> None:
        """Record the funder's answer."""

    def funding(self, dossier_id: str) -> Sequence[FundingLine]:
        """Return the funding lines, oldest first."""


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


class OperationRepository(Protocol):
    """Operations already done, by their idempotency id: "commit failed" may mean committed."""

    def result(self, op_id: str) -> str | None:
        """Return what the operation gave the first time, or None if it was never done."""

    def record(self, op_id: str, result: str, at: datetime) -> None:
        """Record the result in the same transaction as its effects."""


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


class Gazetteer(Protocol):
    """The communes of France."""

    def by_insee(self, insee: str) -> Commune | None:
        """Return the commune with that INSEE code."""

    def by_postal_code(self, postal_code: str) -> Sequence[Commune]:
        """Return the communes a postal code serves, most populous first."""

    def find(self, typed: str, limit: int = 8) -> Sequence[Commune]:
        """Find communes by name (accents, case, hyphens and small mistakes forgiven), INSEE or postal code."""

    def regions(self) -> Mapping[str, Region]:
        """Return the regions by their 2016 code."""


class TrainingCatalogue(Protocol):
    """The offers, certifications and lists in force; a new import is seen without restarting."""

    def search(self, request: SearchRequest) -> SearchResult:
        """Search the offers; best first, and bounded in time whatever was typed."""

    def offer(self, offer_id: str) -> Offer | None:
        """Return one offer."""

    def offers_for(self, certification: str) -> Sequence[Offer]:
        """Return every offer that leads to a certification."""

    def certification(self, code: str) -> Certification | None:
        """Return one certification."""

    def list_rows(self) -> Sequence[ListRow]:
        """Return every row of every list; small enough to be held in memory."""


class ReferenceData(Protocol):
    """The reference tables, shipped or imported; a new import is seen without restarting."""

    def places(self) -> Sequence[AdvisorPlace]:
        """Return every place where an advisor receives people."""

    def place(self, place_id: str) -> AdvisorPlace | None:
        """Return one place."""

    def organisation(self, siret: str) -> Organisation | None:
        """Return what the public lists say of a training organisation, None where no list was imported."""

    def diploma_kinds(self) -> Sequence[tuple[str, str, int]]:
        """Return what a person may declare: (code, title, level of 2019), lowest level first."""

    def equivalences(self) -> Sequence[Equivalence]:
        """Return every rule of dispensation by a diploma held."""


class InformationPages(Protocol):
    """The information pages (step 1)."""

    def pages(self) -> Sequence[InformationPage]:
        """Return every page, in reading order."""

    def find_pages(self, typed: str) -> Sequence[InformationPage]:
        """Return the pages that speak of what was typed, best first; all of them for an empty text."""


class Reference(ReferenceData, InformationPages, Protocol):
    """Everything there is to consult."""
