"""Writing what a run found in `docs/performance.md`, between two marks: the rest of the page is written by hand."""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks import ROOT
from tests.benchmarks.engines import Contestant
from tests.benchmarks.goals import Goal
from tests.benchmarks.plots import draw
from tests.benchmarks.results import Results
from tests.benchmarks.tables import Tables
from tests.support.told import Kept, Machine, Table, markdown

PAGE, IMAGES = ROOT / "docs" / "performance.md", ROOT / "docs" / "images"


def write_page(results: Results, contestants: Sequence[Contestant], goals: Sequence[Goal], of: Machine) -> None:
    """Replace the part of the page that tells the last run, and its plots."""
    tables = Tables(results, contestants, french=False)
    plots = [f"![{path.stem}](images/{path.name})" for path in draw(results, contestants, IMAGES)]
    parts = [
        of.told(),
        _titled(tables.goals(goals)),
        *plots,
        *(_titled(table) for table in tables.all()),
    ]
    Kept(PAGE, "bench").write("\n\n".join(parts))


def _titled(table: Table) -> str:
    return f"### {table.title}\n\n{markdown(table.rows)}"
