"""Who rectifies, what it writes, and that twice is once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cpf_tui.domain.audit import Action
from cpf_tui.domain.errors import AccessRefused, InsufficientHours, InvalidInput, NotFound
from cpf_tui.domain.ledger import Source
from cpf_tui.domain.people import OPERATOR_ACTOR, Actor, Authorisation, Holder, Scope
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.rectification import Change
from cpf_tui.services.rectification import Rectifications
from tests.support.fakes import ADVISOR, HOLDER, NIR, OTHER_ADVISOR, FakeClock, FakeDatabase, with_holder

CHANGE = Change(Source.CPF, Quantity.of(12), "rectified_work")


@pytest.fixture
def database() -> FakeDatabase:
    made = FakeDatabase()
    with_holder(made)
    return made


def rectify(database: FakeDatabase, actor: Actor, change: Change = CHANGE, op_id: str = "o") -> None:
    Rectifications(database=database, clock=FakeClock()).rectify(actor, HOLDER.id, change, op_id)


def allow(database: FakeDatabase, operator: str, *scopes: Scope) -> None:
    day = FakeClock().today()
    with database.write() as uow:
        ends = day + timedelta(days=30)
        uow.projects.authorise(Authorisation("p", HOLDER.id, operator, frozenset(scopes), day, ends))
        uow.commit()


def test_the_operator_rectifies_once_and_it_is_written_with_its_motive(database: FakeDatabase) -> None:
    for _ in range(2):
        rectify(database, OPERATOR_ACTOR)
    with database.read() as uow:
        (entry,) = uow.ledger.entries(HOLDER.id)
        (line,) = uow.audit.about(HOLDER.id)
    assert (entry.motive, entry.amount, entry.actor) == ("rectified_work", Quantity.of(12), OPERATOR_ACTOR.id)
    assert (line.action, line.detail, line.actor) == (Action.RECTIFIED, "rectified_work", OPERATOR_ACTOR.id)


def test_an_advisor_needs_the_right_to_close_and_the_permission_of_the_person(database: FakeDatabase) -> None:
    with pytest.raises(AccessRefused, match="droit"):
        rectify(database, ADVISOR)
    with pytest.raises(AccessRefused, match="autoris"):
        rectify(database, OTHER_ADVISOR)
    allow(database, OTHER_ADVISOR.operator, Scope.PASSPORT)
    with pytest.raises(AccessRefused, match="autoris"):
        rectify(database, OTHER_ADVISOR)
    allow(database, OTHER_ADVISOR.operator, Scope.HOURS)
    rectify(database, OTHER_ADVISOR)
    with database.read() as uow:
        assert len(uow.ledger.entries(HOLDER.id)) == 1
    with pytest.raises(AccessRefused):
        rectify(database, HOLDER)


def test_never_below_zero_nor_above_the_cap(database: FakeDatabase) -> None:
    with pytest.raises(InsufficientHours):
        rectify(database, OPERATOR_ACTOR, Change(Source.CPF, Quantity.of(-1), "rectified_error"))
    with pytest.raises(InvalidInput, match="plafond"):
        rectify(database, OPERATOR_ACTOR, Change(Source.CPF, Quantity.of(151), "rectified_error"))
    with database.read() as uow:
        assert uow.ledger.entries(HOLDER.id) == []
        assert not uow.audit.about(HOLDER.id)


def test_dif_hours_are_declared_before_they_are_rectified(database: FakeDatabase) -> None:
    with pytest.raises(NotFound, match="DIF"):
        rectify(database, OPERATOR_ACTOR, Change(Source.DIF, Quantity.of(5), "rectified_proof"))


def test_an_account_never_opened_has_nothing_to_rectify() -> None:
    database = FakeDatabase()
    with database.write() as uow:
        uow.holders.add(Holder(HOLDER.id), NIR, "hash")
        uow.commit()
    with pytest.raises(NotFound, match="pas encore ouvert"):
        rectify(database, OPERATOR_ACTOR)
