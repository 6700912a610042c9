"""Complementary funding: who may be asked, for how much, and what an answer does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cpf_tui.domain.errors import Conflict, InvalidInput, NotAllowed, NotFound
from cpf_tui.domain.people import Employment
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.records import FundingState, State
from cpf_tui.journey.forms.advisor import FundingAnswerForm, FundingRequestForm
from tests.support.dossier_stage import WELDING, Stage, filled
from tests.support.fakes import ADVISOR, HOLDER, OTHER_HOLDER


def test_the_plan_says_what_is_missing_in_units_and_euros() -> None:
    stage = Stage()
    plan = stage.funding.plan(HOLDER, stage.submitted().id)
    assert (str(plan.planned), str(plan.use.dif), str(plan.gap)) == ("120", "87,33", "32,67")
    assert (str(plan.covered), str(plan.remaining), str(plan.waiting)) == ("0", "32,67", "0")
    assert plan.euros_gap_cents == 29403
    assert (str(plan.fpspp.quantity), str(plan.fpspp.paid)) == ("12,67", "100")
    assert {one.key for one in plan.funders}.isdisjoint({"EMPLOYEUR", "AGEFIPH"})


def test_the_plan_follows_the_lines_to_the_end() -> None:
    stage = Stage()
    dossier = stage.submitted()
    line = stage.ask(dossier)
    asked = stage.funding.plan(ADVISOR, dossier.id)
    assert (str(asked.waiting), str(asked.remaining)) == ("32,67", "32,67")
    stage.reply(line)
    agreed = stage.funding.plan(ADVISOR, dossier.id)
    assert (str(agreed.waiting), str(agreed.covered), str(agreed.remaining)) == ("0", "32,67", "0")
    stage.enter(stage.validate(dossier))
    stage.close(dossier, "100")
    closed = stage.funding.plan(ADVISOR, dossier.id)
    assert (str(closed.use.dif), str(closed.covered), str(closed.remaining)) == ("87,33", "12,67", "0")


def test_the_plan_of_somebody_else_is_closed() -> None:
    stage = Stage()
    with pytest.raises(NotFound):
        stage.funding.plan(OTHER_HOLDER, stage.submitted().id)


def test_asking_and_answering_happen_once() -> None:
    stage = Stage()
    dossier = stage.submitted()
    form = filled(FundingRequestForm, funder="REGION", quantity="32,67", euros="294,03")
    line = stage.funding.request(ADVISOR, dossier.id, form, "ask")
    assert stage.funding.request(ADVISOR, dossier.id, form, "ask") == line
    assert stage.funding.plan(ADVISOR, dossier.id).lines == (line,)
    answer = filled(FundingAnswerForm, decision="accorde")
    agreed = stage.funding.record_answer(ADVISOR, line.id, dossier.id, answer, "answer")
    assert stage.funding.record_answer(ADVISOR, line.id, dossier.id, answer, "answer") == agreed
    assert stage.amounts("FINANCEUR:REGION") == ("32,67", "0", "0")
    with pytest.raises(Conflict, match="déjà notée"):
        stage.reply(line)


def test_the_review_resumes_when_everything_is_answered_and_nothing_is_missing() -> None:
    stage = Stage()
    dossier = stage.submitted()
    one, two = stage.ask(dossier, "REGION", "20", "180"), stage.ask(dossier, "ETAT", "12,67", "114,03")
    stage.reply(one)
    assert stage.dossiers.file(HOLDER, dossier.id).dossier.state is State.FUNDING
    stage.reply(two, "refuse")
    assert stage.dossiers.file(HOLDER, dossier.id).dossier.state is State.FUNDING
    three = stage.ask(dossier, "TITULAIRE", "12,67", "114,03")
    assert stage.reply(three).state is FundingState.AGREED
    assert stage.dossiers.file(HOLDER, dossier.id).dossier.state is State.SUBMITTED
    assert stage.validate(dossier).state is State.VALIDATED


def test_a_refusal_grants_nothing_and_says_why() -> None:
    stage = Stage()
    dossier = stage.submitted()
    refused = stage.reply(stage.ask(dossier), "refuse")
    assert (refused.state, refused.answer) == (FundingState.REFUSED, "Réf. 42")
    assert str(stage.funding.plan(ADVISOR, dossier.id).remaining) == "32,67"
    event = stage.dossiers.file(HOLDER, dossier.id).events[-1]
    assert (event.detail, event.reason) == ("Conseil régional refuse.", "Réf. 42")


def test_euros_alone_may_be_asked_and_write_no_hours() -> None:
    stage = Stage()
    dossier = stage.submitted()
    stage.reply(stage.ask(dossier, quantity="0", euros="150"))
    assert str(stage.funding.plan(ADVISOR, dossier.id).covered) == "0"


def test_what_is_granted_beyond_the_need_goes_back_at_validation() -> None:
    stage = Stage()
    dossier = stage.submitted()
    stage.reply(stage.ask(dossier))
    stage.credit("CPF", "24", "annual_credit")
    stage.validate(dossier)
    assert stage.amounts("CPF") == ("0", "24", "0")
    assert stage.amounts("FINANCEUR:REGION") == ("0", "8,67", "0")


@pytest.mark.parametrize(
    ("funder", "quantity", "euros", "sentence"),
    [
        ("EMPLOYEUR", "10", "90", "Seulement pour un salarié"),
        ("AGEFIPH", "10", "90", "handicap est reconnu"),
        ("FPSPP", "12,68", "114", "jusqu’à 100 h.*12,67 h au plus"),
        ("REGION", "32,68", "294", "Il ne manque que 32,67 h"),
        ("REGION", "0", "0", "les deux sont à zéro"),
    ],
)
def test_requests_against_the_rules_are_refused(funder: str, quantity: str, euros: str, sentence: str) -> None:
    stage = Stage()
    dossier = stage.submitted()
    with pytest.raises(InvalidInput, match=sentence):
        stage.ask(dossier, funder, quantity, euros)
    assert stage.dossiers.file(HOLDER, dossier.id).dossier.state is State.SUBMITTED


def test_what_is_already_asked_is_not_asked_again() -> None:
    stage = Stage()
    dossier = stage.submitted()
    stage.ask(dossier, quantity="30", euros="270")
    with pytest.raises(InvalidInput, match="Il ne manque que 2,67 h"):
        stage.ask(dossier, "ETAT", "3", "27")


def test_an_employee_may_ask_their_employer() -> None:
    stage = Stage()
    with stage.database.write() as uow:
        uow.holders.update(replace(uow.holders.get(HOLDER.id), employment=Employment.EMPLOYEE))
        uow.commit()
    assert stage.ask(stage.submitted(), "EMPLOYEUR").funder == "EMPLOYEUR"


def test_the_fund_completes_up_to_its_bound() -> None:
    stage = Stage()
    assert stage.ask(stage.submitted(), "FPSPP", "12,67", "900").quantity == Quantity(1267)


def test_the_aif_is_asked_fifteen_days_before_and_never_for_a_vae() -> None:
    stage = Stage()
    dossier = stage.submitted()
    stage.clock.advance(days=17)
    with pytest.raises(InvalidInput, match="15 jours"):
        stage.ask(dossier, "POLE_EMPLOI")
    stage.clock.advance(days=-1)
    assert stage.ask(dossier, "POLE_EMPLOI").funder == "POLE_EMPLOI"

    stage = Stage()
    vae = replace(WELDING, title="Accompagnement VAE soudeur")
    stage.catalogue.offers = (vae,)
    with pytest.raises(InvalidInput, match="ne finance pas une VAE"):
        stage.ask(stage.submitted(vae), "POLE_EMPLOI")


def test_nothing_is_asked_when_the_hours_suffice_or_outside_the_review() -> None:
    stage = Stage(dif="120")
    dossier = stage.submitted()
    with pytest.raises(InvalidInput, match="suffisent"):
        stage.ask(dossier)
    stage.validate(dossier)
    with pytest.raises(Conflict, match="pendant l’examen"):
        stage.ask(dossier)


def test_an_agreement_that_comes_too_late_is_refused_but_a_refusal_is_noted() -> None:
    stage = Stage()
    dossier = stage.submitted()
    late, last = stage.ask(dossier, quantity="10", euros="90"), stage.ask(dossier, "ETAT", "10", "90")
    stage.dossiers.withdraw(HOLDER, dossier.id, stage.op())
    with pytest.raises(Conflict, match="n’attend plus"):
        stage.reply(late)
    assert stage.reply(last, "refuse").state is FundingState.REFUSED


def test_an_answer_that_comes_during_a_correction_is_kept_for_the_dossier() -> None:
    stage = Stage()
    dossier = stage.submitted()
    line = stage.ask(dossier)
    stage.correction(dossier, "objective")
    stage.reply(line)
    stage.answer(dossier, "objective", "Souder")
    assert stage.validate(dossier).state is State.VALIDATED


def test_the_review_may_resume_without_waiting() -> None:
    stage = Stage()
    dossier = stage.submitted()
    stage.ask(dossier)
    assert stage.funding.settle(ADVISOR, dossier.id, "same").state is State.SUBMITTED
    assert stage.funding.settle(ADVISOR, dossier.id, "same").state is State.SUBMITTED


def test_a_holder_neither_asks_nor_answers() -> None:
    stage = Stage()
    dossier = stage.submitted()
    line = stage.ask(dossier)
    answer = filled(FundingAnswerForm, decision="accorde")
    with pytest.raises(NotAllowed):
        stage.funding.record_answer(HOLDER, line.id, dossier.id, answer, stage.op())
    with pytest.raises(NotFound):
        stage.funding.record_answer(ADVISOR, "autre", dossier.id, answer, stage.op())
