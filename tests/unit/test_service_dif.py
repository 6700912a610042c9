from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cpf_tui.domain.errors import Conflict, InvalidInput, NotAllowed, NotFound
from cpf_tui.domain.ledger import Account, Source
from cpf_tui.domain.people import Advisor, Authorisation, Right, Role, Scope
from cpf_tui.domain.quantity import ZERO, Quantity
from cpf_tui.domain.records import Dossier, ProofState, State
from cpf_tui.journey.forms.dif import DifForm
from cpf_tui.services.dif import PROOF_SEEN, DifEntry
from tests.support.fake_repositories import employ
from tests.support.fakes import (
    ADVISOR,
    HOLDER,
    OTHER_ADVISOR,
    OTHER_HOLDER,
    FakeClock,
    FakeDatabase,
    with_holder,
)
from tests.support.forms import dif, proof

NOW = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def database() -> FakeDatabase:
    database = FakeDatabase()
    with_holder(database)
    return database


@pytest.fixture
def entry(database: FakeDatabase) -> DifEntry:
    return DifEntry(database=database, clock=FakeClock())


def account(database: FakeDatabase) -> Account:
    return database.tables.ledger.open_account(HOLDER.id, Source.DIF)


def motives(database: FakeDatabase) -> list[tuple[str, int]]:
    return [(one.motive, one.amount.hundredths) for one in database.tables.ledger.written]


def with_dossier(database: FakeDatabase, state: State) -> Dossier:
    dossier = Dossier(
        "d1", "CPF-7F3K-22", HOLDER.id, "o1", "Soudeur", "Afpa", "RNCP1", state, Quantity.of(120), NOW, NOW
    )
    today = FakeClock().today()
    with database.write() as uow:
        uow.dossiers.add(replace(dossier, operator=ADVISOR.operator))
        uow.projects.authorise(Authorisation("a1", HOLDER.id, ADVISOR.operator, frozenset({Scope.HOURS}), today, today))
        uow.commit()
    return database.tables.dossiers.get("d1")


def test_the_first_declaration_credits_the_account(entry: DifEntry, database: FakeDatabase) -> None:
    declared = entry.declare(HOLDER, dif("87,33"), "op")
    assert declared.quantity == Quantity(8733)
    assert declared.proof is ProofState.EXPECTED
    assert account(database).available == Quantity(8733)
    assert motives(database) == [("dif_declared", 8733)]
    assert entry.current(HOLDER) == declared


def test_declaring_twice_with_one_operation_credits_once(entry: DifEntry, database: FakeDatabase) -> None:
    assert entry.declare(HOLDER, dif(), "op") == entry.declare(HOLDER, dif(), "op")
    assert account(database).available == Quantity(8733)


@pytest.mark.parametrize(("corrected", "change"), [("120", 3267), ("80", -733)])
def test_a_correction_is_a_new_movement_of_the_difference(
    entry: DifEntry, database: FakeDatabase, corrected: str, change: int
) -> None:
    entry.declare(HOLDER, dif("87,33"), "op-1")
    entry.declare(HOLDER, dif(corrected), "op-2")
    assert motives(database) == [("dif_declared", 8733), ("dif_corrected", change)]
    assert account(database).available == Quantity.parse(corrected)


def test_correcting_only_the_document_moves_no_hour(entry: DifEntry, database: FakeDatabase) -> None:
    entry.declare(HOLDER, dif(), "op-1")
    entry.declare(HOLDER, dif(employer="Garage Exemple"), "op-2")
    assert len(motives(database)) == 1
    current = entry.current(HOLDER)
    assert current is not None
    assert current.employer == "Garage Exemple"


def test_a_document_of_another_time_is_refused(entry: DifEntry, database: FakeDatabase) -> None:
    late = dif().model_copy(update={"document_date": date(2016, 12, 31)})
    with pytest.raises(InvalidInput, match="Certificat"):
        entry.declare(HOLDER, late, "op")
    assert account(database).credits == ZERO


def test_the_form_says_at_its_question_that_a_document_is_of_another_time() -> None:
    answers = {"quantity": "87,33", "document": "certificat", "document_date": "31/12/2016", "employer": "Exemple"}
    form, problems = DifForm.fill(answers)
    assert form is None
    assert [one.field for one in problems] == ["document_date"]


@pytest.mark.parametrize("state", [State.VALIDATED, State.IN_TRAINING, State.CLOSED, State.ABANDONED])
def test_after_a_validation_nothing_can_be_changed(entry: DifEntry, database: FakeDatabase, state: State) -> None:
    entry.declare(HOLDER, dif(), "op-1")
    with_dossier(database, state)
    with pytest.raises(NotAllowed, match="validé"):
        entry.declare(HOLDER, dif("100"), "op-2")
    assert account(database).available == Quantity(8733)


def test_a_mismatch_suspends_and_the_correction_sends_back_to_the_advisor(
    entry: DifEntry, database: FakeDatabase
) -> None:
    entry.declare(HOLDER, dif("87,33"), "op-1")
    with_dossier(database, State.SUBMITTED)
    suspended = entry.record_proof(ADVISOR, "d1", proof("ecart", "Le certificat dit 80 heures."), "op-2")
    assert suspended.state is State.SUSPENDED
    assert entry.record_proof(ADVISOR, "d1", proof("ecart", "Le certificat dit 80 heures."), "op-2") == suspended
    current = entry.current(HOLDER)
    assert current is not None
    assert (current.proof, current.proof_comment) == (ProofState.MISMATCH, "Le certificat dit 80 heures.")

    entry.declare(HOLDER, dif("80"), "op-3")
    assert database.tables.dossiers.get("d1").state is State.SUBMITTED
    events = database.tables.dossiers.events("d1")
    assert [(one.action, one.state, one.role) for one in events] == [
        ("suspend", State.SUSPENDED, Role.ADVISOR),
        ("lift_suspension", State.SUBMITTED, Role.HOLDER),
    ]
    assert events[1].detail == "87,33 → 80"
    assert account(database).available == Quantity.of(80)


def test_a_proof_seen_is_written_in_the_history_and_changes_no_state(entry: DifEntry, database: FakeDatabase) -> None:
    entry.declare(HOLDER, dif(), "op-1")
    with_dossier(database, State.SUBMITTED)
    assert entry.record_proof(ADVISOR, "d1", proof(), "op-2").state is State.SUBMITTED
    current = entry.current(ADVISOR, HOLDER.id)
    assert current is not None
    assert current.proof is ProofState.SEEN
    assert [one.action for one in database.tables.dossiers.events("d1")] == [PROOF_SEEN]


def test_a_mismatch_needs_words_and_a_dossier_under_examination(entry: DifEntry, database: FakeDatabase) -> None:
    entry.declare(HOLDER, dif(), "op-1")
    with_dossier(database, State.VALIDATED)
    with pytest.raises(InvalidInput):
        entry.record_proof(ADVISOR, "d1", proof("ecart"), "op-2")
    with pytest.raises(Conflict):
        entry.record_proof(ADVISOR, "d1", proof("ecart", "80 heures"), "op-3")
    current = entry.current(HOLDER)
    assert current is not None
    assert current.proof is ProofState.EXPECTED


def test_there_is_nothing_to_see_without_a_declaration(entry: DifEntry, database: FakeDatabase) -> None:
    with_dossier(database, State.SUBMITTED)
    with pytest.raises(NotFound):
        entry.record_proof(ADVISOR, "d1", proof(), "op")


def test_roles_rights_and_permissions(entry: DifEntry, database: FakeDatabase) -> None:
    entry.declare(HOLDER, dif(), "op-1")
    with_dossier(database, State.SUBMITTED)
    no_right = employ(Advisor("x", "x", "X", ADVISOR.operator, frozenset({Right.CREATE})))
    for refused in (
        lambda: entry.declare(ADVISOR, dif(), "op-2"),
        lambda: entry.record_proof(HOLDER, "d1", proof(), "op-3"),
        lambda: entry.record_proof(no_right, "d1", proof(), "op-4"),
        lambda: entry.record_proof(OTHER_ADVISOR, "d1", proof(), "op-5"),
        lambda: entry.current(OTHER_ADVISOR, HOLDER.id),
        lambda: entry.current(OTHER_HOLDER, HOLDER.id),
    ):
        with pytest.raises(NotAllowed):
            refused()
