"""Printing the tables of a run."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tests.benchmarks.engines import Contestant
from tests.benchmarks.goals import Goal
from tests.benchmarks.results import Results
from tests.benchmarks.tables import Table, Tables


def print_report(results: Results, contestants: Sequence[Contestant], goals: Sequence[Goal]) -> None:
    """Print every table, the goals last."""
    tables = Tables(results, contestants, french=True)
    for table in (*tables.all(), tables.goals(goals)):
        sys.stdout.write(f"\n{aligned(table)}\n")


def aligned(table: Table) -> str:
    """Write a table with its columns aligned."""
    widths = [max(map(len, column)) for column in zip(*table.rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table.rows
    ]
    return "\n".join([table.title, "─" * max(map(len, lines)), *lines])
