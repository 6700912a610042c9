"""Coming in, at the keyboard: the lock, the one-time code, one's own password, the two people of a forgotten one."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from cpf_tui.demonstration.people import DESKS, PEOPLE, SECRET, Stage
from cpf_tui.domain.access import Demand
from cpf_tui.domain.people import OPERATOR_ACTOR
from cpf_tui.security import totp
from cpf_tui.services.administration import Administration
from screens.access import AccessScreen
from screens.advisor.attestation import AttestationScreen
from screens.advisor.desk import DeskScreen
from screens.dialogs.attested import AttestedDialog
from screens.dialogs.help import ReadingDialog
from screens.dialogs.recovery_codes import RecoveryCodesDialog
from screens.dialogs.secret import SecretDialog
from screens.enrolment import EnrolmentScreen
from screens.holder.home import HomeScreen
from screens.own_secret import ChangeSecretScreen, RenewSecretScreen
from screens.sign_in import AdvisorSignInScreen, SignInScreen
from screens.welcome import WelcomeScreen
from tests.support.screen_stage import NOON, Hand, Play, typed_in
from widgets.words import Words

BRUNO = next(one for one in PEOPLE if one.stage is Stage.OPEN)
LOGIN = DESKS[0].login
NEW = "quatre fenêtres sur la mer"
WRONG = "un autre mot de passe"


def operator(play: Play) -> Administration:
    parts = play.container
    return Administration(parts.database, parts.hasher, parts.clock)


async def enter(hand: Hand, secret: str = SECRET) -> None:
    await hand.press("2")
    await hand.answer(BRUNO.nir.formatted())
    await hand.answer(secret)


async def enter_as_advisor(hand: Hand, secret: str = SECRET, code: str = "") -> None:
    await hand.press("4")
    await hand.answer(LOGIN)
    await hand.answer(secret)
    await hand.answer(code)


def shown_secret(hand: Hand) -> str:
    """Read the secret that the telephone is given, as somebody without a camera does."""
    return str(hand.one(Words, "#secret").render()).replace(" ", "")


async def set_up(hand: Hand) -> str:
    """Give the code of the telephone; returns the secret. The recovery codes are in front."""
    secret = shown_secret(hand)
    await hand.answer(totp.code_at(secret, totp.step_at(NOON)))
    assert hand.shows(RecoveryCodesDialog)
    return secret


# ---------------------------------------------------------------------- coming in


async def test_six_wrong_tries_close_the_door_and_every_sentence_says_what_is_left(play: Play) -> None:
    async with play.running() as hand:
        await enter(hand, WRONG)
        for said in ("n’est pas le bon", "n’est pas le bon", "Encore 2 essais", "Encore un essai", "fermé pour une"):
            await hand.answer(WRONG)  # the person is put back at the password: nowhere else would it be hidden
            assert said in hand.said
        await hand.answer(SECRET)
        assert hand.shows(SignInScreen)
        assert "se rouvre seul dans 60 min" in hand.said
        assert play.incidents == []


async def test_who_comes_in_reads_what_was_refused_since_the_last_time(play: Play) -> None:
    play.holder(Stage.OPEN)
    async with play.running() as hand:
        await enter(hand, WRONG)
        await hand.answer(SECRET)
        assert hand.shows(HomeScreen)
        assert "Dernière connexion le 23 novembre 2026 à 12:00. 1 essai refusé depuis." in hand.said
        await hand.press("a")
        assert hand.shows(AccessScreen)
        assert "1 essai refusé depuis" in hand.said


async def test_the_code_is_asked_of_everybody_and_esc_comes_back_to_the_first_page(play: Play) -> None:
    async with play.running() as hand:
        await hand.press("4")
        await hand.answer("inconnu")
        await hand.answer(WRONG)
        assert "Votre code à usage unique" in hand.said
        await hand.press("f1")
        assert "Téléphone perdu" in hand.said
        await hand.press("escape", "escape")
        assert hand.shows(AdvisorSignInScreen)
        assert hand.one(Input).value == "inconnu"
        assert WRONG not in typed_in(hand.screen)
        await hand.press("escape")
        assert hand.shows(WelcomeScreen)


# ---------------------------------------------------------------------- the one-time code


async def test_where_it_is_demanded_the_code_is_set_up_before_anything_else(play: Play) -> None:
    play.second_factor = Demand.DEMANDED
    async with play.running() as hand:
        await enter_as_advisor(hand)
        assert hand.shows(EnrolmentScreen)
        assert "█" in hand.text
        await hand.answer("000000")
        assert "Ce code n’est pas le bon" in hand.said
        secret = await set_up(hand)
        assert "0-" in hand.text
        await hand.press("enter")
        assert hand.shows(DeskScreen)
        await hand.press("f10")
        await enter_as_advisor(hand, code=totp.code_at(secret, totp.step_at(NOON)))
        assert "n’est pas le bon" in hand.said  # it served already
        await hand.press("escape")
        await enter_as_advisor(hand, code=totp.code_at(secret, totp.step_at(NOON) + 1))
        assert hand.shows(DeskScreen)
        assert play.incidents == []


async def test_a_newcomer_who_gives_up_is_not_left_inside(play: Play) -> None:
    play.second_factor = Demand.DEMANDED
    async with play.running() as hand:
        await enter_as_advisor(hand)
        await hand.press("escape")
        assert hand.shows(WelcomeScreen)
        assert hand.app.journey.actor is None


async def test_an_advisor_sets_a_code_up_from_their_access_with_their_password(play: Play) -> None:
    async with play.running() as hand:
        await hand.enter_as(play.advisor())
        await hand.press("m")
        assert "pas encore" in hand.said
        await hand.press("down", "enter")
        assert hand.shows(SecretDialog)
        await hand.answer("faux")
        assert "Ce mot de passe n’est pas le bon" in hand.said
        await hand.answer(SECRET)
        assert hand.shows(EnrolmentScreen)
        await hand.press("f2")
        assert "otpauth://totp/" in hand.said
        await hand.press("escape")
        await set_up(hand)
        await hand.press("enter")
        assert hand.shows(AccessScreen)
        assert "10 restent" in hand.said
        await hand.press("down", "down", "enter")
        await hand.answer(SECRET)
        assert hand.shows(RecoveryCodesDialog)
        await hand.press("enter")
        assert play.incidents == []


@pytest.mark.parametrize("size", [(80, 24), (100, 32), (60, 18)])
async def test_the_picture_is_whole_or_not_there_and_the_code_can_be_typed(play: Play, size: tuple[int, int]) -> None:
    play.second_factor = Demand.DEMANDED
    async with play.running(size) as hand:
        await enter_as_advisor(hand)
        corners = hand.text.count("█▀▀▀▀▀█")
        assert corners == (0 if size == (60, 18) else 3)
        assert hand.app.focused is hand.one(Input)
        await set_up(hand)


async def test_a_password_that_the_operator_chose_is_changed_first(play: Play) -> None:
    operator(play).set_secret(OPERATOR_ACTOR, LOGIN, "quatre bateaux dans la brume")
    async with play.running() as hand:
        await enter_as_advisor(hand, "quatre bateaux dans la brume")
        assert hand.shows(ChangeSecretScreen)
        assert "Quelqu’un d’autre a choisi votre mot de passe" in hand.said
        for answer in ("quatre bateaux dans la brume", NEW, NEW):
            await hand.answer(answer)
        await hand.press("enter")
        assert hand.shows(DeskScreen)
    assert play.services.sign_in.advisor(LOGIN, NEW)


# ---------------------------------------------------------------------- one's own password


async def test_a_holder_changes_their_password(play: Play) -> None:
    async with play.running() as hand:
        await hand.enter_as(play.holder(Stage.OPEN))
        await hand.press("a", "enter")
        assert hand.shows(ChangeSecretScreen)
        await hand.answer(SECRET)
        await hand.answer("court")
        assert "trop court" in hand.said
        await hand.answer(NEW)
        await hand.answer(NEW)
        assert hand.shows(ReadingDialog)
        await hand.press("enter")
        assert hand.shows(AccessScreen)
    assert play.services.sign_in.holder(BRUNO.nir, NEW)


async def test_two_people_renew_a_forgotten_password_at_an_agency(play: Play) -> None:
    async with play.running() as hand:
        await hand.enter_as(play.advisor())
        await hand.press("i")
        assert hand.shows(AttestationScreen)
        for key in ("1", "2"):
            await hand.press(key, "enter")
        await hand.press("2", "enter")
        assert "Sans certitude, n’attestez pas" in hand.said
        await hand.press("1", "enter")
        for answer in (BRUNO.nir.formatted(), "Exemple", "15/06/2004", SECRET):
            await hand.answer(answer)
        assert hand.shows(AttestedDialog)
        code = str(hand.one(Words, "#code").render()).replace(" ", "")
        assert code not in hand.app.journey.__repr__()
        await hand.press("enter")
        assert hand.shows(DeskScreen)
        await hand.press("f10", "2", "f2")
        assert hand.shows(RenewSecretScreen)
        for answer in (BRUNO.nir.formatted(), "7F3K M4QX", NEW):
            await hand.answer(answer)
        await hand.answer(NEW)
        assert "Ce numéro ou ce code n’est pas le bon" in hand.said
        await hand.press("escape", "escape")
        await hand.answer(code.lower())
        await hand.answer()
        await hand.answer()
        assert hand.shows(ReadingDialog)
        assert "nouveau mot de passe est enregistré" in hand.said
        await hand.press("enter", "escape")
        await enter(hand, NEW)
        assert "votre identité a été attestée par Mission locale" in hand.said
        assert play.incidents == []


async def test_the_desk_offers_to_attest_only_to_who_may(play: Play) -> None:
    operator(play).set_rights(OPERATOR_ACTOR, LOGIN, play.advisor().rights - {"attester"})
    async with play.running((140, 40)) as hand:
        await hand.enter_as(play.advisor())
        assert "Attester" not in hand.said
        await hand.press("i")
        assert hand.shows(DeskScreen)


async def test_the_forgotten_password_stands_on_the_welcome(play: Play) -> None:
    async with play.running() as hand:
        await hand.press("5")
        assert hand.shows(RenewSecretScreen)
        await hand.press("f1")
        assert "Il faut d’abord un code" in hand.said
