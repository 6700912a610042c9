"""Memory: what an index takes in one process, and in each further one."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from tests.benchmarks import ROOT, small
from tests.benchmarks.bench import Bench
from tests.benchmarks.corpus import Corpus
from tests.benchmarks.engines import Contestant
from tests.benchmarks.queries import in_turn

_FEW = 3  # requests of a slow engine, whose memory does not depend on them


@dataclass(frozen=True, slots=True)
class Index:
    """Megabytes that an index adds to a process that has loaded the code, and megabytes of the whole process.

    `further` is what a second process has for itself while the first is there; `disk` are megabytes of the index, and
    `seconds` what its building took (0 where there is none).
    """

    resident: float
    further: float
    process: float
    process_further: float
    disk: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Occupied:
    """By contestant."""

    of: dict[str, Index]


def measure(bench: Bench) -> Occupied:
    """Start two processes for each engine; both answer the same requests."""
    tiny = bench.scratch / "minuscule"
    tiny.mkdir(exist_ok=True)
    offers, queries = small.write(tiny)
    warm = Corpus("minuscule", offers, queries)
    found = {}
    for contestant in bench.contestants:
        bench.progress.step(contestant.name)
        if (index := _of(bench, contestant, warm)) is not None:
            found[contestant.key] = index
    return Occupied(found)


def _of(bench: Bench, contestant: Contestant, warm: Corpus) -> Index | None:
    corpus = bench.sources.bench
    folder = bench.workshop.folder(corpus, contestant)
    arguments = [str(corpus.offers), str(folder), str(warm.offers), str(bench.workshop.folder(warm, contestant))]
    asked = [query.text for query in in_turn(corpus.queries, 5)][: _FEW if contestant.slow else None]
    with ExitStack() as stack:
        first, second = (_answering(stack, contestant, arguments, asked) for _ in range(2))
    if not first:
        return None
    return Index(
        resident=first["resident"],
        further=second["private"],
        process=first["process"],
        process_further=second["process_private"],
        disk=sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6,
        seconds=bench.workshop.seconds.get((corpus.name, contestant.index), 0.0),
    )


def _answering(stack: ExitStack, contestant: Contestant, arguments: list[str], asked: list[str]) -> dict[str, Any]:
    """Start a process, let it answer, and return what it says; it stays until the stack is left."""
    command = [sys.executable, "-m", "tests.benchmarks.probe", "memoire", contestant.key, *arguments]
    child = stack.enter_context(
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    )
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write("\n".join(asked) + "\n\n")
    child.stdin.flush()
    told: dict[str, Any] = json.loads(child.stdout.readline() or "{}")
    return told
