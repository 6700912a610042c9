"""« Qui a vu mon compte », as the person reads it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cpf_tui.demonstration.people import Stage
from cpf_tui.domain.audit import Action, NewAuditLine
from cpf_tui.domain.errors import AccessRefused
from cpf_tui.domain.people import Role
from cpf_tui.services.audits import PAGE
from screens.dialogs.help import ReadingDialog
from screens.holder.trail import TrailScreen
from tests.support.screen_stage import Play

WHEN = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("route", ["home", "balance", "advisors"])
async def test_it_is_found_where_a_person_looks_for_it(play: Play, route: str) -> None:
    async with play.running() as hand:
        await hand.enter_as(play.holder(Stage.VALIDATED))
        if route != "home":
            await hand.open(route)
        await hand.press("v")
        assert hand.shows(TrailScreen)
        assert "Heures consultées" in hand.said
        assert "Mission locale" in hand.said


async def test_the_body_is_named_not_the_advisor_and_ones_own_visits_are_not_there(play: Play) -> None:
    paul = play.advisor("ml.exemple")
    async with play.running(size=(140, 40)) as hand:
        await hand.enter_as(play.holder(Stage.VALIDATED))
        await hand.open("balance")
        await hand.press("v")
        assert len(hand.rows("#lines").rows) == 2
        assert paul.name not in hand.said
        assert paul.id not in hand.said
        assert "retirez l’autorisation" in hand.said
        await hand.press("enter")
        assert hand.shows(ReadingDialog)
        assert "il saura qui c’était" in hand.said


async def test_kinds_are_taken_by_digits_and_arrows(play: Play) -> None:
    async with play.running() as hand:
        await hand.enter_as(play.holder(Stage.CLOSED))
        await hand.open("trail")
        await hand.press("2")
        assert "Formation terminée : heures débitées" in hand.said
        assert "Heures consultées" not in hand.said
        await hand.press("right")
        assert "Compte créé" in hand.said
        await hand.press("left", "left")
        assert "Heures consultées" in hand.said
        await hand.press("4")
        assert "Heures consultées" in hand.said
        await hand.press("end")
        assert "Compte créé" in hand.said


async def test_an_account_nobody_looked_at_says_so(play: Play) -> None:
    async with play.running() as hand:
        await hand.enter_as(play.holder(Stage.OPEN))
        await hand.open("trail")
        assert "Personne d’autre que vous n’a regardé votre compte." in hand.said
        await hand.press("enter", "down", "3")
        assert "Compte créé" in hand.said
    assert play.incidents == []


async def test_a_long_list_is_read_a_page_at_a_time(play: Play) -> None:
    actor = play.holder(Stage.OPEN)
    looked = NewAuditLine(Role.ADVISOR, "a1", Action.LOOKED_AT_HOURS, actor.id, "", "APEC")
    with play.container.database.write() as uow:
        for _ in range(2 * PAGE + 20):
            uow.audit.append(looked, WHEN)
        uow.commit()
    async with play.running() as hand:
        await hand.enter_as(actor)
        await hand.open("trail")
        assert f"Les {PAGE} dernières lignes" in hand.said
        for _ in range(2):
            await hand.press("end", "enter")
        lines = hand.rows("#lines")
        assert [one.key for one in lines.rows if one.key == "older"] == []
        assert len(lines.rows) == 2 * PAGE + 20
        assert len({one.key for one in lines.rows}) == 2 * PAGE + 20
        assert lines.cursor == 2 * PAGE  # the first of those just read


async def test_a_look_that_was_refused_is_told_to_the_person(play: Play) -> None:
    karim = play.holder(Stage.OPEN)
    with pytest.raises(AccessRefused):
        play.services.balance.view(play.advisor("pe.exemple"), karim.id)
    async with play.running() as hand:
        await hand.enter_as(karim)
        await hand.open("trail")
        assert "Consultation refusée" in hand.said
        assert "Pôle emploi" in hand.said
        await hand.press("enter")
        assert "Rien ne lui a été montré" in hand.said
