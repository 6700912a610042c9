"""Rights and what is done with them: the ledger, the dossiers, the operations already done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from cpf_tui.domain.ledger import Account, Entry, NewEntry
from cpf_tui.domain.records import Correction, Dossier, DossierEvent, FundingLine, State


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


class OperationRepository(Protocol):
    """Operations already done, by their idempotency id: "commit failed" may mean committed."""

    def result(self, op_id: str) -> str | None:
        """Return what the operation gave the first time, or None if it was never done."""

    def record(self, op_id: str, result: str, at: datetime) -> None:
        """Record the result in the same transaction as its effects."""
