"""The program as a whole, at the keyboard: its pages, its languages, and what it does when something goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from textual.widgets import Input

from cpf_tui import i18n
from cpf_tui.demonstration.people import Stage
from screens.dialogs.help import ReadingDialog
from screens.holder.balance import BalanceScreen
from screens.information import InformationScreen
from screens.welcome import WelcomeScreen
from tests.support.account_acts import NIR, sign_up
from tests.support.screen_stage import NOON, REFERENCE, Play
from widgets.error_summary import ErrorSummary
from widgets.row_list import RowList

# ---------------------------------------------------------------------- information, language


async def test_pages_are_found_by_a_word_and_read(fresh: Play) -> None:
    async with fresh.running() as hand:
        await hand.press("3")
        assert hand.shows(InformationScreen)
        everything = len(hand.rows("#questions").rows)
        await hand.press("slash")
        await hand.write("DIF")
        found = len(hand.rows("#questions").rows)
        assert 0 < found < everything
        await hand.press("enter", "enter")
        assert hand.shows(ReadingDialog)
        assert "DIF" in hand.said
        await hand.press("escape", "slash")
        await hand.write("[@click=zzz]")
        assert "Aucune page n’en parle" in hand.said
        await hand.write("")
        assert len(hand.rows("#questions").rows) == everything


async def test_the_language_changes_at_the_door_and_back(fresh: Play) -> None:
    async with fresh.running() as hand:
        await hand.press("6")
        assert i18n.language() == "en"
        assert "Français" in hand.said
        assert hand.rows("#choices").has_focus
        await hand.press("6")
        assert i18n.language() == "fr"
        assert "J’ouvre mon compte" in hand.said


# ---------------------------------------------------------------------- what goes wrong


async def test_an_unexpected_error_gives_a_reference_and_nothing_personal(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = play.holder(Stage.FUNDING)

    def fail(*_arguments: Any) -> Iterator[None]:
        raise ZeroDivisionError(f"{actor.name} {NIR}")

    monkeypatch.setattr(play.services.balance, "view", fail)
    async with play.running() as hand:
        await hand.enter_as(actor)
        await hand.open("balance")
        assert hand.shows(ReadingDialog)
        assert REFERENCE in hand.said
        dialog = str(hand.screen.query_one("#box").tree)
        assert actor.name not in dialog
        assert "999 001 74" not in hand.text
        assert "ZeroDivision" not in hand.text
        assert [type(one) for one in play.incidents] == [ZeroDivisionError]
        await hand.press("escape")
        assert hand.shows(BalanceScreen)


async def test_an_installation_that_cannot_be_opened_ends_the_program_with_the_reason(fresh: Play) -> None:
    app = fresh.app()
    error = OSError("disque plein")

    def fail() -> Any:
        raise error

    app._load = fail
    async with app.run_test() as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
    assert app.startup_error is error
    assert app.return_code == 1


async def test_a_name_that_looks_like_markup_is_refused_or_shown_as_typed(fresh: Play) -> None:
    async with fresh.running() as hand:
        await sign_up(hand)
        await hand.answer("1")
        for name in ("[/]", "[@click=app.quit]x", "Claire 😀", "N" * 200):
            await hand.answer(name)
            assert hand.one(ErrorSummary).has_class("shown")
            assert hand.one(Input).value == name
        await hand.answer("É’Exemple-Modèle")
        assert "question 3 sur 11" in hand.said


async def test_nothing_offers_to_save_a_picture_of_the_screen(fresh: Play) -> None:
    async with fresh.running() as hand:
        assert list(hand.app.get_system_commands(hand.screen)) == []
        await hand.press("ctrl+p")
        assert hand.shows(WelcomeScreen)


async def test_today_is_the_same_day_whenever_tests_run(fresh: Play) -> None:
    assert fresh.services.clock.today() == NOON.date()
    async with fresh.running() as hand:
        assert isinstance(hand.rows(), RowList)
