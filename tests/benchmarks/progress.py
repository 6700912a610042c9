"""Telling whoever waits where the run is, and how long it will still take."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

One = TypeVar("One")


class Progress:
    """Follows parts whose usual durations are known; what is left is told at the pace of what was done.

    On a terminal one line is rewritten; elsewhere each step is told once.
    """

    def __init__(self, parts: Sequence[tuple[str, float]]) -> None:
        self._parts = parts
        self._at = -1
        self._began = time.monotonic()
        self._live = sys.stderr.isatty()
        self._step, self._told = "", ""

    def begin(self) -> None:
        """Go on to the next part."""
        self._at += 1

    def step(self, name: str) -> None:
        """Begin a step of the part."""
        self._step = name
        self._tell(0.0)

    def each(self, name: str, things: Sequence[One]) -> Iterator[One]:
        """Give the things one by one, telling how many are done."""
        self._step = name
        for done, thing in enumerate(things):
            self._tell(done / len(things))
            yield thing

    def end(self) -> None:
        """Leave the line clean for what follows."""
        if self._live:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def _tell(self, done: float) -> None:
        name = self._parts[self._at][0]
        head = f"[{self._at + 1}/{len(self._parts)}] {name} · {self._step}"
        if self._live:
            sys.stderr.write(f"\r\x1b[K{head} · {done:.0%} · {self._left()}")
            sys.stderr.flush()
        elif head != self._told:
            self._told = head
            sys.stderr.write(f"{head} · {self._left()}\n")

    def _left(self) -> str:
        before = sum(usual for _, usual in self._parts[: self._at])
        after = sum(usual for _, usual in self._parts[self._at :])
        pace = (time.monotonic() - self._began) / before if before else 1.0
        minutes = after * max(pace, 0.2) / 60
        return f"reste environ {minutes:.0f} min" if minutes >= 1 else "reste moins d’une minute"


def within(things: Iterable[One], seconds: float, least: int) -> Iterator[One]:
    """Give things until that much time has passed, but at least so many of them."""
    deadline = time.monotonic() + seconds
    for done, thing in enumerate(things):
        if done >= least and time.monotonic() > deadline:
            return
        yield thing
