"""The program on a real encrypted database, with time standing still, and a hand on its keys.

`Stage` assembles the real use cases on an installation; `Hand` presses keys in a running app and reads the screen.
Only what would make a test slow or unsteady is replaced: the clock, the slow hashing, the randomness of references.
"""

from __future__ import annotations

import random
import shutil
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar
from unittest import mock

import time_machine
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea
from textual.worker import WorkerCancelled

from cpf_tui.app import CpfApp
from cpf_tui.bootstrap import Container
from cpf_tui.catalogue.catalogue import Catalogue
from cpf_tui.catalogue.gazetteer import shipped_gazetteer
from cpf_tui.catalogue.shipped import ShippedReference
from cpf_tui.demonstration.build import furnish
from cpf_tui.demonstration.people import PEOPLE, SECRET, Stage
from cpf_tui.domain.access import Demand
from cpf_tui.domain.people import Actor
from cpf_tui.incident import Incident, scrub
from cpf_tui.ports import Clock, Gazetteer, Reference, SecretHasher, TrainingCatalogue
from cpf_tui.services.registry import Services
from cpf_tui.settings import Settings
from screens.messages import OpenRoute, SignedIn
from widgets.row_list import RowList

W = TypeVar("W", bound=Widget)
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
REFERENCE = "INC-ESSAI2"
SIZES = {"small": (80, 24), "wide": (100, 32), "very-wide": (140, 40)}


class StillClock:
    """Implements `ports.Clock`; it is always 23 November 2026, noon in Paris."""

    def now(self) -> datetime:
        return NOON

    def today(self) -> date:
        return NOON.date()


class QuickHasher:
    """Implements `ports.SecretHasher`; protects nothing."""

    def hash(self, secret: str) -> str:
        return f"essai:{secret}"

    def verify(self, hashed: str | None, secret: str) -> bool:
        return hashed == f"essai:{secret}"


@cache
def shared_reference() -> Reference:
    """Read the small shipped tables once for all tests."""
    return ShippedReference()


class StageContainer(Container):
    """The program's parts, with what would be slow or unsteady replaced."""

    @cached_property
    def clock(self) -> Clock:
        return StillClock()

    @cached_property
    def hasher(self) -> SecretHasher:
        return QuickHasher()

    @cached_property
    def gazetteer(self) -> Gazetteer:
        return shipped_gazetteer()

    @cached_property
    def reference(self) -> Reference:
        return shared_reference()


@dataclass
class Play:
    """An installation and the use cases on it; `running` starts the program there, as many times as wanted.

    The catalogue is public and never written by a screen: every test reads the same one.
    """

    folder: Path
    catalogue: TrainingCatalogue
    incidents: list[BaseException] = field(default_factory=list)
    second_factor: Demand = Demand.PROPOSED

    @cached_property
    def container(self) -> Container:
        container = StageContainer(Settings(data_dir=self.folder, advisor_second_factor=self.second_factor))
        container.__dict__["catalogue"] = self.catalogue
        return container

    @property
    def services(self) -> Services:
        return self.container.services

    def close(self) -> None:
        self.container.close()

    def app(self) -> CpfApp:
        """Make the program, not started yet."""

        def record(error: BaseException) -> Incident:
            self.incidents.append(error)
            return Incident(REFERENCE, scrub(error))

        return CpfApp(lambda: self.services, record)

    @asynccontextmanager
    async def running(self, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Hand]:
        """Start the program and wait until its use cases are open."""
        app = self.app()
        async with app.run_test(size=size) as pilot:
            hand = Hand(app, pilot)
            await hand.settle()
            yield hand

    def holder(self, stage: Stage) -> Actor:
        """Return the person of the demonstration at that stage."""
        person = next(one for one in PEOPLE if one.stage is stage)
        return self.services.sign_in.holder(person.nir, SECRET)

    def advisor(self, login: str = "ml.exemple") -> Actor:
        return self.services.sign_in.advisor(login, SECRET)

    def dossier_of(self, stage: Stage) -> str:
        return self.services.dossiers.of_holder(self.holder(stage))[0].id


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until nothing is under way: no message, no worker, no call of a screen that awaits its result."""
    app = pilot.app
    quiet = 0
    while quiet < 3:  # what comes back may start something else
        for worker in tuple(app.workers):
            with suppress(WorkerCancelled):  # a newer call took its place
                await worker.wait()
        await pilot._wait_for_screen()  # `pause` would wait for an idle processor, whoever uses it
        app.screen._on_timer_update()
        waiting = any(getattr(screen, "_waiting", None) for screen in app.screen_stack)
        busy = any(not worker.is_finished for worker in app.workers)
        quiet = 0 if waiting or busy else quiet + 1


@dataclass
class Hand:
    """Somebody at the keyboard of a running program."""

    app: CpfApp
    pilot: Pilot[Any]

    @property
    def screen(self) -> Any:
        """The screen in front, whatever its class: a test says which one it expects with `shows`."""
        return self.app.screen

    def shows(self, kind: type[Screen[Any]]) -> bool:
        """Say whether the screen in front is of that class."""
        return isinstance(self.app.screen, kind)

    async def settle(self) -> None:
        await settle(self.pilot)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, and wait for what they started."""
        await self.pilot.press(*keys)
        await self.settle()

    async def write(self, words: str) -> None:
        """Type in the focused line, as fast as a paste, then wait for what it started."""
        focused = self.app.focused
        if isinstance(focused, Input):
            focused.value = words
            focused.cursor_position = len(words)
        elif isinstance(focused, TextArea):
            focused.text = words
        else:
            await self.pilot.press(*words)
        await self.settle()

    async def answer(self, words: str = "") -> None:
        """Type an answer (none keeps what is there) and press Enter."""
        if words:
            await self.write(words)
        await self.press("enter")

    async def open(self, route: str, argument: str = "") -> None:
        """Ask for a screen as another screen would."""
        self.screen.post_message(OpenRoute(route, argument))
        await self.settle()

    async def enter_as(self, actor: Actor) -> None:
        """Be signed in as somebody."""
        self.screen.post_message(SignedIn(actor))
        await self.settle()

    @property
    def text(self) -> str:
        """What stands on the screen, line by line, as a person reads it."""
        lines = [list(" " * self.app.size.width) for _ in range(self.app.size.height)]
        for y, strip in enumerate(self.screen._compositor.render_strips(self.app.size)):
            lines[y] = list(strip.text)
        return "\n".join("".join(line).rstrip() for line in lines)

    @property
    def said(self) -> str:
        """The same without line breaks, to look for a sentence that may be wrapped."""
        return " ".join(self.text.replace("│", " ").replace("┃", " ").split())

    def one(self, kind: type[W], selector: str = "") -> W:
        return self.app.screen.query(f"{kind.__name__}{selector}").first(kind)

    def rows(self, selector: str = "") -> RowList:
        return self.one(RowList, selector)


def typed_in(screen: Screen[Any]) -> list[str]:
    """Return everything that somebody typed and a screen still holds."""
    held = [one.value for one in screen.query(Input)] + [one.text for one in screen.query(TextArea)]
    held.extend(str(one) for one in getattr(screen, "answers", {}).values())
    return [one for one in held if one]


# ---------------------------------------------------------------------- furnished installations


@contextmanager
def _steady_randomness() -> Iterator[None]:
    """Draw references and ids in a fixed order, so that two furnished databases show the same."""
    drawn = random.Random(20261123)  # noqa: S311 - nothing secret: a demonstration to be drawn twice alike
    ids = (uuid.UUID(int=drawn.getrandbits(128), version=4) for _ in iter(int, 1))
    with (
        mock.patch("secrets.randbelow", drawn.randrange),
        mock.patch("uuid.uuid4", side_effect=ids),
    ):
        yield


@cache
def furnished(folder: Path) -> tuple[Path, TrainingCatalogue]:
    """Build the catalogue and a database with a holder at every stage in a folder, once for the whole run."""
    with (
        time_machine.travel(NOON, tick=False),
        _steady_randomness(),
        mock.patch("cpf_tui.security.hasher.Argon2Hasher", QuickHasher),
    ):
        furnish(Settings(data_dir=folder))
    return folder, Catalogue(folder)


@contextmanager
def playing(shared: Path, folder: Path, *, empty: bool = False) -> Iterator[Play]:
    """Give a test its own copy of the furnished database, or none, beside the shared catalogue."""
    origin, catalogue = furnished(shared)
    if not empty:
        for part in ("base", "cles"):
            shutil.copytree(origin / part, folder / part)
    play = Play(folder, catalogue)
    yield play
    play.close()
