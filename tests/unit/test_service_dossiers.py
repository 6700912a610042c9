"""The holder's acts on a dossier: created, agreed to, sent, corrected, withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cpf_tui.domain.errors import Conflict, InvalidInput, NotAllowed, NotFound, StorageError
from cpf_tui.domain.money import euros
from cpf_tui.domain.people import Role, Scope
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.records import Draft, State
from cpf_tui.journey.forms.dossier import DossierForm
from tests.support.dossier_stage import ANSWERS, CLEANING, WELDING, Stage, filled
from tests.support.fakes import ADVISOR, HOLDER, OTHER_ADVISOR, OTHER_HOLDER, SECRET


def test_what_is_known_is_not_asked_again() -> None:
    stage = Stage()
    known = stage.dossiers.prefill(HOLDER, WELDING.offer_id)
    assert known == {
        "mode": "place",
        "planned": "120",
        "price": "1080",
        "contact": "03 99 00 12 34",
        "start": "11/05/2026",
    }
    assert "price" not in stage.dossiers.prefill(HOLDER, CLEANING.offer_id)
    with pytest.raises(NotFound, match="catalogue"):
        stage.dossiers.prefill(HOLDER, "disparue")


def test_a_dossier_starts_as_a_draft_with_a_reference_and_its_answers() -> None:
    stage = Stage()
    dossier = stage.created()
    assert dossier.state is State.DRAFT
    assert dossier.reference.startswith("CPF-")
    assert (dossier.title, dossier.organisation, dossier.certification) == (
        WELDING.title,
        WELDING.organisation,
        WELDING.certification,
    )
    assert (dossier.planned, dossier.price_cents) == (Quantity.of(120), 108000)
    assert (dossier.start, dossier.end) == (date(2026, 5, 11), date(2026, 6, 12))
    assert dossier.answers == ANSWERS
    assert stage.dossiers.of_holder(HOLDER) == (dossier,)


def test_answers_are_kept_as_typed_but_cannot_control_a_terminal() -> None:
    stage = Stage()
    typed = {**ANSWERS, "objective": "Souder [/\x1b[31m \u202e[@click=app.quit]", "intrus": "x", "comment": "  "}
    dossier = stage.dossiers.create(HOLDER, WELDING.offer_id, filled(DossierForm, **ANSWERS), typed, "op")
    assert dossier.answers == {**ANSWERS, "objective": "Souder [/[31m [@click=app.quit]"}


def test_eligibility_does_not_stop_a_dossier_but_is_said() -> None:
    stage = Stage()
    eligible, other = stage.created(), stage.created(CLEANING)
    assert stage.dossiers.file(HOLDER, eligible.id).events[0].detail.startswith("Formation éligible.")
    said = stage.dossiers.file(HOLDER, other.id).events[0].detail
    assert said.startswith("Formation non éligible à ce jour. ")
    assert len(said) > len("Formation non éligible à ce jour. ")


def test_a_draft_is_revised_until_the_agreement_is_given() -> None:
    stage = Stage()
    dossier = stage.created()
    changed = {**ANSWERS, "planned": "90", "objective": "Travailler en chaudronnerie"}
    op = stage.op()
    revised = stage.dossiers.revise(HOLDER, dossier.id, filled(DossierForm, **changed), changed, op)
    assert (revised.state, revised.planned, revised.answers["planned"]) == (State.DRAFT, Quantity.of(90), "90")
    again = stage.dossiers.revise(HOLDER, dossier.id, filled(DossierForm, **changed), changed, op)
    assert again == revised
    assert [event.action for event in stage.dossiers.file(HOLDER, dossier.id).events] == ["create", "revised"]
    with pytest.raises(NotFound):
        stage.dossiers.revise(OTHER_HOLDER, dossier.id, filled(DossierForm, **changed), changed, stage.op())
    stage.dossiers.consent(HOLDER, dossier.id, SECRET, stage.op())
    with pytest.raises(Conflict, match="brouillon"):
        stage.dossiers.revise(HOLDER, dossier.id, filled(DossierForm, **ANSWERS), ANSWERS, stage.op())


def test_one_dossier_at_a_time_is_prepared_for_a_training() -> None:
    stage = Stage()
    first = stage.consented()
    with pytest.raises(Conflict, match=first.reference):
        stage.created()
    stage.created(CLEANING)
    stage.dossiers.withdraw(HOLDER, first.id, stage.op())
    assert stage.created().reference != first.reference


def test_creating_twice_creates_once_and_forgets_the_draft() -> None:
    stage = Stage()
    with stage.database.write() as uow:
        uow.drafts.save(Draft(HOLDER.id, "dossier", WELDING.offer_id, ANSWERS, "same", stage.clock.now()))
        uow.commit()
    form = filled(DossierForm, **ANSWERS)
    stage.database.fail_next_commit = True
    with pytest.raises(StorageError):
        stage.dossiers.create(HOLDER, WELDING.offer_id, form, ANSWERS, "same")
    dossier = stage.dossiers.create(HOLDER, WELDING.offer_id, form, ANSWERS, "same")
    assert stage.dossiers.of_holder(HOLDER) == (dossier,)
    assert stage.database.tables.drafts.get(HOLDER.id, "dossier", WELDING.offer_id) is None


def test_an_unfinished_account_or_an_advisor_creates_nothing() -> None:
    stage = Stage()
    form = filled(DossierForm, **ANSWERS)
    with pytest.raises(NotAllowed):
        stage.dossiers.create(ADVISOR, WELDING.offer_id, form, ANSWERS, "op")
    with pytest.raises(NotFound, match="catalogue"):
        stage.dossiers.create(HOLDER, "disparue", form, ANSWERS, "op")
    with stage.database.write() as uow:
        uow.holders.update(replace(uow.holders.get(HOLDER.id), opened_at=None))
        uow.commit()
    with pytest.raises(NotAllowed, match="étape 2"):
        stage.dossiers.create(HOLDER, WELDING.offer_id, form, ANSWERS, "op")


def test_the_outlook_explains_itself_and_names_who_holds_the_hours() -> None:
    stage = Stage(dif="120", cpf="48")
    assert stage.dossiers.outlook(HOLDER, Quantity.of(150)).gap == Quantity(0)
    first = stage.validated()
    outlook = stage.dossiers.outlook(HOLDER, Quantity.of(60))
    assert (outlook.use.dif, outlook.use.cpf, outlook.gap) == (Quantity(0), Quantity.of(48), Quantity.of(12))
    said = " ".join(map(str, outlook.explanation))
    assert "il manque 12 h" in said
    assert f"{first.reference} bloque 120 h" in said


def test_the_file_of_a_validated_dossier_shows_what_was_blocked_for_it() -> None:
    stage = Stage(dif="120", cpf="48")
    outlook = stage.dossiers.file(HOLDER, stage.validated(planned="150").id).outlook
    assert (outlook.use.dif, outlook.use.cpf, outlook.gap) == (Quantity.of(120), Quantity.of(30), Quantity(0))
    assert outlook.use.left_cpf == Quantity.of(18)
    assert "DIF 120 h, CPF 30 h" in str(outlook.explanation[0])


@pytest.mark.parametrize(("planned", "most"), [("120", 120), ("400", 150)])
def test_the_agreement_is_dated_bounded_and_says_what_it_covers(planned: str, most: int) -> None:
    stage = Stage()
    dossier = stage.consented(planned=planned)
    assert (dossier.state, dossier.consent_at) == (State.CONSENTED, stage.clock.now())
    assert dossier.consent_quantity == Quantity.of(most)
    assert stage.dossiers.file(HOLDER, dossier.id).events[-1].detail == (
        f"Accord donné pour 87,33 h à ce jour, {most} h au plus."
    )


def test_the_agreement_takes_the_holder_s_own_secret_and_is_given_once() -> None:
    stage = Stage()
    dossier = stage.created()
    with pytest.raises(NotAllowed, match="mot de passe"):
        stage.dossiers.consent(HOLDER, dossier.id, "autre chose", "same")
    agreed = stage.dossiers.consent(HOLDER, dossier.id, SECRET, "same")
    assert stage.dossiers.consent(HOLDER, dossier.id, SECRET, "same") == agreed
    with pytest.raises(Conflict):
        stage.dossiers.consent(HOLDER, dossier.id, SECRET, stage.op())


def test_the_agreement_may_be_taken_back_before_sending() -> None:
    stage = Stage()
    dossier = stage.dossiers.withdraw_consent(HOLDER, stage.consented().id, stage.op())
    assert (dossier.state, dossier.consent_at, dossier.consent_quantity) == (State.DRAFT, None, Quantity(0))
    with pytest.raises(Conflict):
        stage.dossiers.submit(HOLDER, dossier.id, stage.op())


def test_sending_needs_a_place_and_a_permission_for_the_hours() -> None:
    stage = Stage()
    dossier = stage.consented()
    stage.authorise(ADVISOR.operator, Scope.PASSPORT)
    with pytest.raises(NotAllowed, match="pas autorisé à voir vos heures"):
        stage.dossiers.submit(HOLDER, dossier.id, stage.op())
    stage.authorise(ADVISOR.operator)
    with stage.database.write() as uow:
        holder = uow.holders.get(HOLDER.id)
        uow.holders.update(replace(holder, place_id="", operator=""))
        uow.commit()
    with pytest.raises(NotAllowed, match="étape 4"):
        stage.dossiers.submit(HOLDER, dossier.id, stage.op())
    with stage.database.write() as uow:
        uow.holders.update(holder)
        uow.commit()
    sent = stage.dossiers.submit(HOLDER, dossier.id, "same")
    assert (sent.state, sent.operator) == (State.SUBMITTED, ADVISOR.operator)
    assert stage.dossiers.submit(HOLDER, dossier.id, "same") == sent


def test_the_file_says_whose_turn_it_is_and_what_each_may_do() -> None:
    stage = Stage()
    dossier = stage.submitted()
    mine, theirs = stage.dossiers.file(HOLDER, dossier.id), stage.dossiers.file(ADVISOR, dossier.id)
    assert (mine.turn.role, mine.since, mine.due) == (Role.ADVISOR, date(2026, 4, 10), date(2026, 4, 24))
    assert [one.action for one in mine.actions] == ["withdraw"]
    assert "validate" in {one.action for one in theirs.actions}
    assert mine.holder.full_name == "Claire EXEMPLE"
    assert (mine.dif is not None, mine.movements, mine.funding) == (True, (), ())


def test_a_dossier_of_somebody_else_does_not_exist() -> None:
    stage = Stage()
    dossier = stage.submitted()
    with pytest.raises(NotFound):
        stage.dossiers.file(OTHER_HOLDER, dossier.id)
    with pytest.raises(NotFound):
        stage.dossiers.withdraw(OTHER_HOLDER, dossier.id, stage.op())
    with pytest.raises(NotAllowed):
        stage.dossiers.file(OTHER_ADVISOR, dossier.id)
    with pytest.raises(NotAllowed):
        stage.dossiers.of_holder(ADVISOR)


def test_an_operation_of_somebody_else_tells_nothing() -> None:
    stage = Stage()
    stage.dossiers.withdraw(HOLDER, stage.submitted().id, "same")
    with pytest.raises(NotFound):
        stage.dossiers.withdraw(OTHER_HOLDER, "whatever", "same")


def test_corrections_are_answered_one_by_one_and_the_last_sends_back() -> None:
    stage = Stage()
    dossier = stage.submitted()
    stage.correction(dossier, "objective")
    stage.correction(dossier, "price")
    first = stage.answer(dossier, "objective", "Souder en chantier naval")
    assert (first.state, first.answers["objective"]) == (State.CORRECTION, "Souder en chantier naval")
    last = stage.answer(dossier, "price", "1250,50")
    assert (last.state, last.price_cents) == (State.SUBMITTED, 125050)
    file = stage.dossiers.file(HOLDER, dossier.id)
    assert file.open_corrections == ()
    details = [event.detail for event in file.events[-2:]]
    assert details == ["Objectif : Souder en chantier naval", f"Prix : {euros(125050)}"]


def test_a_bad_correction_is_refused_in_the_words_of_the_form_and_changes_nothing() -> None:
    stage = Stage()
    dossier = stage.submitted()
    stage.correction(dossier, "planned")
    for typed, sentence in (("abc", "n’est pas un nombre"), ("0", "plus grand que zéro"), ("", "Écrivez un nombre")):
        with pytest.raises(InvalidInput, match=sentence):
            stage.answer(dossier, "planned", typed)
    with pytest.raises(Conflict, match="Aucune correction"):
        stage.answer(dossier, "price", "12")
    assert stage.database.tables.dossiers.get(dossier.id).answers == ANSWERS


def test_two_dates_are_corrected_one_after_the_other() -> None:
    stage = Stage()
    dossier = stage.submitted()
    stage.correction(dossier, "start")
    with pytest.raises(InvalidInput, match="avant d’avoir commencé"):
        stage.answer(dossier, "start", "07/09/2026")
    stage.correction(dossier, "end")
    waiting = stage.answer(dossier, "start", "07/09/2026")
    assert (waiting.state, waiting.start) == (State.CORRECTION, date(2026, 5, 11))
    with pytest.raises(InvalidInput, match="avant d’avoir commencé"):
        stage.answer(dossier, "end", "01/09/2026")
    stage.answer(dossier, "start", "05/09/2026")
    last = stage.answer(dossier, "end", "09/10/2026")
    assert (last.state, last.start, last.end) == (State.SUBMITTED, date(2026, 9, 5), date(2026, 10, 9))


def test_an_answer_of_an_earlier_round_is_not_open_any_more() -> None:
    stage = Stage()
    dossier = stage.submitted()
    stage.correction(dossier, "price")
    stage.answer(dossier, "price", "900")
    stage.clock.advance(minutes=5)
    stage.correction(dossier, "objective")
    with pytest.raises(Conflict, match="Aucune correction"):
        stage.answer(dossier, "price", "1")


def test_a_longer_training_asks_the_agreement_again_and_a_shorter_one_does_not() -> None:
    stage = Stage()
    dossier = stage.submitted()
    stage.correction(dossier, "planned")
    assert stage.answer(dossier, "planned", "100").state is State.SUBMITTED
    stage.correction(dossier, "planned")
    longer = stage.answer(dossier, "planned", "140")
    assert (longer.state, longer.planned, longer.consent_at) == (State.DRAFT, Quantity.of(140), None)
    event = stage.dossiers.file(HOLDER, dossier.id).events[-1]
    assert event.state is State.DRAFT
    assert "l’accord est redemandé" in event.detail
    agreed = stage.dossiers.consent(HOLDER, dossier.id, SECRET, stage.op())
    assert agreed.consent_quantity == Quantity.of(140)
    assert stage.dossiers.submit(HOLDER, dossier.id, stage.op()).state is State.SUBMITTED


def test_beyond_the_bound_a_longer_training_takes_no_more_from_the_holder() -> None:
    stage = Stage()
    dossier = stage.submitted(planned="200")
    stage.correction(dossier, "planned")
    assert stage.answer(dossier, "planned", "300").state is State.SUBMITTED


def test_withdrawing_asks_no_reason_and_is_safe_to_repeat() -> None:
    stage = Stage(dif="120")
    dossier = stage.validated()
    gone = stage.dossiers.withdraw(HOLDER, dossier.id, "same")
    assert stage.dossiers.withdraw(HOLDER, dossier.id, "same") == gone
    assert stage.amounts("DIF") == ("120", "0", "0")
