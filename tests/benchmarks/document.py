"""Writing what a run found in `docs/performance.md`, between two marks: the rest of the page is written by hand."""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks import ROOT
from tests.benchmarks.engines import Contestant
from tests.benchmarks.goals import Goal
from tests.benchmarks.plots import draw
from tests.benchmarks.results import Machine, Results
from tests.benchmarks.tables import Table, Tables

PAGE, IMAGES = ROOT / "docs" / "performance.md", ROOT / "docs" / "images"
_BEGIN, _END = "<!-- bench: begin -->", "<!-- bench: end -->"


def write_page(results: Results, contestants: Sequence[Contestant], goals: Sequence[Goal], of: Machine) -> None:
    """Replace the part of the page that tells the last run, and its plots."""
    tables = Tables(results, contestants, french=False)
    plots = [f"![{path.stem}](images/{path.name})" for path in draw(results, contestants, IMAGES)]
    packages = ", ".join(f"{name} {known}" for name, known in of.packages.items())
    parts = [
        f"Measured on {of.day}: {of.cores} cores, {of.memory_gb} GB, Python {of.python}, {packages}.",
        markdown(tables.goals(goals)),
        *plots,
        *(markdown(table) for table in tables.all()),
    ]
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    told = "\n\n".join(parts)
    PAGE.write_text(f"{before}{_BEGIN}\n\n{told}\n\n{_END}{after}", encoding="utf-8")


def markdown(table: Table) -> str:
    """Write a table in Markdown."""
    head, *rows = [f"| {' | '.join(row)} |" for row in table.rows]
    rule = f"|{'|'.join(['---'] * len(table.rows[0]))}|"
    return "\n".join([f"### {table.title}", "", head, rule, *rows])
