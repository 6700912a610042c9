from __future__ import annotations

from datetime import timedelta

import pytest

from cpf_tui.domain.errors import NotAllowed
from cpf_tui.domain.ledger import EntryKind, NewEntry, Source, funder_source
from cpf_tui.domain.people import Authorisation, Scope
from cpf_tui.domain.quantity import ZERO, Quantity
from cpf_tui.services.balance import Balances
from tests.support.fakes import ADVISOR, HOLDER, OTHER_ADVISOR, OTHER_HOLDER, FakeClock, FakeDatabase, with_holder


@pytest.fixture
def database() -> FakeDatabase:
    database = FakeDatabase()
    with_holder(database)
    return database


@pytest.fixture
def balances(database: FakeDatabase) -> Balances:
    return Balances(database=database, clock=FakeClock())


def move(database: FakeDatabase, source: str, kind: EntryKind, amount: str, **more: int) -> None:
    with database.write() as uow:
        account = uow.ledger.open_account(HOLDER.id, source)
        op_id = f"op-{database.commits}"
        entry = NewEntry(op_id, account.id, kind, Quantity.parse(amount), "blocked", "x", more.get("pending_seq"))
        uow.ledger.append([entry], FakeClock().now())
        uow.commit()


def test_an_empty_account_says_why(balances: Balances) -> None:
    view = balances.view(HOLDER)
    assert (view.available, view.blocked, view.debited) == (ZERO, ZERO, ZERO)
    said = " ".join(map(str, view.explanation))
    assert "Aucune heure" in said
    assert "L6323-11" in said


def test_the_balance_is_split_by_source_and_bounded_for_one_training(
    balances: Balances, database: FakeDatabase
) -> None:
    move(database, Source.DIF, EntryKind.CREDIT, "120")
    move(database, Source.CPF, EntryKind.CREDIT, "48")
    view = balances.view(HOLDER)
    assert [(one.source, str(one.available)) for one in view.sources] == [
        (Source.DIF, "120"),
        (Source.CPF, "48"),
        (Source.TOP_UP, "0"),
    ]
    assert view.available == Quantity.of(168)
    assert view.usable_for_one_training == Quantity.of(150)
    assert "R6323-7" in " ".join(map(str, view.explanation))


def test_top_ups_come_on_top_of_the_bound(balances: Balances, database: FakeDatabase) -> None:
    for source, hours in ((Source.DIF, "120"), (Source.CPF, "48"), (Source.TOP_UP, "20")):
        move(database, source, EntryKind.CREDIT, hours)
    view = balances.view(HOLDER)
    assert view.usable_for_one_training == Quantity.of(170)
    assert "L6323-5" in " ".join(map(str, view.explanation))


def test_blocked_and_debited_are_told_apart_and_grants_are_not_the_holders(
    balances: Balances, database: FakeDatabase
) -> None:
    move(database, Source.DIF, EntryKind.CREDIT, "87,33")
    move(database, Source.DIF, EntryKind.PEND, "50")
    move(database, Source.DIF, EntryKind.PEND, "10")
    move(database, Source.DIF, EntryKind.POST, "40", pending_seq=2)
    move(database, funder_source("REGION", "d1"), EntryKind.CREDIT, "32,67")
    view = balances.view(HOLDER)
    assert (str(view.available), str(view.blocked), str(view.debited)) == ("37,33", "10", "40")


def test_the_statement_tells_every_movement(balances: Balances, database: FakeDatabase) -> None:
    move(database, Source.DIF, EntryKind.CREDIT, "87,33")
    move(database, Source.DIF, EntryKind.PEND, "50")
    lines = balances.statement(HOLDER)
    assert [str(one.own_after.available) for one in lines] == ["87,33", "37,33"]


def test_an_advisor_sees_the_hours_only_with_a_permission_that_day(balances: Balances, database: FakeDatabase) -> None:
    with pytest.raises(NotAllowed, match="autorisé"):
        balances.view(ADVISOR, HOLDER.id)
    today = FakeClock().today()
    with database.write() as uow:
        given = Authorisation("a", HOLDER.id, ADVISOR.operator, frozenset({Scope.HOURS}), today, today)
        uow.projects.authorise(given)
        uow.commit()
    assert balances.view(ADVISOR, HOLDER.id) == balances.view(HOLDER)
    tomorrow = FakeClock(FakeClock().at + timedelta(days=1))
    for refused in (
        lambda: balances.statement(ADVISOR, HOLDER.id),  # the history was not part of it
        lambda: balances.view(OTHER_ADVISOR, HOLDER.id),
        lambda: balances.view(ADVISOR),
        lambda: balances.view(OTHER_HOLDER, HOLDER.id),
        lambda: Balances(database, tomorrow).view(ADVISOR, HOLDER.id),
    ):
        with pytest.raises(NotAllowed):
            refused()
