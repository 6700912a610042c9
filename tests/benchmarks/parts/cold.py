"""From cold: the time of a new process from its start to its first answer."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass

from tests.benchmarks import ROOT
from tests.benchmarks.bench import Bench
from tests.benchmarks.engines import OURS, TANTIVY, Contestant
from tests.benchmarks.measure import MILLI, median


@dataclass(frozen=True, slots=True)
class Cold:
    """Median milliseconds from the start of a process to its first answer, by contestant; `python` is an empty one."""

    of: dict[str, float]
    python: float


def measure(bench: Bench) -> Cold:
    """Start a process several times; the engines take turns."""
    corpus = bench.sources.bench
    compared = [one for one in (OURS, TANTIVY) if one in bench.contestants]
    commands = {one.key: _command(one, str(corpus.offers), str(bench.workshop.folder(corpus, one))) for one in compared}
    commands[""] = [sys.executable, "-c", "print()"]
    times: dict[str, list[float]] = {key: [] for key in commands}
    for _ in bench.progress.each("démarrages", range(bench.effort.cold_starts)):
        for key, command in commands.items():
            times[key].append(_until_answer(command))
    return Cold({one.key: median(times[one.key]) for one in compared}, median(times[""]))


def _command(contestant: Contestant, offers: str, folder: str) -> list[str]:
    return [sys.executable, "-m", "tests.benchmarks.probe", "froid", contestant.key, offers, folder]


def _until_answer(command: list[str]) -> float:
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as child:
        assert child.stdout is not None
        child.stdout.readline()
        return MILLI * (time.perf_counter() - began)
