"""The account, at the keyboard: opening it, coming back to it, its hours; on a real encrypted database."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from cpf_tui.demonstration.people import SECRET, Stage
from cpf_tui.journey.steps import STEPS
from screens.dialogs.help import HelpDialog, ReadingDialog
from screens.holder.balance import BalanceScreen
from screens.holder.dif import DifScreen
from screens.holder.home import HomeScreen
from screens.holder.profile import ProfileScreen
from screens.sign_in import SignInScreen
from screens.sign_up import SignUpScreen
from screens.welcome import WelcomeScreen
from tests.support.account_acts import NIR, PROFILE, open_account, opened, sign_up
from tests.support.screen_stage import Play, typed_in
from widgets.check_answers import CheckAnswers
from widgets.error_summary import ErrorSummary
from widgets.key_bar import KeyBar

# ---------------------------------------------------------------------- opening an account


async def test_an_account_is_opened_with_every_mistake_explained_on_the_way(fresh: Play) -> None:
    async with fresh.running() as hand:
        assert hand.shows(WelcomeScreen)
        await hand.press("1")
        assert hand.shows(SignUpScreen)
        for wrong, said in (("2 00 99 99 999 001 75", "clé"), ("deux cents", "« D »"), ("20099", "chiffres")):
            await hand.answer(wrong)
            assert hand.one(ErrorSummary).has_class("shown")
            assert said in hand.said
            assert hand.one(Input).value == wrong
        await hand.answer(NIR)
        await hand.answer("trop court")
        assert "trop court" in hand.said
        await hand.answer(SECRET)
        await hand.answer(SECRET + " autre")
        assert "Les deux mots de passe sont différents" in hand.said
        await hand.answer(SECRET)
        assert hand.shows(ProfileScreen)
        for answer in PROFILE[:3]:
            await hand.answer(answer)
        for wrong, said in (("31/02/2000", "n’existe pas"), ("hier", "n’est pas une date")):
            await hand.answer(wrong)
            assert said in hand.said
        await hand.answer(PROFILE[3])
        await hand.answer("591")
        assert "commune" in hand.said
        for answer in PROFILE[4:]:
            await hand.answer(answer)
        assert "Commune : Roubaix (59100)" in hand.said
        await hand.press("enter")
        assert hand.shows(ReadingDialog)
        assert "votre compte est ouvert" in hand.said
        await hand.press("enter")
        assert hand.shows(HomeScreen)
        assert "Claire EXEMPLE · 0 h disponibles" in hand.said
        assert fresh.incidents == []


async def test_a_number_is_never_shown_once_typed(fresh: Play) -> None:
    async with fresh.running() as hand:
        await sign_up(hand)
        for answer in PROFILE:
            await hand.answer(answer)
            assert "999 001 74" not in hand.text
        assert SECRET not in hand.text


async def test_a_number_that_has_an_account_is_refused_and_nothing_is_lost(fresh: Play) -> None:
    opened(fresh)
    async with fresh.running() as hand:
        await sign_up(hand)
        assert hand.shows(SignUpScreen)
        assert "déjà un compte" in hand.said
        assert hand.screen.answers["nir"] == NIR


async def test_a_form_dropped_in_the_middle_is_found_again_on_another_terminal(fresh: Play) -> None:
    async with fresh.running() as hand:
        await sign_up(hand)
        for answer in PROFILE[:5]:
            await hand.answer(answer)
        await hand.write("à demi tapé")  # and the power goes
    async with fresh.running() as hand:
        await hand.press("2")
        await hand.answer(NIR)
        await hand.answer(SECRET)
        assert hand.shows(HomeScreen)
        await hand.open("profile")
        assert hand.shows(ProfileScreen)
        names = ("civility", "last_name", "first_names", "birth_date", "residence")
        assert hand.screen.answers == dict(zip(names, ("madame", *PROFILE[1:4], "59512"), strict=True))
        assert "question 6 sur 11" in hand.said
        for answer in PROFILE[5:]:
            await hand.answer(answer)
        assert hand.screen.query(CheckAnswers)


async def test_going_back_loses_nothing_and_one_answer_is_changed_from_the_list(fresh: Play) -> None:
    async with fresh.running() as hand:
        await sign_up(hand)
        for answer in PROFILE[:3]:
            await hand.answer(answer)
        await hand.press("escape", "escape")
        assert hand.one(Input).value == "Exemple"
        await hand.answer()
        await hand.answer()
        for answer in PROFILE[3:]:
            await hand.answer(answer)
        rows = hand.rows("#answers")
        rows.cursor = [row.key for row in rows.rows].index("first_names")
        await hand.press("enter")
        assert hand.one(Input).value == "Claire"
        await hand.press("escape")
        assert hand.screen.query(CheckAnswers)
        rows = hand.rows("#answers")
        rows.cursor = [row.key for row in rows.rows].index("first_names")
        await hand.press("enter")
        await hand.answer("Zoé d'Exemple")
        assert "Prénoms : Zoé d'Exemple" in hand.said


async def test_two_quick_enters_on_a_question_answer_it_once(fresh: Play) -> None:
    async with fresh.running() as hand:
        await hand.press("1")
        await hand.write(NIR)
        line = hand.one(Input)
        line.post_message(Input.Submitted(line, line.value))
        line.post_message(Input.Submitted(line, line.value))
        await hand.settle()
        assert hand.shows(SignUpScreen)
        assert "question 2 sur 3" in hand.said
        assert fresh.incidents == []


# ---------------------------------------------------------------------- coming back


async def test_an_unknown_number_and_a_wrong_password_get_the_same_sentence(fresh: Play) -> None:
    opened(fresh)
    said = []
    for number, secret in ((NIR, "un autre mot de passe"), ("1 00 99 99 999 002 26", SECRET)):
        async with fresh.running() as hand:
            await hand.press("2")
            await hand.answer(number)
            await hand.answer(secret)
            assert hand.shows(SignInScreen)
            said.append(hand.text.replace(number, "…").replace("•" * len(secret), "…").split())
            assert "n’est pas le bon" in hand.said
            assert hand.one(Input).value == number
    assert [word for word in said[0] if "•" not in word] == [word for word in said[1] if "•" not in word]


async def test_an_advisor_signs_in_to_their_desk(play: Play) -> None:
    async with play.running() as hand:
        await hand.press("4")
        await hand.answer("ML.exemple ")
        await hand.answer("faux")
        assert "Votre code à usage unique" in hand.said  # nothing is said before everything is answered
        await hand.answer()
        assert "n’est pas le bon" in hand.said
        assert hand.app.focused is list(hand.screen.query(Input))[1]  # elsewhere, the password would show
        await hand.answer(SECRET)
        await hand.answer()
        assert type(hand.screen).__name__ == "DeskScreen"
        assert "Paul Exemple" in hand.said


async def test_signing_out_leaves_no_screen_that_holds_what_was_typed(fresh: Play) -> None:
    async with fresh.running() as hand:
        await open_account(hand)
        await hand.open("dif")
        await hand.write("87,33")
        await hand.open("information")
        await hand.write("[/]Claire")
        await hand.open("home")
        await hand.press("f10")
        assert hand.shows(WelcomeScreen)
        assert len(hand.app.screen_stack) == 2
        assert [typed_in(screen) for screen in hand.app.screen_stack] == [[], []]
        assert hand.app.journey.actor is None
        for private in ("Claire", "EXEMPLE", "87,33"):
            assert private not in hand.text


async def test_escape_at_home_ends_the_visit(play: Play) -> None:
    async with play.running() as hand:
        await hand.enter_as(play.holder(Stage.OPEN))
        await hand.press("escape")
        assert hand.shows(WelcomeScreen)


# ---------------------------------------------------------------------- home


async def test_home_says_where_each_step_stands_and_enter_opens_the_next_one(play: Play) -> None:
    async with play.running((140, 40)) as hand:
        await hand.enter_as(play.holder(Stage.OPEN))
        for step in STEPS:
            assert str(step.title) in hand.said
        assert "2 étapes sur 14 faites" in hand.said
        assert hand.rows().current == "dif"
        await hand.press("enter")
        assert hand.shows(DifScreen)


@pytest.mark.parametrize(
    ("stage", "step"),
    [(Stage.STARTED, "account"), (Stage.DRAFT, "dossier"), (Stage.CORRECTION, "dossier"), (Stage.TRAINING, "training")],
)
async def test_the_next_step_is_in_hand_at_every_stage(play: Play, stage: Stage, step: str) -> None:
    async with play.running() as hand:
        await hand.enter_as(play.holder(stage))
        waiting = [
            key
            for key, status in zip([one.key for one in STEPS], hand.app.journey.statuses, strict=True)
            if key == step
            if status.progress == "todo"
        ]
        assert waiting == [step]
        assert hand.app.journey.statuses[hand.app.journey.next_step].progress == "todo"
        assert hand.rows().current == STEPS[hand.app.journey.next_step].key


@pytest.mark.parametrize("stage", list(Stage))
async def test_home_opens_at_every_stage_and_size(play: Play, stage: Stage) -> None:
    async with play.running((80, 24)) as hand:
        await hand.enter_as(play.holder(stage))
        for size in ((40, 12), (140, 40), (80, 24)):
            await hand.pilot.resize_terminal(*size)
            await hand.settle()
            assert hand.shows(HomeScreen)
        assert play.incidents == []


async def test_the_keys_of_home_open_their_screens(play: Play) -> None:
    async with play.running() as hand:
        await hand.enter_as(play.holder(Stage.FUNDING))
        for key, screen in (("h", "BalanceScreen"), ("d", "TrackerScreen"), ("p", "ProfileScreen")):
            await hand.press(key)
            assert type(hand.screen).__name__ == screen
            await hand.press("escape")
        await hand.press("f1")
        assert hand.shows(HelpDialog)
        assert "quatorze étapes" in hand.said


async def test_a_key_shown_at_the_bottom_works_by_mouse(play: Play) -> None:
    async with play.running((100, 32)) as hand:
        await hand.enter_as(play.holder(Stage.FUNDING))
        x = hand.text.splitlines()[-1].index("Mes heures")
        await hand.pilot.click(KeyBar, offset=(x, 0))
        await hand.settle()
        assert hand.shows(BalanceScreen)


# ---------------------------------------------------------------------- DIF and balance


async def test_dif_hours_are_refused_above_the_cap_then_written_and_explained(fresh: Play) -> None:
    actor = opened(fresh)
    async with fresh.running() as hand:
        await hand.enter_as(actor)
        await hand.press("enter")
        assert hand.shows(DifScreen)
        for wrong, said in (("121", "120"), ("-1", "négatif"), ("abc", "« abc »")):
            await hand.answer(wrong)
            assert said in hand.said
            assert hand.one(Input).value == wrong
        await hand.answer("87,33")
        await hand.answer("1")
        await hand.answer("31/12/2014")
        await hand.answer("[/]Filature [@click=app.quit]exemple")
        assert "Solde de DIF : 87,33" in hand.said
        assert "Employeur : [/]Filature [@click=app.quit]exemple" in hand.said
        await hand.press("enter")
        assert "87,33 h de DIF sont sur votre compte" in hand.said
        await hand.press("enter")
        assert "87,33 h disponibles" in hand.said
        assert "fait, document à montrer" in hand.said
        await hand.press("h")
        assert "87,33 h disponibles" in hand.said
        assert "+87,33 h" in hand.said
        await hand.press("w")
        assert "article" in hand.said
        await hand.press("escape", "enter")
        assert hand.shows(ReadingDialog)
        assert "Règle : article" in hand.said


async def test_a_declared_dif_comes_back_to_be_corrected(play: Play) -> None:
    async with play.running() as hand:
        await hand.enter_as(play.holder(Stage.PROJECT))
        await hand.open("dif")
        assert "Solde de DIF : 63,5" in hand.said
        rows = hand.rows("#answers")
        rows.cursor = 0
        await hand.press("enter")
        await hand.answer("60")
        await hand.press("enter", "enter")
        await hand.open("balance")
        assert "60 h disponibles" in hand.said
        assert len(hand.rows("#movements").rows) > 1


async def test_an_empty_account_says_so_and_has_nothing_to_explain(fresh: Play) -> None:
    actor = opened(fresh)
    async with fresh.running() as hand:
        await hand.enter_as(actor)
        await hand.open("balance")
        assert "Aucune heure n’est encore inscrite" in hand.said
        await hand.press("enter", "down", "w")
        assert fresh.incidents == []
