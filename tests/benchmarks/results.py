"""What one run found, part by part; a part that was not asked for, or not reached, is None."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
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

_COMPARED = ("cpf-tui", "numpy", "rapidfuzz", "tantivy", "textual")


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


@dataclass(frozen=True, slots=True)
class Machine:
    """What is said of the machine: figures of two machines are not compared, ratios of one run are."""

    cores: int
    memory_gb: int
    python: str
    packages: Mapping[str, str]
    day: str


def machine() -> Machine:
    """Describe this machine, today."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    found = {name: known for name in _COMPARED if (known := _version(name))}
    return Machine(
        os.cpu_count() or 1, round(pages / 2**30), platform.python_version(), found, f"{datetime.now(UTC):%Y-%m-%d}"
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def write_json(path: Path, results: Results, of: Machine, goals: list[dict[str, Any]]) -> None:
    """Write everything that was found."""
    measured = {part.name: getattr(results, part.name) for part in fields(results)}
    told = {name: None if found is None else asdict(found) for name, found in measured.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"machine": asdict(of), "goals": goals} | told, ensure_ascii=False, indent=1), "utf-8")
