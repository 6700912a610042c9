"""Import: its time, beside reading and inserting the same rows and nothing more."""

from __future__ import annotations

import csv
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.bench import Bench
from tests.benchmarks.corpus import opened
from tests.benchmarks.engines import OURS
from tests.benchmarks.measure import median


@dataclass(frozen=True, slots=True)
class Imports:
    """Seconds: the import with its index, and bare `csv` with `executemany` into a file of its own."""

    ours: float
    plain: float


def measure(bench: Bench) -> Imports:
    """Import between plain readings, which are repeated and whose middle counts."""
    offers = bench.sources.bench.offers
    turns = bench.progress.each("csv et executemany", range(bench.effort.plain_imports))
    times = [_plainly(offers, bench.scratch / "simple.sqlite") for _ in turns]
    bench.progress.step("import")
    folder = bench.scratch / "import"
    folder.mkdir()
    began = time.perf_counter()
    OURS.build(offers, folder)
    return Imports(time.perf_counter() - began, median(times))


def _plainly(offers: Path, file: Path) -> float:
    """Read and insert every row, with the fastest settings SQLite has; return the seconds it took."""
    file.unlink(missing_ok=True)
    began = time.perf_counter()
    base = sqlite3.connect(file, isolation_level=None)
    try:
        base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF")
        with opened(offers) as text:
            lines = csv.reader(text)
            names = next(lines)
            base.execute(f"CREATE TABLE offers ({', '.join(names)})")
            base.execute("BEGIN")
            base.executemany(f"INSERT INTO offers VALUES ({', '.join('?' * len(names))})", lines)  # noqa: S608 - marks only
            base.execute("COMMIT")
    finally:
        base.close()
    return time.perf_counter() - began
