"""A terminal that many people use: what is off there, and what happens when nobody answers."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Input

from cpf_tui.app import CpfApp
from cpf_tui.demonstration.people import SECRET, Stage
from cpf_tui.documents.keep import keep_nothing
from cpf_tui.domain.errors import NotAllowed
from cpf_tui.settings import Settings
from screens.dialogs.absence import AbsenceDialog
from screens.holder.home import HomeScreen
from screens.welcome import WelcomeScreen
from tests.support.account_acts import NIR
from tests.support.screen_stage import Hand, Play, StageContainer, settle, typed_in
from widgets.editors import LineEditor


class Moment:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def shared(play: Play, moment: Moment | None = None, *, yes: bool = True) -> AsyncIterator[Hand]:
    app = CpfApp(lambda: play.services, shared=yes, idle_seconds=60, seconds=moment or Moment())
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        yield Hand(app, pilot)


async def look(hand: Hand) -> None:
    hand.app.look_for_absence()
    await hand.settle()


# ---------------------------------------------------------------------- nobody answers


async def test_who_is_gone_is_warned_counted_down_and_signed_out(play: Play) -> None:
    moment = Moment()
    async with shared(play, moment) as hand:
        await hand.enter_as(play.holder(Stage.OPEN))
        moment.now = 59
        await look(hand)
        assert hand.shows(HomeScreen)
        moment.now = 61
        await look(hand)
        assert hand.shows(AbsenceDialog)
        assert "Dans 29 secondes, votre session sera fermée" in hand.said
        moment.now = 80
        await look(hand)
        assert "Dans 10 secondes" in hand.said
        moment.now = 90
        await look(hand)
        assert hand.shows(WelcomeScreen)
        assert "la session a été fermée et l’écran effacé" in hand.said
        assert hand.app.journey.actor is None
        assert "EXEMPLE" not in hand.text


async def test_any_key_or_click_keeps_the_session_and_does_nothing_else(play: Play) -> None:
    moment = Moment()
    async with shared(play, moment) as hand:
        await hand.enter_as(play.holder(Stage.OPEN))
        for key in ("q", "escape", "enter", "1"):
            moment.now += 61
            await look(hand)
            assert hand.shows(AbsenceDialog)
            await hand.press(key)
            assert hand.shows(HomeScreen)
            moment.now += 59
            await look(hand)
            assert hand.shows(HomeScreen)
            await hand.press("f12")  # does nothing, but somebody pressed it
        moment.now += 61
        await look(hand)
        await hand.pilot.press("tab")  # a key that the screen takes for itself
        await look(hand)
        assert hand.shows(HomeScreen)
        moment.now += 61
        await look(hand)
        await hand.pilot.click("#box")
        await hand.settle()
        assert hand.shows(HomeScreen)


async def test_a_sign_up_that_somebody_left_is_wiped_too(fresh: Play) -> None:
    moment = Moment()
    async with shared(fresh, moment) as hand:
        await hand.press("1")
        await hand.write(NIR)
        assert typed_in(hand.screen)
        moment.now = 95
        await look(hand)
        assert hand.shows(WelcomeScreen)
        assert "999 001" not in hand.text


async def test_the_door_waits_for_anybody_as_long_as_needed(fresh: Play) -> None:
    moment = Moment()
    async with shared(fresh, moment) as hand:
        moment.now = 10_000
        await look(hand)
        assert hand.shows(WelcomeScreen)
        await hand.press("1")
        await look(hand)
        assert not hand.shows(AbsenceDialog)


async def test_at_home_nobody_is_sent_out(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []
    monkeypatch.setattr(CpfApp, "set_interval", lambda self, seconds, *_: asked.append(seconds))
    for yes in (False, True):
        asked.clear()
        app = CpfApp(lambda: play.services, shared=yes)
        app.watch_for_absence()
        assert bool(asked) is yes


# ---------------------------------------------------------------------- what is off


async def test_nothing_is_copied_from_a_shared_terminal(play: Play) -> None:
    async with shared(play) as hand:
        await hand.press("1")
        await hand.write("2 00 99")
        hand.one(Input).select_all()
        await hand.press("ctrl+c")
        assert hand.app.clipboard == ""
        await hand.press("ctrl+x")
        assert hand.app.clipboard == ""
        assert not hand.app.ALLOW_SELECT
    async with shared(play, yes=False) as hand:
        await hand.press("1")
        await hand.write("2 00 99")
        hand.one(Input).select_all()
        await hand.press("ctrl+c")
        assert hand.app.clipboard == "2 00 99"
        assert hand.app.ALLOW_SELECT


async def test_a_password_is_never_copied(fresh: Play) -> None:
    async with shared(fresh, yes=False) as hand:
        await hand.press("1")
        await hand.answer(NIR)
        await hand.write(SECRET)
        editor = hand.one(LineEditor)
        assert editor.password
        editor.select_all()
        for key in ("ctrl+c", "ctrl+x"):
            await hand.press(key)
            assert hand.app.clipboard == ""
        assert editor.value == SECRET


async def test_no_screen_is_written_and_no_address_opened(
    play: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("webbrowser.open", lambda *_, **__: pytest.fail("a browser"))
    for yes in (True, False):
        async with shared(play, yes=yes) as hand:
            before = set(tmp_path.rglob("*"))
            hand.app.save_screenshot()
            hand.app.deliver_screenshot()
            await hand.app.run_action("app.screenshot")
            hand.app.deliver_binary(io.BytesIO(b"x"), save_directory=tmp_path)
            hand.app.open_url("https://exemple.fr")
            await hand.press("ctrl+p")
            await hand.app.run_action("app.command_palette")
            await hand.settle()
            assert hand.shows(WelcomeScreen)
            assert {one for one in tmp_path.rglob("*") if "etat" not in one.parts} <= before


async def test_a_shared_terminal_is_not_put_aside(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("textual.app.App.action_suspend_process", lambda self: asked.append("suspend"))
    for yes in (True, False):
        async with shared(play, yes=yes) as hand:
            await hand.app.run_action("app.suspend_process")
    assert asked == ["suspend"]


def test_a_shared_terminal_keeps_no_file(tmp_path: Path, play: Play) -> None:
    with pytest.raises(NotAllowed, match="aucun fichier"):
        keep_nothing("releve.pdf", lambda: pytest.fail("a file that nobody takes away is not made"))
    play.container.close()
    for yes in (True, False):
        container = StageContainer(Settings(data_dir=play.folder, shared=yes))
        container.__dict__["catalogue"] = play.catalogue
        assert (container.services.keep is keep_nothing) is yes
        container.__dict__.pop("catalogue")
        container.close()
