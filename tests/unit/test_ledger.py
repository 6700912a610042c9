"""The movements of a dossier, the statement, and the chain."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpf_tui.domain.dif import plan_use
from cpf_tui.domain.errors import InsufficientHours, InvalidInput
from cpf_tui.domain.ledger import (
    MOTIVES,
    Account,
    Entry,
    EntryKind,
    NewEntry,
    Operation,
    Reservation,
    Source,
    chain_digest,
    funder_source,
    open_reservations,
    plan_block,
    plan_debit,
    plan_release,
    replay,
    statement,
)
from cpf_tui.domain.quantity import ZERO, Quantity, total

H = Quantity.of
AT = datetime(2015, 4, 14, tzinfo=UTC)
FUNDER = funder_source("REGION", "d1")


class Book:
    """A ledger in memory, just enough to replay what the plans ask for."""

    def __init__(self, **credits_by_source: Quantity) -> None:
        self.entries: list[Entry] = []
        self.sources = {"dif": Source.DIF, "cpf": Source.CPF, "top": Source.TOP_UP, "fund": FUNDER}
        for account, amount in credits_by_source.items():
            if amount:
                self.write([NewEntry(f"open-{account}", account, EntryKind.CREDIT, amount, "dif_declared", "t")])

    def write(self, new: Iterable[NewEntry]) -> None:
        for entry in new:
            assert entry.motive in MOTIVES
            digest = chain_digest("", entry, AT)
            self.entries.append(
                Entry(
                    len(self.entries) + 1,
                    entry.op_id,
                    entry.account_id,
                    entry.kind,
                    entry.amount,
                    entry.motive,
                    entry.actor,
                    AT,
                    "",
                    digest,
                    entry.pending_seq,
                    entry.dossier_id,
                )
            )

    @property
    def accounts(self) -> list[Account]:
        return [
            replay(name, "holder", source, [entry for entry in self.entries if entry.account_id == name])
            for name, source in self.sources.items()
        ]

    def account(self, name: str) -> Account:
        return next(account for account in self.accounts if account.id == name)

    def reservations(self) -> tuple[Reservation, ...]:
        return open_reservations(self.accounts, self.entries, "d1")


def op(name: str) -> Operation:
    return Operation(name, "d1", "conseiller:1")


def blocked_vector() -> Book:
    """87.33 h of DIF and 32.67 h of a funder, blocked for 120 h."""
    book = Book(dif=Quantity(8733), fund=Quantity(3267))
    book.write(plan_block(plan_use(Quantity(8733), ZERO, H(120)), book.accounts, op("bloc")))
    return book


def test_blocking_goes_dif_then_cpf_then_funders() -> None:
    book = Book(dif=H(100), cpf=H(24), fund=H(10))
    moves = plan_block(plan_use(H(100), H(24), H(130)), book.accounts, op("bloc"))
    assert [(move.op_id, move.account_id, move.amount) for move in moves] == [
        ("bloc:1", "dif", H(100)),
        ("bloc:2", "cpf", H(24)),
        ("bloc:3", "fund", H(6)),
        ("bloc:4", "fund", H(-4)),
    ]
    assert {move.dossier_id for move in moves} == {"d1"}
    book.write(moves)
    assert all(account.available == ZERO for account in book.accounts)


def test_a_gap_left_uncovered_blocks_nothing() -> None:
    book = Book(dif=Quantity(8733))
    with pytest.raises(InsufficientHours, match="Il manque 32,67 h"):
        plan_block(plan_use(Quantity(8733), ZERO, H(120)), book.accounts, op("bloc"))


def test_hours_taken_meanwhile_by_another_dossier_are_noticed() -> None:
    book = Book(dif=H(50))
    with pytest.raises(InsufficientHours, match="50 h sont disponibles"):
        plan_block(plan_use(H(60), ZERO, H(60)), book.accounts, op("bloc"))
    with pytest.raises(InsufficientHours, match="0 h sont disponibles"):
        plan_block(plan_use(H(60), ZERO, H(60)), [], op("bloc"))


def test_the_grant_for_another_dossier_is_not_touched() -> None:
    other = Account("x", "holder", funder_source("REGION", "d2"), credits=H(500))
    with pytest.raises(InsufficientHours):
        plan_block(plan_use(ZERO, ZERO, H(10)), [other], op("bloc"))


def test_the_published_partial_completion() -> None:
    book = blocked_vector()
    moves = plan_debit(book.reservations(), H(100), op("clot"))
    assert [(move.kind, move.account_id, move.amount, move.motive) for move in moves] == [
        (EntryKind.POST, "dif", Quantity(8733), "debited"),
        (EntryKind.POST, "fund", Quantity(1267), "debited"),
        (EntryKind.CREDIT, "fund", H(-20), "funder_returned"),
    ]
    book.write(moves)
    assert book.account("dif").posted == Quantity(8733)
    assert book.account("fund").posted == Quantity(1267)
    assert all(account.available == ZERO == account.pending for account in book.accounts)


def test_a_source_not_used_at_all_is_voided() -> None:
    book = blocked_vector()
    moves = plan_debit(book.reservations(), H(40), op("clot"))
    assert [(move.kind, move.amount) for move in moves] == [
        (EntryKind.POST, H(40)),
        (EntryKind.VOID, Quantity(3267)),
        (EntryKind.CREDIT, Quantity(-3267)),
    ]
    book.write(moves)
    assert book.account("dif").available == Quantity(4733)
    assert book.account("fund").available == ZERO


def test_never_more_than_what_was_blocked_is_debited() -> None:
    book = blocked_vector()
    book.write(plan_debit(book.reservations(), H(500), op("clot")))
    assert total(account.posted for account in book.accounts) == H(120)


def test_a_negative_duration_is_refused() -> None:
    with pytest.raises(InvalidInput, match="négative"):
        plan_debit([], H(-1), op("clot"))


def test_release_gives_everything_back_and_returns_the_grant() -> None:
    book = blocked_vector()
    book.write(plan_release(book.reservations(), op("retrait"), book.accounts))
    assert book.account("dif").available == Quantity(8733)
    assert book.account("fund").available == ZERO
    assert book.reservations() == ()


def test_a_grant_not_blocked_yet_is_returned_too() -> None:
    book = Book(dif=H(10), fund=H(30))
    moves = plan_release((), op("refus"), book.accounts)
    assert [(move.account_id, move.amount) for move in moves] == [("fund", H(-30))]


def test_nothing_to_release_writes_nothing() -> None:
    assert plan_release((), op("retrait")) == ()


def test_the_statement_tells_balances_before_and_after() -> None:
    book = blocked_vector()
    book.write(plan_debit(book.reservations(), H(40), op("clot")))
    lines = statement(book.accounts, reversed(book.entries))
    assert [line.entry.seq for line in lines] == list(range(1, 8))
    credit, _grant, block, _block_grant, debit, void, _returned = lines
    assert (credit.own_before.available, credit.own_after.available) == (ZERO, Quantity(8733))
    assert (block.own_after.available, block.own_after.blocked) == (ZERO, Quantity(8733))
    assert debit.released == Quantity(4733)
    assert (debit.own_after.available, debit.own_after.blocked) == (Quantity(4733), ZERO)
    assert void.released == Quantity(3267)
    assert void.own_before == void.own_after
    assert lines[-1].after.available == ZERO


amounts = st.integers(0, 20000).map(Quantity)


@given(st.tuples(amounts, amounts, amounts, amounts), amounts, amounts)
def test_any_dossier_balances(
    held: tuple[Quantity, Quantity, Quantity, Quantity], duration: Quantity, realised: Quantity
) -> None:
    dif, cpf, top, fund = held
    book = Book(dif=dif, cpf=cpf, top=top, fund=fund)
    use = plan_use(dif, cpf, duration, top)
    if use.gap > fund:
        with pytest.raises(InsufficientHours):
            plan_block(use, book.accounts, op("bloc"))
        return
    book.write(plan_block(use, book.accounts, op("bloc")))
    assert total(reservation.amount for reservation in book.reservations()) == duration
    book.write(plan_debit(book.reservations(), realised, op("clot")))
    assert total(account.posted for account in book.accounts) == min(duration, realised)
    assert all(account.pending == ZERO <= account.available for account in book.accounts)
    assert book.account("fund").available == ZERO
    assert book.reservations() == ()
    own = [book.account(name) for name in ("dif", "cpf", "top")]
    last = statement(book.accounts, book.entries)[-1:]
    assert not last or last[0].own_after.available == total(account.available for account in own)


def test_every_motive_says_what_it_did() -> None:
    assert len(MOTIVES) == 15
    assert all(str(motive.label) and motive.article for motive in MOTIVES.values())


def test_the_chain_depends_on_every_field() -> None:
    entry = NewEntry("o", "a", EntryKind.PEND, H(1), "blocked", "x")
    others = [
        NewEntry("p", "a", EntryKind.PEND, H(1), "blocked", "x"),
        NewEntry("o", "a", EntryKind.PEND, H(2), "blocked", "x"),
        NewEntry("o", "a", EntryKind.PEND, H(1), "blocked", "x", dossier_id="d"),
    ]
    digests = {chain_digest("", each, AT) for each in (entry, *others)} | {chain_digest("0", entry, AT)}
    assert len(digests) == 5
