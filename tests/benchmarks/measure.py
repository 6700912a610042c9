"""Numbers: percentiles, exponents, and what a process occupies in memory."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

MILLI = 1000.0


class Stopwatch(NamedTuple):
    """Seconds since some instant: of the processor for this process, and of the clock.

    On an idle machine they are the same; on a shared one the clock also counts waiting for one’s turn.
    """

    processor: float
    clock: float

    @staticmethod
    def read() -> Stopwatch:
        """Read both."""
        return Stopwatch(time.process_time(), time.perf_counter())

    def since(self, began: Stopwatch) -> Stopwatch:
        """Return what has passed."""
        return Stopwatch(self.processor - began.processor, self.clock - began.clock)


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something takes, in milliseconds, over `count` times."""

    count: int
    p50: float
    p95: float
    p99: float

    @staticmethod
    def of(seconds: Sequence[float]) -> Spread:
        """Summarise durations given in seconds."""
        ordered = sorted(seconds)
        return Spread(len(ordered), *(MILLI * percentile(ordered, part) for part in (0.50, 0.95, 0.99)))


def percentile(ordered: Sequence[float], part: float) -> float:
    """Return the value below which that part of the sorted values lies; between two of them, in proportion."""
    if not ordered:
        return math.nan
    place = part * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def median(values: Sequence[float]) -> float:
    """Return the middle value."""
    return percentile(sorted(values), 0.5)


def mean(values: Sequence[float]) -> float:
    """Return the mean; no value has none."""
    return sum(values) / len(values) if values else math.nan


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """Return the exponent of growth: the slope of the least-squares line through the logarithms."""
    x, y = [math.log(size) for size in sizes], [math.log(value) for value in values]
    away = [one - mean(x) for one in x]
    return sum(a * (b - mean(y)) for a, b in zip(away, y, strict=True)) / sum(a * a for a in away)


@dataclass(frozen=True, slots=True)
class Memory:
    """What this process occupies, in megabytes: all that is resident, and what no other process shares."""

    resident: float
    private: float


def memory() -> Memory | None:
    """Read what this process occupies; None where the system does not say."""
    told = Path("/proc/self/smaps_rollup")
    if not told.exists():
        return None
    fields = _kilobytes(told.read_text("ascii"))
    private = fields["Private_Clean"] + fields["Private_Dirty"]
    return Memory(fields["Rss"] * 1024 / 1e6, private * 1024 / 1e6)


def _kilobytes(told: str) -> Mapping[str, int]:
    lines = (line.split() for line in told.splitlines()[1:])
    return {line[0].rstrip(":"): int(line[1]) for line in lines if line[-1] == "kB"}
