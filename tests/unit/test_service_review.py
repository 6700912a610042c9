"""The advisor's acts on a dossier, and what they do to the hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cpf_tui.domain.errors import Conflict, DomainError, InsufficientHours, InvalidInput, NotAllowed, StorageError
from cpf_tui.domain.people import Advisor, Right, Role, Scope
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.records import Dossier, ProofState, State
from tests.support.dossier_stage import CLEANING, COLLEAGUE, FUNDER, Stage
from tests.support.fake_repositories import employ
from tests.support.fakes import ADVISOR, HOLDER, OTHER_ADVISOR, SECRET


def _funded(stage: Stage) -> Dossier:
    dossier = stage.submitted()
    stage.reply(stage.ask(dossier))
    return dossier


def test_the_whole_journey_of_a_dossier_keeps_the_figures_of_the_rules() -> None:
    stage = Stage()
    dossier = stage.submitted()
    assert stage.dossiers.outlook(HOLDER, dossier.planned).gap == Quantity(3267)

    stage.correction(dossier, "objective", "Dites le métier visé.")
    assert stage.answer(dossier, "objective", "Devenir soudeur TIG").state is State.SUBMITTED

    plan = stage.funding.plan(ADVISOR, dossier.id)
    assert (str(plan.gap), plan.euros_gap_cents) == ("32,67", 29403)
    line = stage.ask(dossier)
    assert stage.dossiers.file(HOLDER, dossier.id).dossier.state is State.FUNDING
    stage.reply(line)
    assert stage.dossiers.file(HOLDER, dossier.id).dossier.state is State.SUBMITTED

    assert stage.validate(dossier).state is State.VALIDATED
    assert stage.amounts("DIF") == ("0", "87,33", "0")
    assert stage.amounts("FINANCEUR:REGION") == ("0", "32,67", "0")

    second = stage.submitted(CLEANING, planned="35")
    with pytest.raises(InsufficientHours) as refused:
        stage.validate(second, COLLEAGUE)
    assert "35 h" in str(refused.value)
    assert f"{dossier.reference} bloque 87,33 h" in str(refused.value)

    stage.enter(dossier)
    closed = stage.close(dossier, "100")
    assert (closed.state, closed.realised) == (State.CLOSED, Quantity.of(100))
    assert stage.amounts("DIF") == ("0", "0", "87,33")
    assert stage.amounts("FINANCEUR:REGION") == ("0", "0", "12,67")
    returned = stage.database.tables.ledger.entries(HOLDER.id)[-1]
    assert (returned.motive, returned.amount) == ("funder_returned", Quantity.of(-20))

    file = stage.dossiers.file(HOLDER, dossier.id)
    assert [event.action for event in file.events] == [
        "create", "consent", "submit", "request_correction", "answer_correction", "seek_funding",
        "funding_answered", "funding_settled", "validate", "enter", "close",
    ]  # fmt: skip
    assert [line.entry.motive for line in file.movements] == [
        "funder_agreed", "blocked", "blocked", "debited", "debited", "funder_returned",
    ]  # fmt: skip


def test_validation_uses_dif_then_cpf_and_leaves_the_rest() -> None:
    stage = Stage(dif="120", cpf="48")
    stage.validated(planned="150")
    assert stage.amounts("DIF") == ("0", "120", "0")
    assert stage.amounts("CPF") == ("18", "30", "0")


def test_top_ups_serve_after_dif_and_cpf_but_never_beyond_the_agreement() -> None:
    stage = Stage(dif="120", cpf="48")
    dossier = stage.submitted(planned="160")
    stage.credit("ABONDEMENT", "20", "top_up")
    with pytest.raises(InsufficientHours, match="Il manque 10 h"):
        stage.validate(dossier)  # agreed for 150, before the top-up was there
    stage.dossiers.withdraw(HOLDER, dossier.id, stage.op())
    stage.validated(planned="160")
    assert stage.amounts("ABONDEMENT") == ("10", "10", "0")


def test_two_advisors_validating_dossiers_that_compete_for_the_same_hours() -> None:
    stage = Stage(dif="80")
    first, second = stage.submitted(planned="60"), stage.submitted(CLEANING, planned="60")
    stage.validate(first, ADVISOR)
    before = stage.database.tables.ledger.written
    with pytest.raises(InsufficientHours) as refused:
        stage.validate(second, COLLEAGUE)
    assert "Il manque 40 h" in str(refused.value)
    assert first.reference in str(refused.value)
    assert stage.database.tables.ledger.written == before
    assert stage.database.tables.dossiers.get(second.id).state is State.SUBMITTED
    stage.dossiers.withdraw(HOLDER, first.id, stage.op())
    assert stage.validate(second, COLLEAGUE).state is State.VALIDATED


def test_a_gap_without_any_other_dossier_only_says_what_is_missing() -> None:
    stage = Stage()
    with pytest.raises(InsufficientHours, match="Il manque 32,67 h") as refused:
        stage.validated()
    assert "bloque" not in str(refused.value)


@pytest.mark.parametrize("proof", [ProofState.EXPECTED, ProofState.MISMATCH])
def test_dif_hours_are_not_blocked_before_their_proof_was_seen(proof: ProofState) -> None:
    stage = Stage(dif="120", proof=proof)
    dossier = stage.submitted()
    with pytest.raises(NotAllowed, match="justificatif du DIF n’a pas été vu"):
        stage.validate(dossier)
    stage.show_proof(ProofState.SEEN)
    assert stage.validate(dossier).state is State.VALIDATED


def test_no_proof_is_asked_when_no_dif_is_used() -> None:
    assert Stage(dif="0", cpf="120", proof=ProofState.EXPECTED).validated().state is State.VALIDATED


def test_validating_twice_blocks_once() -> None:
    stage = Stage(dif="120")
    dossier = stage.submitted()
    first = stage.review.validate(ADVISOR, dossier.id, "same")
    assert stage.review.validate(ADVISOR, dossier.id, "same") == first
    assert stage.amounts("DIF") == ("0", "120", "0")
    with pytest.raises(Conflict):
        stage.validate(dossier)


def test_a_validation_whose_answer_was_lost_is_not_done_twice() -> None:
    stage = Stage(dif="120")
    dossier = stage.submitted()
    stage.database.fail_next_commit = True
    with pytest.raises(StorageError):
        stage.review.validate(ADVISOR, dossier.id, "same")
    assert stage.review.validate(ADVISOR, dossier.id, "same").state is State.VALIDATED
    assert stage.amounts("DIF") == ("0", "120", "0")


def test_refusing_says_why_and_gives_the_funder_its_hours_back() -> None:
    stage = Stage()
    dossier = _funded(stage)
    assert stage.refuse(dossier).state is State.REFUSED
    assert stage.dossiers.file(HOLDER, dossier.id).events[-1].reason == "Projet à revoir"
    assert stage.amounts("FINANCEUR:REGION") == ("0", "0", "0")
    assert stage.amounts("DIF") == ("87,33", "0", "0")


def test_giving_up_after_validation_releases_everything() -> None:
    stage = Stage()
    dossier = stage.validate(_funded(stage))
    assert stage.dossiers.withdraw(HOLDER, dossier.id, stage.op()).state is State.WITHDRAWN
    assert stage.amounts("DIF") == ("87,33", "0", "0")
    assert stage.amounts("FINANCEUR:REGION") == ("0", "0", "0")


def test_abandoning_in_training_releases_everything() -> None:
    stage = Stage()
    dossier = stage.enter(stage.validate(_funded(stage)))
    assert stage.abandon(dossier).state is State.ABANDONED
    assert stage.amounts("DIF") == ("87,33", "0", "0")


def test_the_holder_cannot_withdraw_once_in_training() -> None:
    stage = Stage(dif="120")
    dossier = stage.in_training()
    with pytest.raises(Conflict):
        stage.dossiers.withdraw(HOLDER, dossier.id, stage.op())


def test_entry_is_declared_on_the_day_or_after_and_before_the_end() -> None:
    stage = Stage(dif="120")
    dossier = stage.validated()
    with pytest.raises(InvalidInput, match="avenir"):
        stage.enter(dossier, "11/04/2026")
    stage.clock.advance(days=100)
    with pytest.raises(InvalidInput, match="devait finir le 12 juin 2026"):
        stage.enter(dossier, "01/07/2026")
    entered = stage.enter(dossier, "18/05/2026")
    assert (entered.state, entered.start) == (State.IN_TRAINING, date(2026, 5, 18))
    assert entered.answers["start"] == "11/05/2026"


@pytest.mark.parametrize(("realised", "sentence"), [("0", "abandon"), ("120,01", "prévoyait 120 h")])
def test_closing_refuses_impossible_hours(realised: str, sentence: str) -> None:
    stage = Stage(dif="120")
    dossier = stage.in_training()
    with pytest.raises(InvalidInput, match=sentence):
        stage.close(dossier, realised)
    assert stage.close(dossier, "120").state is State.CLOSED
    assert stage.amounts("DIF") == ("0", "0", "120")


def test_corrections_are_asked_one_by_one_and_never_twice_for_one_answer() -> None:
    stage = Stage()
    dossier = stage.submitted()
    assert stage.correction(dossier, "objective").state is State.CORRECTION
    assert stage.correction(dossier, "price").state is State.CORRECTION
    with pytest.raises(Conflict, match="déjà demandée"):
        stage.correction(dossier, "price")
    assert [one.field for one in stage.dossiers.file(HOLDER, dossier.id).open_corrections] == ["objective", "price"]


def test_the_queue_shows_who_waits_longest_and_only_what_was_authorised() -> None:
    stage = Stage()
    first = stage.submitted()
    stage.clock.advance(days=3)
    second = stage.submitted(CLEANING, planned="35")
    stage.created()
    items = stage.review.queue(ADVISOR)
    assert [item.dossier.id for item in items] == [first.id, second.id]
    assert (items[0].holder_name, items[0].since) == ("Claire EXEMPLE", date(2026, 4, 10))
    assert (items[0].turn.role, items[0].due) == (Role.ADVISOR, date(2026, 4, 24))
    assert stage.review.queue(ADVISOR, (State.VALIDATED,)) == ()
    assert stage.review.queue(OTHER_ADVISOR) == ()
    stage.authorise(ADVISOR.operator, Scope.PASSPORT)
    assert stage.review.queue(ADVISOR) == ()
    with pytest.raises(NotAllowed):
        stage.review.queue(HOLDER)


def test_a_correction_does_not_change_since_when_by_being_followed_by_notes() -> None:
    stage = Stage()
    dossier = stage.submitted()
    stage.correction(dossier, "objective")
    stage.clock.advance(days=2)
    stage.correction(dossier, "price")
    assert stage.review.queue(ADVISOR)[0].since == date(2026, 4, 10)


def test_another_operator_or_an_ended_permission_sees_nothing() -> None:
    stage = Stage(dif="120")
    dossier = stage.submitted()
    stage.authorise(OTHER_ADVISOR.operator)
    with pytest.raises(NotAllowed, match="autre organisme"):
        stage.validate(dossier, OTHER_ADVISOR)
    stage.authorise(ADVISOR.operator, end=date(2026, 4, 9))
    for act in (stage.validate, stage.refuse):
        with pytest.raises(NotAllowed, match="autorisé"):
            act(dossier)


def test_a_suspension_is_lifted_once_the_dif_is_corrected() -> None:
    stage = Stage(proof=ProofState.MISMATCH)
    dossier = stage.submitted()
    with stage.database.write() as uow:
        uow.dossiers.update(replace(dossier, state=State.SUSPENDED))
        uow.commit()
    with pytest.raises(Conflict, match="ne correspond toujours pas"):
        stage.review.lift_suspension(ADVISOR, dossier.id, stage.op())
    stage.show_proof(ProofState.EXPECTED)
    assert stage.review.lift_suspension(ADVISOR, dossier.id, stage.op()).state is State.SUBMITTED


_RIGHTS = {
    "correction": Right.VALIDATE,
    "ask": Right.VALIDATE,
    "validate": Right.VALIDATE,
    "refuse": Right.VALIDATE,
    "enter": Right.VALIDATE,
    "abandon": Right.VALIDATE,
    "close": Right.CLOSE,
    "submit": Right.CREATE,
    "answer": Right.CREATE,
}


def _prepared(stage: Stage, act: str) -> Dossier:
    if act == "submit":
        return stage.consented()
    if act in {"enter", "abandon"}:
        return stage.validated()
    if act == "close":
        return stage.in_training()
    if act == "answer":
        return stage.correction(stage.submitted(), "objective")
    return stage.submitted()


@pytest.mark.parametrize("act", _RIGHTS)
@pytest.mark.parametrize("held", list(Right))
def test_each_act_asks_for_its_own_right(act: str, held: Right, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Stage(dif="87,33" if act == "ask" else "120")
    dossier = _prepared(stage, act)
    actor = employ(Advisor("autre", "autre", "Autre CONSEIL", ADVISOR.operator, frozenset({held})))
    monkeypatch.setattr("tests.support.dossier_stage.ADVISOR", actor)

    def attempt() -> object:
        if act == "submit":
            return stage.dossiers.submit(actor, dossier.id, stage.op())
        if act == "answer":
            return stage.dossiers.answer_correction(actor, dossier.id, "objective", "Souder", stage.op())
        if act == "validate":
            return stage.validate(dossier, actor)
        if act == "close":
            return stage.close(dossier, "100", actor)
        arguments = ("objective",) if act == "correction" else ()
        return getattr(stage, act)(dossier, *arguments)

    if held is _RIGHTS[act]:
        assert attempt()
    else:
        before = stage.database.commits
        with pytest.raises(NotAllowed):
            attempt()
        assert stage.database.commits == before


def test_a_holder_does_none_of_the_advisor_s_acts() -> None:
    stage = Stage(dif="120")
    dossier = stage.submitted()
    with pytest.raises(NotAllowed):
        stage.validate(dossier, HOLDER)
    with pytest.raises(NotAllowed):
        stage.close(dossier, "10", HOLDER)


def test_an_advisor_never_consents_nor_withdraws_for_the_holder() -> None:
    stage = Stage()
    dossier = stage.created()
    with pytest.raises(NotAllowed):
        stage.dossiers.consent(ADVISOR, dossier.id, SECRET, stage.op())
    with pytest.raises(NotAllowed):
        stage.dossiers.withdraw(ADVISOR, dossier.id, stage.op())


def test_each_act_is_refused_from_the_wrong_state_in_a_sentence() -> None:
    stage = Stage(dif="120")
    dossier = stage.submitted()
    for attempt in (stage.enter, stage.close, stage.abandon):
        with pytest.raises(Conflict, match="à l’état"):
            attempt(dossier)
    stage.refuse(dossier)
    with pytest.raises(DomainError):
        stage.correction(dossier, "objective")


def test_the_funder_closes_without_any_other_right() -> None:
    assert FUNDER.rights == {Right.CLOSE}
    stage = Stage(dif="120")
    assert stage.close(stage.in_training(), "50").realised == Quantity.of(50)
    assert stage.amounts("DIF") == ("70", "0", "50")
