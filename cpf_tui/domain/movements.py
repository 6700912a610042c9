"""The ledger of rights: double entry in two phases; every movement immutable, chained and explained.

A reservation (`PEND`) is resolved once, by a `POST` of at most its amount (the remainder is released) or by a `VOID`.
A rectification is a new entry, never a change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cpf_tui.domain.quantity import ZERO, Quantity


class Source(StrEnum):
    """Where rights come from; a complementary funder has its own account per dossier, see `funder_source`."""

    CPF = "CPF"
    DIF = "DIF"
    TOP_UP = "ABONDEMENT"


FUNDER_PREFIX = "FINANCEUR:"


def funder_source(funder: str, dossier_id: str) -> str:
    """Name the account that holds what a funder granted for one dossier: it can serve no other training."""
    return f"{FUNDER_PREFIX}{funder}:{dossier_id}"


# In the order of use: DIF, then CPF (R6323-7), then the holder's own top-ups.
OWN_SOURCES = (Source.DIF, Source.CPF, Source.TOP_UP)


def is_funder_of(source: str, dossier_id: str) -> bool:
    """Say whether an account holds what some funder granted for that dossier."""
    return source.startswith(FUNDER_PREFIX) and source.endswith(f":{dossier_id}")


class EntryKind(StrEnum):
    """The four movements."""

    CREDIT = "credit"
    PEND = "pend"
    POST = "post"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Account:
    """One account and its balances; the database, not the program, keeps `available` from going below zero."""

    id: str
    holder_id: str
    source: str
    credits: Quantity = ZERO
    pending: Quantity = ZERO
    posted: Quantity = ZERO

    @property
    def available(self) -> Quantity:
        """What can still be used: credits less what is blocked less what is debited."""
        return self.credits - self.pending - self.posted


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A movement to write.

    `op_id` makes it idempotent; `motive` is a key of `MOTIVES`; `amount` may be negative only for a rectifying credit;
    `pending_seq` names the reservation a POST or VOID resolves.
    """

    op_id: str
    account_id: str
    kind: EntryKind
    amount: Quantity
    motive: str
    actor: str
    pending_seq: int | None = None
    dossier_id: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A written movement: `seq` orders, never the time; `digest` chains it to the previous one of its account."""

    seq: int
    op_id: str
    account_id: str
    kind: EntryKind
    amount: Quantity
    motive: str
    actor: str
    at: datetime
    previous: str
    digest: str
    pending_seq: int | None = None
    dossier_id: str | None = None


def chain_digest(previous: str, new: NewEntry, at: datetime) -> str:
    """Chain an entry to the one before it on its account: SHA-256 over the previous digest and every field, in hex."""
    fields = (
        previous,
        new.op_id,
        new.account_id,
        new.kind.value,
        str(new.amount.hundredths),
        new.motive,
        new.actor,
        at.isoformat(),
        str(new.pending_seq or ""),
        new.dossier_id or "",
    )
    return hashlib.sha256("\x1f".join(fields).encode()).hexdigest()


def ledger_head(ends: Iterable[tuple[str, str]]) -> str:
    """Sum up the whole ledger in one digest: SHA-256 over (account id, digest of its last entry), in order of id."""
    summed = hashlib.sha256()
    for account_id, digest in sorted(ends):
        summed.update(f"{account_id}\x1f{digest}\x1e".encode())
    return summed.hexdigest()


def replay(account_id: str, holder_id: str, source: str, entries: Iterable[Entry]) -> Account:
    """Recompute an account's balances from its entries, oldest first: what `verifier` compares with the stored ones."""
    credited = pending = posted = ZERO
    reserved: dict[int, Quantity] = {}
    for entry in entries:
        if entry.kind is EntryKind.CREDIT:
            credited += entry.amount
        elif entry.kind is EntryKind.PEND:
            reserved[entry.seq] = entry.amount
            pending += entry.amount
        else:
            pending -= reserved.pop(entry.pending_seq or 0)
            if entry.kind is EntryKind.POST:
                posted += entry.amount
    return Account(account_id, holder_id, source, credited, pending, posted)
