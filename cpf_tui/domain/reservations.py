"""The movements of a dossier: block at validation, debit what was realised, release the rest (L6323-4, R6323-7).

Pure plans: they return the entries to write, in one transaction, and write nothing. Own rights go in the order DIF,
CPF, top-ups, then the funders in the order of their accounts. What a funder granted for a dossier serves no other one:
whatever is not debited is taken back from the funder's account, by a negative credit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cpf_tui.domain.dif import Use
from cpf_tui.domain.errors import InsufficientHours, InvalidInput
from cpf_tui.domain.movements import OWN_SOURCES, Account, Entry, EntryKind, NewEntry, Source, is_funder_of
from cpf_tui.domain.quantity import ZERO, Quantity
from cpf_tui.domain.regime import show


@dataclass(frozen=True, slots=True)
class Reservation:
    """An amount blocked on one account by the movement `seq`, not yet resolved."""

    seq: int
    account_id: str
    source: str
    amount: Quantity


@dataclass(frozen=True, slots=True)
class Operation:
    """Who does what, for which dossier: the part that every entry of one plan shares."""

    op_id: str
    dossier_id: str
    actor: str

    def entries(self, moves: Iterable[_Move]) -> tuple[NewEntry, ...]:
        """Number the movements `op_id:1`, `op_id:2`… so that replaying the operation writes nothing twice."""
        return tuple(
            NewEntry(
                f"{self.op_id}:{number}",
                move.account_id,
                move.kind,
                move.amount,
                move.motive,
                self.actor,
                move.pending_seq,
                self.dossier_id,
            )
            for number, move in enumerate(moves, start=1)
        )


@dataclass(frozen=True, slots=True)
class _Move:
    account_id: str
    kind: EntryKind
    amount: Quantity
    motive: str
    pending_seq: int | None = None


def open_reservations(
    accounts: Iterable[Account], entries: Iterable[Entry], dossier_id: str
) -> tuple[Reservation, ...]:
    """Find what is still blocked for a dossier, in the order of use."""
    sources = {account.id: account.source for account in accounts}
    found: dict[int, Reservation] = {}
    for entry in sorted(entries, key=lambda entry: entry.seq):
        if entry.kind is EntryKind.PEND and entry.dossier_id == dossier_id:
            found[entry.seq] = Reservation(entry.seq, entry.account_id, sources[entry.account_id], entry.amount)
        elif entry.pending_seq is not None:
            found.pop(entry.pending_seq, None)
    return tuple(sorted(found.values(), key=_order))


def plan_block(use: Use, accounts: Sequence[Account], operation: Operation) -> tuple[NewEntry, ...]:
    """Block what a training takes from each source; a funder's grant beyond the gap is returned at once.

    `accounts` are the holder's, with the balances the caller has just read. Raises `InsufficientHours`.
    """
    moves = []
    for source, amount in ((Source.DIF, use.dif), (Source.CPF, use.cpf), (Source.TOP_UP, use.top_up)):
        if amount:
            moves.append(_block(_own_account(accounts, source, amount), amount))
    gap = use.gap
    returned = []
    for account in accounts:
        if not is_funder_of(account.source, operation.dossier_id) or not account.available:
            continue
        amount = min(account.available, gap)
        if amount:
            moves.append(_block(account, amount))
        if account.available > amount:
            returned.append(_return(account.id, account.available - amount))
        gap -= amount
    if gap:
        raise InsufficientHours(
            "Il manque {gap} pour couvrir la formation. Cherchez un financement complémentaire avant de valider.",
            gap=show(gap),
        )
    return operation.entries((*moves, *returned))


def plan_release(
    reservations: Iterable[Reservation], operation: Operation, accounts: Iterable[Account] = ()
) -> tuple[NewEntry, ...]:
    """Release everything a dossier blocked, and return to the funders what they granted.

    `accounts` serve to return grants that were not blocked yet; without any, only blocked grants are returned.
    """
    ordered = sorted(reservations, key=_order)
    moves = [_void(reservation) for reservation in ordered]
    returned = {r.account_id: r.amount for r in ordered if is_funder_of(r.source, operation.dossier_id)}
    for account in accounts:
        if is_funder_of(account.source, operation.dossier_id):
            returned[account.id] = returned.get(account.id, ZERO) + account.available
    moves.extend(_return(account_id, amount) for account_id, amount in returned.items() if amount)
    return operation.entries(moves)


def plan_debit(reservations: Iterable[Reservation], realised: Quantity, operation: Operation) -> tuple[NewEntry, ...]:
    """Debit what was realised, in the order of use, and release the rest (choice: both planned and realised are kept).

    Never more than what was blocked: nobody agreed to give more. Vector: 87.33 of DIF and 32.67 of a funder blocked,
    100 realised → 87.33 and 12.67 debited, 20 returned to the funder. Raises `InvalidInput` on a negative quantity.
    """
    if realised < ZERO:
        raise InvalidInput("La durée réalisée ne peut pas être négative. Écrivez 0 si rien n’a été suivi.")
    moves = []
    returned = []
    for reservation in sorted(reservations, key=_order):
        taken = min(reservation.amount, realised)
        realised -= taken
        if taken:
            moves.append(_Move(reservation.account_id, EntryKind.POST, taken, "debited", reservation.seq))
        else:
            moves.append(_void(reservation))
        if is_funder_of(reservation.source, operation.dossier_id) and taken < reservation.amount:
            returned.append(_return(reservation.account_id, reservation.amount - taken))
    return operation.entries((*moves, *returned))


def _order(reservation: Reservation) -> tuple[int, int]:
    """Rank by order of use, then by the order in which things were blocked."""
    own = reservation.source in OWN_SOURCES
    return OWN_SOURCES.index(Source(reservation.source)) if own else len(OWN_SOURCES), reservation.seq


def _own_account(accounts: Sequence[Account], source: Source, amount: Quantity) -> Account:
    account = next((account for account in accounts if account.source == source), None)
    if account is None or account.available < amount:
        raise InsufficientHours(
            "Votre compte ne détient plus assez d’heures : {needed} étaient prévues, {available} sont disponibles. "
            "Relisez le dossier avant de continuer.",
            needed=show(amount),
            available=show(account.available if account else ZERO),
        )
    return account


def _block(account: Account, amount: Quantity) -> _Move:
    return _Move(account.id, EntryKind.PEND, amount, "blocked")


def _void(reservation: Reservation) -> _Move:
    return _Move(reservation.account_id, EntryKind.VOID, reservation.amount, "released", reservation.seq)


def _return(account_id: str, amount: Quantity) -> _Move:
    return _Move(account_id, EntryKind.CREDIT, -amount, "funder_returned")
