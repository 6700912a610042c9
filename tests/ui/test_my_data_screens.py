"""« Mes données » at the keyboard: a copy of everything, correcting, erasing in two steps."""

from __future__ import annotations

import json

from cpf_tui.demonstration.people import SECRET, Stage
from screens.dialogs.help import ReadingDialog
from screens.dialogs.secret import SecretDialog
from screens.holder.erasure import ErasureScreen
from screens.holder.home import HomeScreen
from screens.holder.my_data import MyDataScreen
from screens.holder.profile import ProfileScreen
from screens.holder.tracker import TrackerScreen
from screens.welcome import WelcomeScreen
from tests.support.screen_stage import Play, typed_in
from widgets.editors import LineEditor


async def test_a_copy_of_everything_is_written_for_the_person_alone(play: Play) -> None:
    holder = play.holder(Stage.CLOSED)
    async with play.running() as hand:
        await hand.enter_as(holder)
        await hand.press("m")
        assert hand.shows(MyDataScreen)
        assert "L6323-3" in hand.said
        await hand.press("enter")
        assert "Copie enregistrée" in hand.said
        assert play.incidents == []
    (written,) = (play.folder / "emporter").glob("mes-donnees-*.json")
    assert written.stat().st_mode & 0o777 == 0o600
    told = json.loads(written.read_text())
    assert told["identite"]["nom"] == "Exemple"
    assert told["dossiers"][0]["etat"] == {"code": "clos", "libelle": "Terminé, vos heures sont débitées"}
    assert told["journal"]


async def test_how_long_things_are_kept_is_said_with_where_it_comes_from(play: Play) -> None:
    async with play.running() as hand:
        await hand.enter_as(play.holder(Stage.OPEN))
        await hand.press("m", "w")
        assert hand.shows(ReadingDialog)
        assert "1 an après chaque ligne" in hand.said
        assert "R6323-19 à R6323-21" in hand.said
        await hand.press("escape", "down", "enter")
        assert hand.shows(ProfileScreen)


async def test_an_account_is_erased_in_two_steps_and_the_session_ends(play: Play) -> None:
    holder = play.holder(Stage.CLOSED)
    async with play.running() as hand:
        await hand.enter_as(holder)
        await hand.press("m", "down", "down", "down", "enter")
        assert hand.shows(ErasureScreen)
        assert "Vous perdrez 20 h" in hand.said
        await hand.press("enter")  # keeping it is in hand first
        assert hand.shows(MyDataScreen)
        await hand.press("enter")
        await hand.press("down", "enter")
        assert hand.shows(SecretDialog)
        await hand.answer("une autre phrase que la mienne")
        assert "Ce mot de passe n’est pas le bon" in hand.said
        assert typed_in(hand.screen) == []
        await hand.answer(SECRET)
        assert hand.shows(WelcomeScreen)
        assert "Le compte est effacé" in hand.said
        assert play.incidents == []
    with play.container.database.read() as uow:
        assert uow.personal.traces(holder.id, ()).drafts == ()


async def test_a_dossier_under_way_is_withdrawn_first(play: Play) -> None:
    async with play.running() as hand:
        await hand.enter_as(play.holder(Stage.VALIDATED))
        await hand.open("erase_account")
        assert "Ce n’est pas encore possible" in hand.said
        assert "retirez-le d’abord" in hand.said
        await hand.press("enter")
        assert hand.shows(TrackerScreen)


async def test_the_data_are_reached_from_the_access_too(play: Play) -> None:
    async with play.running() as hand:
        await hand.enter_as(play.holder(Stage.OPEN))
        assert hand.shows(HomeScreen)
        await hand.press("a", "down", "enter")
        assert hand.shows(MyDataScreen)


async def test_hours_are_rectified_by_who_closes_and_the_person_reads_why(play: Play) -> None:
    holder, advisor = play.holder(Stage.CLOSED), play.advisor("pe.exemple")
    async with play.running(size=(100, 40)) as hand:
        await hand.enter_as(advisor)
        await hand.open("review", play.dossier_of(Stage.CLOSED))
        await hand.press("h")
        await hand.press("1", "enter", "1", "enter")
        await hand.answer("151")
        await hand.press("1", "enter")
        assert "le plafond est de 150 h" in hand.said
        hand.one(LineEditor).focus()
        await hand.write("12")
        await hand.press("ctrl+s")
        assert "Heures rectifiées" in hand.said
        assert play.incidents == []
    async with play.running() as hand:
        await hand.enter_as(holder)
        await hand.open("balance")
        assert "+12 h" in hand.said
        await hand.press("enter")
        assert "déclaration de travail corrigée par l’employeur" in hand.said
        assert "article L6323-11" in hand.said


async def test_an_advisor_who_may_not_close_is_offered_no_rectification(play: Play) -> None:
    async with play.running() as hand:
        await hand.enter_as(play.advisor())
        await hand.open("review", play.dossier_of(Stage.SUBMITTED))
        assert "Rectifier" not in hand.said
        await hand.press("h")
        assert "votre organisme ne vous a pas donné ce droit : clore un dossier" in hand.said
