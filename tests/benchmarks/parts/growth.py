"""Growth: how the time of a key depends on the number of offers."""

from __future__ import annotations

from dataclasses import dataclass

from tests.benchmarks.bench import Bench
from tests.benchmarks.corpus import Corpus
from tests.benchmarks.derive import derived
from tests.benchmarks.engines import FILTERED, OURS, TANTIVY
from tests.benchmarks.measure import Spread, exponent
from tests.benchmarks.parts.latency import type_all
from tests.benchmarks.queries import in_turn


@dataclass(frozen=True, slots=True)
class Growth:
    """Time of the processor per key by contestant, at each size."""

    sizes: tuple[int, ...]
    spreads: dict[str, list[Spread]]

    def exponent(self, contestant: str) -> float | None:
        """Return the exponent of the 95th percentile; None when it was not measured."""
        spreads = self.spreads.get(contestant)
        return exponent(self.sizes, [one.p95 for one in spreads]) if spreads else None


def measure(bench: Bench) -> Growth:
    """Type the same requests at every size; what they ask for is in the smallest corpus already."""
    compared = [one for one in (OURS, FILTERED, TANTIVY) if one in bench.contestants]
    queries = tuple(in_turn(bench.sources.bench.queries, bench.effort.typed_growing))
    spreads: dict[str, list[Spread]] = {one.key: [] for one in compared}
    for size in bench.sources.sizes:
        bench.progress.step(f"{size:_} offres".replace("_", " "))
        path = derived(bench.sources.bench.offers, bench.scratch / f"offres-{size}.csv", size, queries)
        corpus = Corpus(f"{size} offres", path, queries)
        for key, times in type_all(bench, corpus, bench.effort.typed_growing, compared).items():
            spreads[key].append(times.all)
        path.unlink()
    return Growth(bench.sources.sizes, spreads)
