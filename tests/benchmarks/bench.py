"""What every part of a run is given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.engines import Contestant
from tests.benchmarks.progress import Progress
from tests.benchmarks.sources import Sources
from tests.benchmarks.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured; enough for stable figures in a bounded time, or just enough to try the bench itself."""

    slow_seconds: float = 10.0  # given to each slow engine, at each corpus
    slow_least: int = 15  # requests, whatever the time
    typed: int = 4  # requests of each class typed key by key
    typed_growing: int = 2  # the same at each size of the growth
    cold_starts: int = 5
    plain_imports: int = 3
    on_screen: int = 3  # requests typed on the screen
    letters: int | None = None  # of each of them, all of them unless said
    starts: int = 3  # of the program, on the screen


SMALL = Effort(
    slow_seconds=0.5,
    slow_least=3,
    typed=1,
    typed_growing=1,
    cold_starts=1,
    plain_imports=1,
    on_screen=1,
    letters=4,
    starts=1,
)


@dataclass(frozen=True, slots=True)
class Bench:
    """The corpora, the engines, the indexes built so far, and a folder for what is thrown away at the end."""

    sources: Sources
    contestants: tuple[Contestant, ...]
    workshop: Workshop
    progress: Progress
    effort: Effort
    scratch: Path
