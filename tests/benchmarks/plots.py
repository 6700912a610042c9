"""The plots of the document, as SVG; nothing is drawn where matplotlib is not installed."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.benchmarks.engines import Contestant
from tests.benchmarks.measure import mean
from tests.benchmarks.results import Results

_OURS, _THEIRS = "#0b5cad", "#9aa3ad"
_FIELDS = {"nous": _OURS, "nous-filtres": "#5b9bd5", "tantivy": "#c2571a", "fts5": "#6b8e23"}


def draw(results: Results, contestants: Sequence[Contestant], folder: Path) -> list[Path]:
    """Draw what was measured in a folder, and return the files."""
    if not find_spec("matplotlib"):
        return []
    import matplotlib as mpl  # only where it is installed

    mpl.use("svg")
    # Text stays text, and the same figures give the same file.
    mpl.rcParams.update(
        {
            "svg.fonttype": "none",
            "svg.hashsalt": "cpf-tui",
            "font.size": 9,
            "axes.spines.top": False,
            "axes.spines.right": False,
        }
    )
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    if results.latency and results.quality:
        drawn.append(_quality_and_time(results, contestants, folder / "performance-moteurs.svg"))
    if results.growth:
        drawn.append(_growth(results, contestants, folder / "performance-croissance.svg"))
    return drawn


def _figure(width: float, height: float) -> tuple[Any, Any]:
    from matplotlib.figure import Figure  # only where it is installed

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots()


def _saved(figure: Any, path: Path) -> Path:
    figure.savefig(path, format="svg", metadata={"Date": None})
    return path


def _quality_and_time(results: Results, contestants: Sequence[Contestant], path: Path) -> Path:
    """Each engine as a point: to the left is faster, to the top is better."""
    quality, latency = results.quality, results.latency
    assert quality is not None
    assert latency is not None
    figure, axes = _figure(7, 3.6)
    for place, one in enumerate(contestants):
        spread, marks = latency.of("banc", one.key), quality.figures("banc", one.key, "mrr")
        if spread and marks:
            axes.plot(spread.p95, mean(marks), "o", color=_FIELDS.get(one.key, _THEIRS), markersize=8)
            axes.annotate(
                one.english, (spread.p95, mean(marks)), xytext=(7, -11 if place % 2 else 5), textcoords="offset points"
            )
    axes.set(xscale="log", xlabel="p95 of a key, ms (log)", ylabel="MRR@10, mean over classes", ylim=(0, 1.03))
    axes.margins(x=0.15)
    axes.grid(alpha=0.25)
    return _saved(figure, path)


def _growth(results: Results, contestants: Sequence[Contestant], path: Path) -> Path:
    """Time per key against the number of offers, both logarithmic: the slope is the exponent."""
    growth = results.growth
    assert growth is not None
    figure, axes = _figure(7, 3.6)
    for one in contestants:
        if (spreads := growth.spreads.get(one.key)) is None:
            continue
        colour = _FIELDS.get(one.key, _THEIRS)
        label = f"{one.english} (exponent {growth.exponent(one.key):.2f})"
        axes.plot(growth.sizes, [spread.p95 for spread in spreads], "o-", color=colour, label=label)
        axes.plot(growth.sizes, [spread.p50 for spread in spreads], ":", color=colour)
    axes.set(xscale="log", yscale="log", xlabel="offers (log)", ylabel="ms per key: p95, p50 dotted (log)")
    axes.set_xticks(growth.sizes, [f"{size:,}" for size in growth.sizes])
    axes.minorticks_off()
    axes.grid(alpha=0.25)
    axes.legend(frameon=False)
    return _saved(figure, path)
