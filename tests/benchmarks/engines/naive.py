"""What one writes first: rapidfuzz `WRatio` over every text, at each key."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from tests.benchmarks import corpus
from tests.benchmarks.corpus import Row
from tests.benchmarks.engines import LINES
from tests.benchmarks.queries import Found


def build(source: Path, folder: Path, variant: str) -> None:
    """Build nothing: the texts are read when the search is opened."""
    del source, folder, variant


def open_index(source: Path, folder: Path, variant: str) -> Naive:
    """Compare with every offer (title, organisation, place) or, for « titles », with the distinct titles."""
    del folder
    if variant == "offers":
        rows = list(corpus.rows(source))
        return Naive([f"{row.title} {row.organisation} {row.commune}".lower() for row in rows], rows)
    first: dict[str, Row] = {}
    for row in corpus.rows(source):
        first.setdefault(row.title.lower(), row)
    return Naive(list(first), list(first.values()))


class Naive:
    """Texts in memory, and the offer behind each."""

    def __init__(self, texts: Sequence[str], rows: Sequence[Row]) -> None:
        self._texts, self._rows = texts, rows

    def search(self, typed: str, limit: int = LINES) -> list[Found]:
        """Answer what stands in the line."""
        best = process.extract(typed.lower(), self._texts, scorer=fuzz.WRatio, limit=limit)
        lines = [self._rows[at] for _text, _score, at in best]
        return [Found(one.training, one.certification, one.organisation, one.insee) for one in lines]
