"""Telling whoever waits which promise is running, how far it is, and how long is left."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from tests.soak.harness import Promise

_TENTHS = 10


class Lines:
    """On a terminal one line is rewritten; elsewhere a line is written at each step and at each tenth of it."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._live = sys.stderr.isatty()
        self._head, self._told = "", ("", -1)
        self._began = self._step_began = 0.0
        self._bounds: list[float] = []
        self._step = ""

    def begin(self, number: int, promise: Promise, bounds: Sequence[float]) -> None:
        """Go on to a promise; `bounds` are the seconds that it and each of those after it may take."""
        self._head = f"[{number + 1}/{self._count}] {promise.number} {promise.name}"
        self._began, self._bounds, self._step = time.monotonic(), list(bounds), ""
        self.advance("starting", 0, 0)

    def advance(self, step: str, done: int, of: int) -> None:
        """Tell how far it is."""
        if step != self._step:
            self._step, self._step_began = step, time.monotonic()
        tenth = done * _TENTHS // of if of else 0
        if not self._live and self._told == (f"{self._head}{step}", tenth):
            return
        self._told = (f"{self._head}{step}", tenth)
        counted = f" {done:,}/{of:,}" if of else ""
        line = f"{self._head} · {step}{counted} · {self._left(done, of)}"
        sys.stderr.write(f"\r\x1b[K{line}" if self._live else f"{line}\n")
        sys.stderr.flush()

    def end(self) -> None:
        """Leave the line clean for what follows."""
        if self._live:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def _left(self, done: int, of: int) -> str:
        """Say how long this step will still take at its pace, and how long the whole run may take at most."""
        most = sum(self._bounds) - (time.monotonic() - self._began)
        told = f"at most {_duration(most)} left in all"
        if 0 < done < of:
            pace = (time.monotonic() - self._step_began) / done
            return f"about {_duration(pace * (of - done))} left of it, {told}"
        return told


def _duration(seconds: float) -> str:
    return f"{max(seconds, 0):.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
