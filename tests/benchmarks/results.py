"""What one run found, part by part; a part that was not asked for, or not reached, is None."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.benchmarks.bench import Bench
from tests.benchmarks.parts.cold import Cold
from tests.benchmarks.parts.growth import Growth
from tests.benchmarks.parts.imports import Imports
from tests.benchmarks.parts.latency import Latency
from tests.benchmarks.parts.occupied import Occupied
from tests.benchmarks.parts.quality import Quality
from tests.benchmarks.parts.screen import OnScreen
from tests.support.told import Machine

COMPARED = ("cpf-tui", "numpy", "rapidfuzz", "tantivy", "textual")


@dataclass(slots=True)
class Results:
    """What the parts found."""

    quality: Quality | None = None
    latency: Latency | None = None
    occupied: Occupied | None = None
    cold: Cold | None = None
    imports: Imports | None = None
    growth: Growth | None = None
    screen: OnScreen | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the run: its French name, where its result goes, and its usual duration in seconds."""

    name: str
    field: str
    usual: float

    def measure(self, bench: Bench) -> Any:
        """Measure it; the module bears the name of the field."""
        run: Callable[[Bench], Any] = import_module(f"tests.benchmarks.parts.{self.field}").measure
        return run(bench)


PARTS = (
    Part("qualité", "quality", 330),
    Part("latence", "latency", 220),
    Part("mémoire", "occupied", 90),
    Part("froid", "cold", 15),
    Part("import", "imports", 40),
    Part("écran", "screen", 150),
    Part("croissance", "growth", 300),
)


def write_json(path: Path, results: Results, of: Machine, goals: list[dict[str, Any]]) -> None:
    """Write everything that was found."""
    measured = {part.name: getattr(results, part.name) for part in fields(results)}
    told = {name: None if found is None else asdict(found) for name, found in measured.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"machine": asdict(of), "goals": goals} | told, ensure_ascii=False, indent=1), "utf-8")
