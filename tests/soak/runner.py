"""Runs promises one after the other, each in a process of its own, bounded, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.soak import ROOT
from tests.soak.descendants import adopt_orphans, sweep
from tests.soak.harness import Figures, Promise, Size
from tests.soak.lines import Lines

_GRACE = 30.0  # seconds beyond its bound in which a promise should have come to its end
_END = 10.0  # seconds for what it started to end


@dataclass(frozen=True, slots=True)
class Result:
    """What a promise came to: `held`, `in part` (less was tried than promised), `broken`, or `not shown`."""

    promise: Promise
    state: str
    seconds: float
    day: str
    figures: Figures = field(default_factory=dict)
    notes: Sequence[str] = ()

    @property
    def reached(self) -> str:
        """Say the figures in one line: `1,000 kills · 0 lost`."""
        return " · ".join(f"{_number(value)} {name}".strip() for name, value in self.figures.items()) or "–"


def _number(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,}" if isinstance(value, int) else f"{value:.3g}" if value < 10 else f"{value:,.0f}"


HELD, IN_PART, BROKEN, NOT_SHOWN = "held", "in part", "broken", "not shown"


class Runner:
    """Runs promises in one size; `results` grows as they end, and stays whole if it is interrupted."""

    def __init__(self, size: Size, seed: int, minutes: float | None) -> None:
        self.size, self.seed = size, seed
        self.results: list[Result] = []
        self._end = None if minutes is None else time.monotonic() + minutes * 60

    def run(self, promises: Sequence[Promise], lines: Lines) -> None:
        """Run them all. `KeyboardInterrupt` comes out once nothing of the interrupted one is left."""
        adopt_orphans()
        for number, promise in enumerate(promises):
            bounds = self.bounds(promises[number:])
            lines.begin(number, promise, bounds)
            self.results.append(self._one(promise, bounds[0], lines))
            lines.end()

    def _usual(self, promise: Promise) -> float:
        return promise.minutes * 60 if self.size is Size.FULL else 60.0

    def bounds(self, left: Sequence[Promise]) -> list[float]:
        """Give each promise left its time: what it usually may take, less in proportion where the run is bounded."""
        usual = [self._usual(promise) for promise in left]
        if self._end is None:
            return usual
        part = max(self._end - time.monotonic(), 1.0) / sum(usual)
        return [min(one, one * part) for one in usual]

    def _one(self, promise: Promise, bound: float, lines: Lines) -> Result:
        # Short: sockets live in it; and open to a server that runs as another user.
        folder = Path(tempfile.mkdtemp(prefix="soak-"))
        folder.chmod(0o711)
        began = time.monotonic()
        try:
            told = self._told(promise, bound, folder, lines)
        finally:
            killed = sweep(_END if sys.exc_info()[0] is None else 0.0)
            _remove(folder)
        notes = [*told.get("notes", ())]
        if killed:
            notes.append(f"had to be killed at the end: {', '.join(killed)}")
        state = state_of(told, left_behind=bool(killed))
        seconds = time.monotonic() - began
        return Result(promise, state, seconds, f"{datetime.now(UTC):%Y-%m-%d}", told.get("figures", {}), notes)

    def _told(self, promise: Promise, bound: float, folder: Path, lines: Lines) -> dict[str, Any]:
        work, said = folder / "work", folder / "said"
        work.mkdir(mode=0o711)
        reading, writing = os.pipe()
        arguments = [str(promise.number), self.size, str(self.seed), str(bound), str(work), str(writing)]
        with said.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.soak.alone", *arguments],
                cwd=ROOT,
                env={**os.environ, "TMPDIR": str(work), "PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=(writing,),
                start_new_session=True,  # Ctrl+C comes to us, who then tell it
            )
        os.close(writing)
        told: dict[str, Any] = {"notes": ["it did not come to its end in time"]}
        try:
            for line in _lines(reading, time.monotonic() + bound + _GRACE):
                if "step" in line:
                    lines.advance(line["step"], line["done"], line["of"])
                else:
                    told = line
        except BaseException:
            process.send_signal(signal.SIGINT)
            _ended(process)
            raise
        finally:
            os.close(reading)
        if "held" not in told and (code := _ended(process)):
            told["notes"] = [f"it stopped with code {code}"]
        if not told.get("figures"):
            told["notes"] += said.read_text("utf-8", "replace").splitlines()[-12:]
        return told


def _remove(folder: Path) -> None:
    """Remove a folder; one of whoever was killed may finish writing in it, on a busy disk."""
    until = time.monotonic() + _END
    while folder.exists() and time.monotonic() < until:
        shutil.rmtree(folder, ignore_errors=True)
        if folder.exists():
            select.select([], [], [], 0.05)


def _ended(process: subprocess.Popen[bytes]) -> int:
    try:
        return process.wait(_END)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _lines(pipe: int, until: float) -> Iterator[dict[str, Any]]:
    """Give each object as it comes, until the last one, the end of the pipe, or the end of the time."""
    kept = b""
    while select.select([pipe], [], [], max(until - time.monotonic(), 0))[0]:
        read = os.read(pipe, 65536)
        if not read:
            return
        *whole, kept = (kept + read).split(b"\n")
        for line in whole:
            told: dict[str, Any] = json.loads(line)
            yield told
            if "held" in told:
                return


def state_of(told: dict[str, Any], *, left_behind: bool) -> str:
    """Judge what a promise told at its end, if anything, and what it left behind."""
    held = told.get("held", False)
    if held is None:
        return NOT_SHOWN
    if not held or left_behind:
        return BROKEN
    return IN_PART if told["cut"] else HELD
