"""The screens of « Mon dossier » and « Ma formation », on the real use cases and fake storage."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cpf_tui.domain.records import State
from cpf_tui.journey.forms.advisor import ReplyForm
from screens.dialogs.confirm import ConfirmDialog
from screens.dialogs.qr import QrDialog
from screens.dialogs.secret import SecretDialog
from screens.holder.consent import ConsentScreen
from screens.holder.pages import DonePage
from tests.support.dossier_desk import at_work
from tests.support.dossier_stage import CLEANING, WELDING, Stage, filled
from tests.support.fakes import ADVISOR, HOLDER, SECRET
from widgets.error_summary import ErrorSummary
from widgets.row_list import RowList

HOSTILE = "[/] [@click=app.quit]Soudeur[/] 😀"


async def test_a_dossier_is_created_after_a_mistake_in_its_dates() -> None:
    stage = Stage()
    async with at_work(stage) as hands:
        hands.app.project.choose(HOLDER, WELDING.offer_id, "choose")
        await hands.open("dossier")
        assert "Créer un dossier pour Soudeur" in hands.read()
        await hands.press("enter")
        await hands.answer()  # the objective is missing
        assert "Répondez à cette question." in hands.read()
        await hands.answer("Devenir soudeur")
        await hands.answer()  # the duration is known from the catalogue
        await hands.answer()  # the start too
        await hands.answer("01/05/2026")
        await hands.press("1", "enter")
        await hands.answer()
        await hands.press("2", "enter")
        for _price_costs in range(2):
            await hands.answer()
        await hands.press("1", "enter")
        await hands.answer()
        await hands.press("2", "enter")
        await hands.answer()
        assert "Il manque 32,67 h" in hands.read()
        await hands.press("enter")  # create: the end is before the start
        assert "avant d’avoir commencé" in hands.read()
        assert hands.app.screen.query_one(ErrorSummary).has_class("shown")
        await hands.answer("12/06/2026")
        await hands.press("enter")
        assert isinstance(hands.app.screen, ConsentScreen)
        made = hands.dossier()
        assert (made.state, str(made.planned), made.answers["objective"]) == (State.DRAFT, "120", "Devenir soudeur")
        assert not stage.database.tables.drafts.rows


async def test_the_form_is_taken_up_where_it_was_left() -> None:
    stage = Stage()
    async with at_work(stage) as hands:
        await hands.open("dossier_form", WELDING.offer_id)
        await hands.answer("Devenir soudeur")
        await hands.answer()
    async with at_work(stage) as hands:
        await hands.open("dossier_form", WELDING.offer_id)
        assert "question 3 sur 13" in hands.read()


async def test_the_agreement_takes_the_right_password_then_the_dossier_is_sent() -> None:
    stage = Stage()
    made = stage.created()
    async with at_work(stage) as hands:
        await hands.open("consent", made.id)
        assert "jusqu’à 120 h de mon compte" in hands.read()
        await hands.press("enter")
        assert isinstance(hands.app.screen, SecretDialog)
        await hands.type("faux")
        await hands.press("enter")
        assert "Ce mot de passe n’est pas le bon" in hands.read()
        assert hands.dossier().state is State.DRAFT
        await hands.type(SECRET)
        await hands.press("enter")
        assert hands.dossier().state is State.CONSENTED
        assert "Envoyer à : Mission locale de Roubaix" in hands.read()
        await hands.press("enter")
        assert hands.dossier().state is State.SUBMITTED
        assert "Votre dossier est envoyé" in hands.read()
        assert f"Numéro à garder : {made.reference}" in hands.read()
        assert "au plus tard le 24 avril 2026" in hands.read()
        await hands.choose("go_home")
        assert hands.app.asked[-1] == "home"


async def test_without_an_advisor_the_sending_leads_to_choosing_one_and_back() -> None:
    stage = Stage()
    agreed = stage.consented()
    with stage.database.write() as uow:
        uow.holders.update(replace(uow.holders.get(HOLDER.id), place_id="", operator=""))
        uow.commit()
    async with at_work(stage) as hands:
        await hands.open("consent", agreed.id)
        await hands.press("enter")
        assert hands.app.asked[-1] == "advisors"
        await hands.choose("take_back")
        assert hands.dossier().state is State.DRAFT
        assert "J’accepte : donner mon accord…" in hands.read()


async def test_corrections_are_answered_one_by_one_and_the_dossier_goes_back() -> None:
    stage = Stage()
    sent = stage.submitted()
    stage.clock.advance(days=1)
    stage.correction(sent, "objective", HOSTILE)
    stage.correction(sent, "end", "Elle finit le 19 juin.")
    async with at_work(stage) as hands:
        await hands.open("tracker")
        assert "Corrections demandées" in hands.read()
        assert HOSTILE in hands.read()
        await hands.press("enter")
        assert HOSTILE in hands.read()
        assert "réponse 1 sur 2" in hands.read()
        await hands.type(" TIG")
        await hands.press("enter")
        await hands.answer("le 19")
        assert "n’est pas une date" in hands.read()
        await hands.answer("19/06/2026")
        assert isinstance(hands.app.screen, DonePage)
        assert "renvoyé" in hands.read()
        assert hands.dossier().state is State.SUBMITTED
        assert hands.dossier().answers["end"] == "19/06/2026"
        await hands.press("enter")
        assert "Dossier corrigé et renvoyé" in hands.read()


async def test_a_longer_duration_asks_for_the_agreement_again() -> None:
    stage = Stage()
    stage.correction(stage.submitted(), "planned", "Le devis dit 140 heures.")
    async with at_work(stage) as hands:
        await hands.open("correction", hands.dossier().id)
        await hands.answer("140")
        assert "redonnez votre accord" in hands.read()
        await hands.press("enter")
        assert hands.app.asked[-1] == "consent"
        assert "jusqu’à 140 h" in hands.read()


async def test_giving_up_an_accepted_dossier_says_what_becomes_of_the_hours_and_asks() -> None:
    stage = Stage(cpf="40")
    stage.validated()
    async with at_work(stage) as hands:
        await hands.open("tracker")
        assert "Accepté, vos heures sont bloquées" in hands.read()
        assert "disponible : 127,33 h puis" in hands.read()
        await hands.choose("withdraw")
        assert isinstance(hands.app.screen, ConfirmDialog)
        assert "Les 120 h bloquées" in hands.read()
        await hands.press("enter")  # the harmless answer is in hand
        assert hands.dossier().state is State.VALIDATED
        await hands.choose("withdraw")
        await hands.press("2", "enter")
        assert hands.dossier().state is State.WITHDRAWN
        assert stage.amounts("DIF") == ("87,33", "0", "0")
        assert "Dossier retiré" in hands.read()
        assert "withdraw" not in hands.acts()


async def test_another_dossier_closed_ones_too_can_be_followed() -> None:
    stage = Stage(cpf="40")
    closed = stage.close(stage.in_training())
    stage.created(CLEANING)
    async with at_work(stage) as hands:
        await hands.open("tracker")
        assert "Agent de propreté" in hands.read()
        await hands.press("d", "down", "enter")
        assert closed.reference in hands.read()
        assert "100 h réalisées sur 120 h prévues" in hands.read()
        assert "consent" not in hands.acts()


async def test_the_dossier_that_waits_for_the_person_is_in_hand_and_is_not_offered_again() -> None:
    stage = Stage()
    async with at_work(stage) as hands:
        hands.app.project.choose(HOLDER, WELDING.offer_id, "choose")
        stage.submitted(CLEANING)
        waiting = stage.correction(stage.submitted(), "objective")
        await hands.open("dossier")
        assert hands.app.screen.query_one("#dossiers", RowList).current == waiting.id
        assert "Créer un dossier" not in hands.read()
        await hands.press("enter", "enter")
        assert hands.app.asked[-2:] == ["dossier_file", "correction"]


async def test_the_funding_says_what_is_missing_who_was_asked_and_who_may_be() -> None:
    stage = Stage()
    sent = stage.submitted()
    stage.reply(stage.ask(sent, quantity="20", euros="180"))
    stage.ask(sent, "TITULAIRE", "12,67", "50")
    async with at_work(stage) as hands:
        await hands.open("funding")
        said = hands.read()
        assert "32,67 h, soit environ 294,03 €" in said
        assert "Accordé : 20 h. Reste à trouver : 12,67 h." in said
        assert "accordé le 10 avril 2026" in said
        assert "participation personnelle" in said
        await hands.press("q")
        assert "FPSPP" in hands.read()


async def test_enough_hours_says_that_nothing_is_missing() -> None:
    stage = Stage(cpf="40")
    stage.submitted()
    async with at_work(stage) as hands:
        await hands.open("funding")
        assert "Rien ne manque" in hands.read()
        await hands.press("w")
        assert "D’abord le DIF : 87,33 h. Ensuite le CPF : 32,67 h." in hands.read()


async def test_the_dates_are_taken_away_as_a_code_and_as_a_file(tmp_path: Path) -> None:
    stage = Stage(cpf="40")
    accepted = stage.validated()
    async with at_work(stage, folder=tmp_path / "emporter") as hands:
        await hands.open("training")
        assert "Dans 31 jours." in hands.read()
        await hands.press("c")
        assert isinstance(hands.app.screen, QrDialog)
        await hands.press("escape", "f")
        assert "Fichier enregistré" in hands.read()
    (written,) = (tmp_path / "emporter").glob(f"{accepted.reference}-*.ics")
    assert b"DTSTART;VALUE=DATE:20260511" in written.read_bytes()
    assert written.stat().st_mode & 0o077 == 0


async def test_the_passport_shows_hours_by_source_and_an_empty_one_says_so() -> None:
    stage = Stage(cpf="40")
    async with at_work(stage) as hands:
        await hands.open("passport")
        assert "Aucune formation terminée" in hands.read()
    stage.close(stage.in_training())
    async with at_work(stage) as hands:
        await hands.open("passport")
        assert "87,33 h DIF, 12,67 h CPF" in hands.read()


async def test_a_request_for_help_gets_a_number_then_an_answer_and_a_message() -> None:
    stage = Stage()
    async with at_work(stage) as hands:
        await hands.open("assistance")
        await hands.press("n", "2", "enter")
        await hands.type(HOSTILE.removesuffix(" 😀"))
        await hands.press("enter", "enter")
        request = hands.app.assistance.mine(HOLDER)[0]
        assert f"Numéro à garder : {request.reference}" in hands.read()
        await hands.press("enter")
        assert HOSTILE.removesuffix(" 😀") in hands.read()
        hands.app.assistance.reply(ADVISOR, request.id, filled(ReplyForm, body="Bonjour [/b]"), "reply")
        await hands.press("enter")  # write a message
        await hands.type("Merci")
        await hands.press("enter")
        assert "Bonjour [/b]" in hands.read()
        assert "Merci" in hands.read()
        await hands.choose("close")
        assert "terminée" in hands.read()


@pytest.mark.parametrize("route", ["dossier", "tracker", "funding", "training", "passport", "assistance"])
async def test_nothing_yet_says_what_to_do(route: str) -> None:
    async with at_work(Stage()) as hands:
        await hands.open(route)
        assert len(hands.read()) > 80


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("route", ["tracker", "dossier_file", "consent", "funding", "training", "dossier"])
async def test_stored_text_is_shown_as_it_is(route: str, size: tuple[int, int]) -> None:
    stage = Stage()
    offer = replace(WELDING, title=f"{HOSTILE} {'long ' * 50}", organisation=HOSTILE)
    stage.catalogue.offers = (offer,)
    made = stage.submitted(offer, objective=HOSTILE)
    async with at_work(stage, size) as hands:
        await hands.open(route, made.id)
        assert HOSTILE in hands.read()
        await hands.pilot.resize_terminal(60, 20)
        await hands.settle()
        assert HOSTILE in hands.read()


async def test_the_mouse_does_what_the_keys_do() -> None:
    stage = Stage()
    stage.submitted()
    async with at_work(stage) as hands:
        await hands.open("tracker")
        acts = hands.app.screen.query_one("#acts", RowList)
        await hands.pilot.click(acts, offset=(5, 2))  # the second act is taken in hand, under the border
        assert acts.current == "funding"
        await hands.pilot.click(acts, offset=(5, 2))
        await hands.settle()
        assert hands.app.asked[-1] == "funding"
