"""A person at the keyboard of the project screens: the real use cases on fake storage, and the routes of that part."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from types import SimpleNamespace
from typing import cast

from textual import events, on
from textual.app import App
from textual.pilot import Pilot
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Static

from cpf_tui.domain.narrowing import Criterion, Loosening
from cpf_tui.domain.people import AdvisorPlace
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.training import Certification, Contact, ListRow, Offer, SearchRequest, SearchResult
from cpf_tui.journey.state import JourneyState
from cpf_tui.routes import project as project_routes
from cpf_tui.services.advisors import AdvisorFinder
from cpf_tui.services.contacts import ContactLog
from cpf_tui.services.drafts import Drafts
from cpf_tui.services.project import Project
from cpf_tui.services.recent_searches import RecentSearches
from cpf_tui.services.registry import Services
from cpf_tui.services.search import TrainingSearch
from cpf_tui.services.sheet import TrainingSheets
from cpf_tui.services.take_away import TakeAway
from cpf_tui.theme import THEMES
from screens.messages import Failed, JourneyChanged, OpenRoute
from tests.support.fakes import (
    HOLDER,
    LILLE,
    ROUBAIX,
    FakeCatalogue,
    FakeClock,
    FakeDatabase,
    FakeGazetteer,
    FakeReference,
    with_holder,
)
from widgets.row_list import RowList

HOSTILE = "[/] Anglais [@click=app.quit]courant[/] 😀"
_CARD = Contact("1 rue de l’Essai", "59100", "Roubaix", "03 99 00 00 01", "contact@exemple.example")


def offer(offer_id: str, title: str, certification: str, **more: object) -> Offer:
    """Make a training at Roubaix."""
    made = Offer(offer_id, offer_id, title, "Organisme exemple", certification=certification, level=3, contact=_CARD)
    made = replace(made, latitude=ROUBAIX.latitude, longitude=ROUBAIX.longitude, insee=ROUBAIX.insee)
    return replace(made, duration=Quantity.of(120), sessions=("2026-09-14",), price_cents=108000, **more)  # type: ignore[arg-type]


WELDING = offer("S1", "Soudeur assembleur", "RNCP1", prerequisites="niveau IV")
WELDING_LILLE = replace(
    offer("S2", "Soudeur", "RNCP1"),
    organisation="Atelier de Lille",
    latitude=LILLE.latitude,
    longitude=LILLE.longitude,
    contact=replace(_CARD, commune="Lille"),
)
ENGLISH = offer("A1", HOSTILE, "RNCP9")
PLACES = (
    AdvisorPlace("pe-roubaix", "POLE_EMPLOI", "Pôle emploi Roubaix", "2 rue de l’Essai", "59100", "59512", "Roubaix"),
    AdvisorPlace("ml-lille", "MISSION_LOCALE", "Mission locale [/] Lille", "", "59000", "59350", "Lille", example=True),
)


@dataclass
class Catalogue(FakeCatalogue):
    """The fake catalogue, with what the real one says besides the hits."""

    meant: dict[str, str] = field(default_factory=dict)

    def search(self, request: SearchRequest) -> SearchResult:
        asked = replace(request, text=self.meant.get(request.text, request.text))
        everything = super().search(replace(asked, only_eligible=False, limit=10**6)).hits
        yes = sum(bool(hit.eligible) for hit in everything)
        found = super().search(asked)
        marked = tuple(replace(hit, highlights=((0, len(asked.text)),)) for hit in found.hits)
        no = len(everything) - yes
        result = SearchResult(marked, found.total, yes, no, self.meant.get(request.text, ""))
        if marked or not no:
            return result
        return replace(result, loosenings=(Loosening(Criterion.USABLE, "", no),), unfiltered_count=no)


class Desk(App[None]):
    """Opens the routes of this part only, and remembers what it was asked for."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual's own declaration
    journey: reactive[JourneyState] = reactive(JourneyState(actor=HOLDER))

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, str]] = []
        self.changes = 0
        self.failures: list[BaseException] = []
        self.database, self.clock = FakeDatabase(), FakeClock()
        with_holder(self.database)
        self.catalogue = Catalogue(
            offers=(WELDING, WELDING_LILLE, ENGLISH),
            certifications=(Certification("RNCP1", "Soudeur", level=3, certifier="Ministère du travail"),),
            rows=(ListRow("COPANEF", "NATIONAL", "", "RNCP1", "900011", "TOUT_PUBLIC", date(2015, 1, 5)),),
            meant={"soudur": "Soudeur"},
        )
        gazetteer, reference = FakeGazetteer(), FakeReference(PLACES)
        searcher = TrainingSearch(self.database, self.catalogue, gazetteer, self.clock)
        drafts = Drafts(self.database, self.clock)
        self.project = Project(self.database, self.catalogue, gazetteer, self.clock)
        services = SimpleNamespace(
            advisors=AdvisorFinder(self.database, self.clock, reference, gazetteer),
            catalogue=self.catalogue,
            clock=self.clock,
            contacts=ContactLog(self.database, self.catalogue, self.clock),
            drafts=drafts,
            project=self.project,
            recent_searches=RecentSearches(drafts),
            reference=reference,
            search=searcher,
            sheets=TrainingSheets(self.database, self.catalogue, gazetteer, reference, searcher),
            take_away=TakeAway(self.database, self.catalogue, self.clock),
        )
        self.table = project_routes.routes(cast(Services, services))

    def on_mount(self) -> None:
        self.register_theme(THEMES[0])
        self.theme = THEMES[0].name

    @on(OpenRoute)
    def _open(self, message: OpenRoute) -> None:
        self.asked.append((message.route, message.argument))
        if message.route in self.table:
            screen = self.table[message.route](HOLDER, message.argument)
            screen.data_bind(journey=Desk.journey)
            self.push_screen(screen)

    @on(JourneyChanged)
    def _changed(self) -> None:
        self.changes += 1

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        self.failures.append(message.error)


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

    async def type(self, typed: str) -> None:
        """Type key by key, as somebody fast does."""
        for char in typed:
            await self.pilot.press("space" if char == " " else char)
        await self.settle()

    async def paste(self, pasted: str) -> None:
        focused = self.app.screen.focused
        assert isinstance(focused, Input)
        focused.post_message(events.Paste(pasted))
        await self.settle()

    async def take(self, key: str) -> None:
        """Take a row in hand by its key."""
        listed = self.rows()
        listed.cursor = [one.key for one in listed.rows].index(key)
        await self.settle()

    def rows(self) -> RowList:
        """Return the last list shown."""
        return [one for one in self.app.screen.query(RowList) if one.display][-1]

    def listed(self) -> list[str]:
        return [one.key for one in self.rows().rows if one.key]

    def read(self) -> str:
        """Read everything shown, lists included, on one line."""
        return " ".join(_said(one) for one in self.app.screen.query("*") if one.display)


def _said(widget: Widget) -> str:
    if isinstance(widget, RowList):
        return " ".join(f"{line.left.plain} {line.right.plain}" for one in widget.rows for line in one.lines)
    return str(widget.render()) if isinstance(widget, Static) else ""


@asynccontextmanager
async def at_work(size: tuple[int, int] = (80, 24)) -> AsyncIterator[Hands]:
    app = Desk()
    async with app.run_test(size=size) as pilot:
        yield Hands(app, pilot)
    assert not app.failures
