"""Figures as they are written in the tables."""

from __future__ import annotations

from tests.benchmarks.goals import Bound
from tests.benchmarks.measure import Spread
from tests.benchmarks.parts.quality import Marks


def figure(value: float | None, unit: str = "") -> str:
    """Write a figure with the digits that mean something."""
    if value is None:
        return "–"
    digits = 0 if value >= 100 else 1 if unit or value >= 10 else 4 if value < 0.01 else 3
    return f"{value:.{digits}f} {unit}".rstrip()


def expected(bound: Bound) -> str:
    """Write a bound."""
    value = "1/500" if bound.bound == 1 / 500 else f"{bound.bound:g} {bound.unit}".rstrip()
    return f"{'≥' if bound.least else '≤'} {value}"


def english(corpus: str) -> str:
    return {"banc": "bench", "réel": "real offers"}[corpus]


def times(spread: Spread) -> list[str]:
    return [f"{time:.2f}" if time < 100 else f"{time:.0f}" for time in (spread.p50, spread.p95, spread.p99)]


def marks(found: Marks | None) -> str:
    return "–" if found is None else f"{found.mrr:.3f} · {found.success:.2f} · {found.recall:.2f}"
