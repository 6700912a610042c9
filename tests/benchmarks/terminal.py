"""A terminal that says when each byte came: what is painted is read at once, and understood afterwards."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tests.support.terminal import KEYS, Terminal

_FIRST = 0.6  # seconds a key may take to paint anything
_QUIET = 0.12  # seconds without a byte after which a key has painted all it does
_MOST = 30.0


@dataclass(frozen=True, slots=True)
class Painted:
    """What a key painted: how many bytes, and the seconds from the key to the last one (0 when there was none)."""

    count: int
    last: float


class TimedTerminal(Terminal):
    """Measures keys and starts; everything else is the terminal of the end-to-end tests."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], *, columns: int, rows: int) -> None:
        self._began = time.perf_counter()
        super().__init__(command, env, columns=columns, rows=rows)

    @property
    def shown(self) -> str:
        """What was on the screen after the last byte that was read."""
        return "\n".join(self._screen.display)

    def strike(self, key: str) -> Painted:
        """Press a key and wait for all it paints."""
        began = time.perf_counter()
        self._write(KEYS.get(key, key))
        chunks = self._gather(_FIRST, _QUIET)
        for _, chunk in chunks:
            self._stream.feed(chunk)
        last = chunks[-1][0] - began if chunks else 0.0
        return Painted(sum(len(chunk) for _, chunk in chunks), last)

    def moments(self, *reached: Callable[[], bool]) -> list[float]:
        """Return the seconds from the start of the program to the moment each thing, in turn, is on the screen."""
        found: list[float] = []
        while len(found) < len(reached):
            chunks = self._gather(_MOST, 0.0)
            if not chunks:
                break
            for moment, chunk in chunks:
                self._stream.feed(chunk)
                while len(found) < len(reached) and reached[len(found)]():
                    found.append(moment - self._began)
        return found

    def _gather(self, first: float, quiet: float) -> list[tuple[float, bytes]]:
        """Read without looking, until nothing comes for a moment."""
        chunks: list[tuple[float, bytes]] = []
        deadline = time.perf_counter() + _MOST
        while time.perf_counter() < deadline:
            if not select.select([self._master], [], [], quiet if chunks else first)[0]:
                break
            try:
                chunk = os.read(self._master, 1 << 16)
            except OSError:  # the program has ended
                break
            if not chunk:
                break
            chunks.append((time.perf_counter(), chunk))
        return chunks
