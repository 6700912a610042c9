"""The statement of an account: every movement with the balances before and after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cpf_tui.domain.movements import OWN_SOURCES, Account, Entry, EntryKind
from cpf_tui.domain.quantity import ZERO, Quantity


@dataclass(frozen=True, slots=True)
class Balance:
    """What can be used and what is blocked, at one moment."""

    available: Quantity = ZERO
    blocked: Quantity = ZERO

    def __add__(self, other: Balance) -> Balance:
        return Balance(self.available + other.available, self.blocked + other.blocked)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement: balances of its account and of the holder's own accounts together, before and after.

    The holder's own accounts are CPF, DIF and top-ups; what a funder granted is not theirs and leaves `own` unchanged.
    `released` is what a resolved reservation gives back.
    """

    entry: Entry
    source: str
    before: Balance
    after: Balance
    own_before: Balance
    own_after: Balance
    released: Quantity = ZERO


def statement(accounts: Iterable[Account], entries: Iterable[Entry]) -> tuple[StatementLine, ...]:
    """Tell the story of the accounts, oldest movement first; starts from zero, so `entries` must be complete."""
    sources = {account.id: account.source for account in accounts}
    balances = dict.fromkeys(sources, Balance())
    reserved: dict[int, Quantity] = {}
    own = Balance()
    lines = []
    for entry in sorted(entries, key=lambda entry: entry.seq):
        source = sources[entry.account_id]
        change, released = _change(entry, reserved)
        before = balances[entry.account_id]
        after = balances[entry.account_id] = before + change
        own_after = own + change if source in OWN_SOURCES else own
        lines.append(StatementLine(entry, source, before, after, own, own_after, released))
        own = own_after
    return tuple(lines)


def _change(entry: Entry, reserved: dict[int, Quantity]) -> tuple[Balance, Quantity]:
    """Give what a movement adds to each balance, and what it releases; keeps `reserved` up to date."""
    if entry.kind is EntryKind.CREDIT:
        return Balance(available=entry.amount), ZERO
    if entry.kind is EntryKind.PEND:
        reserved[entry.seq] = entry.amount
        return Balance(-entry.amount, entry.amount), ZERO
    amount = reserved.pop(entry.pending_seq or 0)
    released = amount - entry.amount if entry.kind is EntryKind.POST else amount
    return Balance(released, -amount), released
