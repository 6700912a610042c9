"""Quality: are the right answers among the ten first lines, and how high."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.benchmarks.bench import Bench
from tests.benchmarks.corpus import Corpus
from tests.benchmarks.engines import FILTERED, LABELLED, LINES, Contestant, Engine
from tests.benchmarks.engines.ours import LABELS
from tests.benchmarks.measure import mean
from tests.benchmarks.progress import within
from tests.benchmarks.queries import Query, by_class, in_turn

_READ = 60  # lines asked for: several may be the same answer, which is then read once


@dataclass(frozen=True, slots=True)
class Marks:
    """Over `count` requests: mean of 1/rank of the first right line, part with one, part of what is right shown.

    Ranks beyond ten count nothing; a request with more than ten right answers can show ten of them.
    """

    count: int
    mrr: float
    success: float
    recall: float

    @staticmethod
    def of(judged: Sequence[tuple[float, float]]) -> Marks:
        """Gather (1/rank, recall) of several requests."""
        reciprocals = [one for one, _ in judged]
        found = mean([float(one > 0) for one in reciprocals])
        return Marks(len(judged), mean(reciprocals), found, mean([recall for _, recall in judged]))


@dataclass(frozen=True, slots=True)
class Quality:
    """Marks by corpus, contestant and class of requests."""

    marks: dict[str, dict[str, dict[str, Marks]]]

    def figures(self, corpus: str, contestant: str, mark: str, classes: Sequence[str] = ()) -> list[float]:
        """Return the « mrr », « success » or « recall » of each class (all of them unless named) that was measured."""
        marks = self.marks.get(corpus, {}).get(contestant, {})
        return [getattr(marks[kind], mark) for kind in classes or marks if kind in marks]


def measure(bench: Bench) -> Quality:
    """Ask every request of every corpus; the slow engines answer a drawn part, as many of each class."""
    found: dict[str, dict[str, dict[str, Marks]]] = {}
    for corpus in (bench.sources.bench, bench.sources.real):
        answering = [one for one in (*bench.contestants, LABELLED) if _answers(one, corpus)]
        found[corpus.name] = {one.key: _of(bench, corpus, one) for one in answering}
    return Quality(found)


def _answers(contestant: Contestant, corpus: Corpus) -> bool:
    """Say who answers: with filters, what one may not use would be missing; lists are imported beside real offers."""
    if contestant is LABELLED:
        return all(corpus.offers.with_name(name).exists() for name in LABELS) and corpus.name == "réel"
    return contestant is not FILTERED


def _of(bench: Bench, corpus: Corpus, contestant: Contestant) -> dict[str, Marks]:
    engine = bench.workshop.open(corpus, contestant)
    queries = in_turn(corpus.queries)
    asked = bench.progress.each(f"{contestant.name}, {corpus.name}", queries)
    if contestant.slow:
        asked = within(asked, bench.effort.slow_seconds, bench.effort.slow_least)
    judged: dict[str, list[tuple[float, float]]] = {kind: [] for kind in by_class(corpus.queries)}
    for query in asked:
        judged[query.kind].append(judge(engine, query))
    return {kind: Marks.of(them) for kind, them in judged.items() if them}


def judge(engine: Engine, query: Query) -> tuple[float, float]:
    """Return 1/rank of the first right line (0 beyond the tenth) and the part of the right answers shown."""
    lines = list(dict.fromkeys(query.key(line) for line in engine.search(query.text, _READ)))[:LINES]
    ranks = [rank for rank, line in enumerate(lines, start=1) if line in query.answers]
    return (1 / ranks[0] if ranks else 0.0), len(ranks) / min(LINES, len(query.answers))
