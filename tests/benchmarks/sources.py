"""Where the offers and the requests come from: the folder of real data, or a small corpus made on the spot."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import ROOT, small
from tests.benchmarks.corpus import Corpus, records
from tests.benchmarks.engines.ours import LABELS
from tests.benchmarks.keywords import keyword_queries
from tests.benchmarks.queries import bench_queries, typed_titles

SHARED = ROOT.parent / "shared" / "data"
BENCH = "banc-offres-250k.csv.gz"
REAL = "offres-carif-oref-2020-11.csv.gz"
_NEEDED = (BENCH, "banc-requetes-dev.jsonl", REAL, "reel-requetes-dev.jsonl", *LABELS)


class NoData(Exception):
    """The files to measure with are not there; the sentence says which and what to do."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The corpora, and the sizes of the growth; `bench` is the one that every part uses."""

    bench: Corpus
    real: Corpus
    sizes: tuple[int, ...]


def shared(folder: Path) -> Sources:
    """Read the real data. Raises `NoData` when a file is missing."""
    missing = next((name for name in _NEEDED if not (folder / name).exists()), None)
    if missing:
        raise NoData(
            f"« {folder / missing} » est introuvable : indiquez le dossier des données avec --donnees DOSSIER, "
            "ou essayez sans données avec --petit."
        )
    organisations = {one["organisme_id"]: one["organisme_nom"] for one in records(folder / BENCH)}
    bench = Corpus("banc", folder / BENCH, bench_queries(folder / "banc-requetes-dev.jsonl", organisations))
    titles = typed_titles(folder / "reel-requetes-dev.jsonl")
    keywords = keyword_queries(folder / REAL, *(folder / name for name in LABELS))
    return Sources(bench, Corpus("réel", folder / REAL, (*titles, *keywords)), (10_000, 50_000, 250_000, 1_000_000))


def made(folder: Path) -> Sources:
    """Make the small corpus in that folder: the measures mean nothing there, but the bench runs whole."""
    offers, queries = small.write(folder)
    real = [one for one in queries if one.kind in {"exact", "typo1"}]
    return Sources(Corpus("banc", offers, queries), Corpus("réel", offers, tuple(real)), (200, 400, 1600))
