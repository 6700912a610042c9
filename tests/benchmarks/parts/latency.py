"""Latency: the time of a key, when whole requests are typed letter by letter."""

from __future__ import annotations

import gc
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tests.benchmarks.bench import Bench
from tests.benchmarks.corpus import Corpus
from tests.benchmarks.engines import Contestant, Engine
from tests.benchmarks.measure import Spread, Stopwatch
from tests.benchmarks.queries import SEED, in_turn, keys

ALL = "toutes"  # the classes together


@dataclass(frozen=True, slots=True)
class Times:
    """Time per key of one contestant: of the processor, by class of requests and together under `ALL`; by the clock."""

    processor: dict[str, Spread]
    clock: Spread

    @property
    def all(self) -> Spread:
        """The processor's, over all classes."""
        return self.processor[ALL]


@dataclass(frozen=True, slots=True)
class Latency:
    """Times by corpus and contestant."""

    times: dict[str, dict[str, Times]]

    def of(self, corpus: str, contestant: str) -> Spread | None:
        """Return the processor's time over all classes; None when it was not measured."""
        times = self.times.get(corpus, {}).get(contestant)
        return times.all if times else None


def measure(bench: Bench) -> Latency:
    """Type the same requests in every engine of both corpora."""
    corpora = (bench.sources.bench, bench.sources.real)
    return Latency({corpus.name: type_all(bench, corpus, bench.effort.typed) for corpus in corpora})


def type_all(bench: Bench, corpus: Corpus, each: int, only: Sequence[Contestant] = ()) -> dict[str, Times]:
    """Type `each` requests of every class; the engines take turns, so that a busy moment of the machine hits them all.

    A slow engine answers one drawn key of each request, until its time is over.
    """
    engines = {one: bench.workshop.open(corpus, one) for one in only or bench.contestants}
    for engine in engines.values():
        engine.search("premier")  # what is loaded by the first request of a process is measured apart, from cold
    gc.freeze()  # the texts one engine holds are no work for another
    taken: dict[str, dict[str, list[Stopwatch]]] = {one.key: {} for one in engines}
    spent = dict.fromkeys(engines, 0.0)
    draw = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    for query in bench.progress.each(f"frappe, {corpus.name}", in_turn(corpus.queries, each)):
        one_key = draw.choice(list(keys(query)))
        for contestant, engine in engines.items():
            if contestant.slow and spent[contestant] > bench.effort.slow_seconds:
                continue
            times = list(_timed(engine, [one_key] if contestant.slow else keys(query)))
            spent[contestant] += sum(one.clock for one in times)
            taken[contestant.key].setdefault(query.kind, []).extend(times)
    gc.unfreeze()
    return {key: _summary(by_class) for key, by_class in taken.items()}


def _timed(engine: Engine, typed: Iterable[str]) -> Iterator[Stopwatch]:
    for line in typed:
        began = Stopwatch.read()
        engine.search(line)
        yield Stopwatch.read().since(began)


def _summary(by_class: dict[str, list[Stopwatch]]) -> Times:
    together = [one for them in by_class.values() for one in them]
    processor = {
        kind: Spread.of([one.processor for one in them]) for kind, them in ({ALL: together} | by_class).items()
    }
    return Times(processor, Spread.of([one.clock for one in together]))
