"""Printing the tables of a run."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tests.benchmarks.engines import Contestant
from tests.benchmarks.goals import Goal
from tests.benchmarks.results import Results
from tests.benchmarks.tables import Tables
from tests.support.told import aligned


def print_report(results: Results, contestants: Sequence[Contestant], goals: Sequence[Goal]) -> None:
    """Print every table, the goals last."""
    tables = Tables(results, contestants, french=True)
    for table in (*tables.all(), tables.goals(goals)):
        sys.stdout.write(f"\n{aligned(table)}\n")
