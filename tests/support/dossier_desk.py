"""A person at the keyboard of the dossier screens: the real use cases on fake storage, and the routes of that part."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from textual import on
from textual.app import App
from textual.pilot import Pilot
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from cpf_tui.documents.keep import keep_file
from cpf_tui.domain.people import AdvisorPlace
from cpf_tui.domain.records import Dossier
from cpf_tui.journey.state import JourneyState
from cpf_tui.routes import dossier as dossier_routes
from cpf_tui.services.advisors import AdvisorFinder
from cpf_tui.services.assistance import Assistance
from cpf_tui.services.drafts import Drafts
from cpf_tui.services.project import Project
from cpf_tui.services.registry import Services
from cpf_tui.services.take_away import TakeAway
from cpf_tui.theme import THEMES
from screens.messages import GoHome, OpenRoute
from tests.support.dossier_stage import Stage
from tests.support.fakes import ADVISOR, HOLDER, FakeGazetteer, FakeReference
from widgets.row_list import RowList

PLACE = AdvisorPlace("ml-roubaix", ADVISOR.operator, "Mission locale de Roubaix", "", "59100", "59512", "Roubaix")


class Desk(App[None]):
    """Opens the routes of this part only, and remembers those it was asked for."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual's own declaration
    journey: reactive[JourneyState] = reactive(JourneyState(actor=HOLDER))

    def __init__(self, stage: Stage, folder: Path) -> None:
        super().__init__()
        self.stage = stage
        self.asked: list[str] = []
        database, clock = stage.database, stage.clock
        self.assistance = Assistance(database, clock)
        self.project = Project(database, stage.catalogue, FakeGazetteer(), clock)
        services = SimpleNamespace(
            advisors=AdvisorFinder(database, clock, FakeReference((PLACE,)), FakeGazetteer()),
            assistance=self.assistance,
            catalogue=stage.catalogue,
            clock=clock,
            dossiers=stage.dossiers,
            drafts=Drafts(database, clock),
            funding=stage.funding,
            keep=partial(keep_file, folder),
            passports=stage.passports,
            project=self.project,
            take_away=TakeAway(database, stage.catalogue, clock),
        )
        self.table = dossier_routes.routes(cast(Services, services))

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    @on(OpenRoute)
    def _open(self, message: OpenRoute) -> None:
        self.asked.append(message.route)
        if message.route in self.table:
            screen = self.table[message.route](HOLDER, message.argument)
            screen.data_bind(journey=Desk.journey)
            self.push_screen(screen)

    @on(GoHome)
    def _home(self) -> None:
        self.asked.append("home")


class Hands:
    """A person at the keyboard: types, waits for what was asked, reads what is shown."""

    def __init__(self, app: Desk, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    async def settle(self) -> None:
        """Wait for the calls in the background and for what they show, including calls that follow one another."""
        await self.pilot.pause()
        while any(not one.is_finished for one in self.app.workers):
            await self.app.workers.wait_for_complete()
            await self.pilot.pause()
        await self.pilot.pause()

    async def open(self, route: str, argument: str = "") -> None:
        self.app.post_message(OpenRoute(route, argument))
        await self.settle()

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def answer(self, typed: str = "") -> None:
        """Replace what is in the field, then Enter."""
        if typed:
            await self.pilot.press("end", "ctrl+u")
            await self.type(typed)
        await self.press("enter")

    async def type(self, typed: str) -> None:
        await self.pilot.press(*("space" if one == " " else "slash" if one == "/" else one for one in typed))
        await self.settle()

    async def choose(self, key: str) -> None:
        """Choose an act by its key."""
        acts = self.app.screen.query_one("#acts", RowList)
        acts.cursor = [one.key for one in acts.rows].index(key)
        acts.focus()
        await self.press("enter")

    def acts(self) -> list[str]:
        return [one.key for one in self.app.screen.query_one("#acts", RowList).rows]

    def read(self) -> str:
        """Read everything shown, lists included, on one line."""
        return " ".join(_said(one) for one in self.app.screen.query("*") if one.display)

    def dossier(self) -> Dossier:
        """Return the latest dossier, as stored."""
        return self.app.stage.dossiers.of_holder(HOLDER)[0]


def _said(widget: Widget) -> str:
    if isinstance(widget, RowList):
        return " ".join(f"{line.left.plain} {line.right.plain}" for one in widget.rows for line in one.lines)
    return str(widget.render()) if isinstance(widget, Static) else ""


@asynccontextmanager
async def at_work(
    stage: Stage, size: tuple[int, int] = (80, 24), folder: Path = Path("/nowhere")
) -> AsyncIterator[Hands]:
    app = Desk(stage, folder)
    async with app.run_test(size=size) as pilot:
        yield Hands(app, pilot)
