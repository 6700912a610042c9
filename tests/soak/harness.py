"""What a promise is, what it is given to run, and what it gives back.

def run(size: Size, progress: Progress) -> Outcome:
    kills = lost = 0
    for _ in progress.each("kills", range(1000 if size is Size.FULL else 10)):   # stops by itself when time is up
        lost += kill_once(progress.folder, progress.dice)
        kills += 1
    return Outcome({"kills": kills, "acknowledged lost": lost}, held=lost == 0)

PROMISE = Promise(3, "Acknowledged is durable", "1,000 kills, 0 acknowledged lost", run, minutes=6)
"""

from __future__ import annotations

import pkgutil
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TypeVar

from tests.soak import promises as package
from tests.support.postgresql import Server

Thing = TypeVar("Thing")
Figures = Mapping[str, int | float | str]
Tell = Callable[[str, int, int], None]


class Size(StrEnum):
    """How much is done: a few seconds among the ordinary tests, or the figures of the promise."""

    REDUCED = "reduced"
    FULL = "full"


class NotShown(Exception):
    """What the promise needs is not on this machine; the message says what to install. Never counts as held."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was reached, in the order it is told (`{"kills": 1000, "lost": 0}`), and whether everything tried held.

    `held` is about what was tried: that less was tried than promised, because time was up, is known to `Progress`.
    None means that it could not be judged here. `notes` say what broke, or under which conditions it was measured.
    """

    figures: Figures
    held: bool | None
    notes: Sequence[str] = ()


class Progress:
    """Tells how far a promise is, stops it when its time is up, and gives it a folder and dice of its own."""

    def __init__(self, folder: Path, seed: int = 0, seconds: float | None = None, tell: Tell | None = None) -> None:
        """Begin; `seconds` is the time it may take, `tell` hears of every advance: what, how many done, of how many."""
        self.folder = folder
        """An empty folder, thrown away at the end."""
        self.seed = seed
        self.dice = random.Random(seed)  # noqa: S311 – a failure must be played again
        self._deadline = None if seconds is None else time.monotonic() + seconds
        self._tell = tell or (lambda *_: None)
        self.server: Server | None = None
        """A PostgreSQL server that is there already, to make databases in; see `places.private_server`."""
        self.cut = False
        """Whether less was done than asked, because time was up."""

    @property
    def left(self) -> float:
        """The seconds left; infinite when nothing bounds the run."""
        return float("inf") if self._deadline is None else self._deadline - time.monotonic()

    @property
    def over(self) -> bool:
        """Whether time is up: ask before each further piece of work, and stop there; it is remembered as `cut`."""
        if self.left <= 0:
            self.cut = True
        return self.cut

    def at(self, what: str, done: int, of: int) -> None:
        """Tell how far a step is."""
        self._tell(what, done, of)

    def step(self, what: str) -> None:
        """Tell which step begins, where there is nothing to count."""
        self._tell(what, 0, 0)

    def each(self, what: str, things: Sequence[Thing]) -> Iterator[Thing]:
        """Give the things one by one until time is up, telling how many are done."""
        for done, thing in enumerate(things):
            if self.over:
                return
            self.at(what, done, len(things))
            yield thing
        self.at(what, len(things), len(things))


@dataclass(frozen=True, slots=True)
class Promise:
    """One line of the table; `minutes` bounds its full size, in time, on two cores."""

    number: int
    name: str
    goal: str
    run: Callable[[Size, Progress], Outcome]
    minutes: float = 5.0
    needs_server: bool = False
    """Whether its reduced size needs a PostgreSQL server: the ordinary tests lend it theirs."""


def discovered() -> list[Promise]:
    """Load every promise, in the order of their numbers."""
    names = [found.name for found in pkgutil.iter_modules(package.__path__)]
    loaded: list[Promise] = [import_module(f"{package.__name__}.{name}").PROMISE for name in names]
    return sorted(loaded, key=lambda promise: promise.number)


def promise(number: int) -> Promise:
    """Load one promise. Raises `LookupError`."""
    for found in pkgutil.iter_modules(package.__path__):
        if found.name.startswith(f"p{number:02d}_"):
            loaded: Promise = import_module(f"{package.__name__}.{found.name}").PROMISE
            return loaded
    raise LookupError(f"there is no promise {number}")
