"""On screen: what a key paints, and when it is all there, in a pseudo-terminal and with an account."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from cpf_tui.bootstrap import build
from cpf_tui.demonstration.build import furnish
from cpf_tui.demonstration.people import PEOPLE, SECRET, Stage
from cpf_tui.settings import Settings
from tests.benchmarks import ROOT
from tests.benchmarks.bench import Bench
from tests.benchmarks.engines import OURS
from tests.benchmarks.measure import MILLI, Spread, median, percentile
from tests.benchmarks.programs.bare import SENTENCE
from tests.benchmarks.queries import Query, in_turn, keys
from tests.benchmarks.terminal import Painted, TimedTerminal
from tests.e2e.acts import searched, sign_in
from tests.support.terminal import environment, program

REAL, CONSTANT, REPLAYED = "programme", "constante", "rejouée"
WIDE, SMALL = "120x40", "80x24"
SIZES = {WIDE: (120, 40, (REAL, CONSTANT, REPLAYED)), SMALL: (80, 24, (REAL, CONSTANT))}
_QUESTION = "Que voulez-vous apprendre ?"
_STEPS = "étapes sur 14 faites"
_COUNTED = "utilisable"  # said with the first results
_WHO = next(person for person in PEOPLE if person.stage is Stage.OPEN)


@dataclass(frozen=True, slots=True)
class Keys:
    """Bytes per key, median and 95th percentile, and time to the last one.

    `unchanged` are the bytes of a key that leaves the words as they are (a second blank), `idle` those of one that
    changes nothing at all (the end of the line, at its end).
    """

    bytes_median: float
    bytes_p95: float
    last: Spread
    unchanged: float
    idle: float


@dataclass(frozen=True, slots=True)
class OnScreen:
    """By size (« 120x40 ») and answers (those of the program, one constant, the same ones known in advance).

    `first_results` are milliseconds from the first paint of the program opened straight on the search to its first
    results, `from_home` from the first paint of the search opened from home to its first results, `bare` from the start
    of a program of one sentence to its first paint, `first_paint` ours.
    """

    keys: dict[str, dict[str, Keys]]
    first_paint: float
    first_results: float
    from_home: float
    bare: float


def measure(bench: Bench) -> OnScreen:
    """Furnish an installation, then type the same requests in every size."""
    data, holder = _installation(bench)
    whole = in_turn(bench.sources.bench.queries)[: bench.effort.on_screen]
    queries = [replace(query, text=query.text[: bench.effort.letters]) for query in whole]
    found: dict[str, dict[str, Keys]] = {}
    for size, (columns, rows, kinds) in SIZES.items():
        found[size] = {}
        for answers in kinds:
            bench.progress.step(f"{size}, réponse {answers}")
            found[size][answers] = _typed(data, answers, columns, rows, queries)
    bench.progress.step("premiers résultats")
    times = [(*_straight(data, holder), _from_home(data), _of_bare(data)) for _ in range(bench.effort.starts)]
    return OnScreen(found, *(MILLI * median(of) for of in zip(*times, strict=True)))


def _installation(bench: Bench) -> tuple[Path, str]:
    """Return a data directory with the demonstration's people and the offers of the bench, and who will search."""
    catalogue = bench.workshop.folder(bench.sources.bench, OURS) / "catalogue"
    data = bench.scratch / "installation"
    bench.progress.step("démonstration")
    settings = Settings(data_dir=data)
    furnish(settings)
    shutil.rmtree(data / "catalogue")
    shutil.copytree(catalogue, data / "catalogue")
    with build(settings) as container, container.database.read() as reading:
        known = reading.holders.credentials(_WHO.nir)
    assert known is not None
    return data, known[0]


def _typed(data: Path, answers: str, columns: int, rows: int, queries: list[Query]) -> Keys:
    """Open the search and type; answers known in advance are learnt by a first time."""
    with _at_home(data, _command(answers)) as terminal:
        terminal.press("enter").wait(_QUESTION, _COUNTED).resize(columns, rows)
        terminal.strike("f4")  # the lists of the demonstration are short: with every offer the screen is full
        if answers == REPLAYED:
            for query in queries:
                _type(terminal, query)
        struck, unchanged, idle = [], [], []
        for query in queries:
            struck += _type(terminal, query)
            terminal.strike("space")  # ends a word: other words may then be meant
            unchanged.append(terminal.strike("space").count)
            idle.append(terminal.strike("end").count)
    counts = sorted(float(one.count) for one in struck)
    spread = Spread.of([one.last for one in struck])
    middle = (median([float(one) for one in of]) for of in (unchanged, idle))
    return Keys(percentile(counts, 0.5), percentile(counts, 0.95), spread, *middle)


def _at_home(data: Path, command: list[str]) -> TimedTerminal:
    """Sign in, and take the search in hand; a narrow terminal shows the steps and nothing beside them."""
    terminal = TimedTerminal(command, _around(data), columns=80, rows=24)
    try:
        terminal.wait("CPF", "Quitter")
        sign_in(terminal, _WHO.nir.formatted(), SECRET)
        return terminal.wait(_STEPS).pick("Chercher une formation")
    except BaseException:
        terminal.close()
        raise


def _type(terminal: TimedTerminal, query: Query) -> list[Painted]:
    """Type a request in the place of the former one."""
    terminal.clear(lambda: searched(terminal)).settle()
    return [terminal.strike(line[-1]) for line in keys(query)]


def _command(answers: str) -> list[str]:
    if answers == REAL:
        return program()
    mode = {CONSTANT: "constant", REPLAYED: "rejoue"}[answers]
    return [sys.executable, "-m", "tests.benchmarks.programs.fixed", mode]


def _around(data: Path) -> dict[str, str]:
    """Return what a program finds around it; those of this package are found from anywhere."""
    return environment(data, PYTHONPATH=str(ROOT))


def _straight(data: Path, holder: str) -> tuple[float, float]:
    """Return the seconds to the first paint, and from there to the first results."""
    command = [sys.executable, "-m", "tests.benchmarks.programs.straight", holder]
    with TimedTerminal(command, _around(data), columns=120, rows=40) as terminal:
        painted, results = terminal.moments(lambda: terminal.shown.strip() != "", lambda: _COUNTED in terminal.shown)
    return painted, results - painted


def _from_home(data: Path) -> float:
    """Return the seconds from the first paint of the search to its first results, in a program already at work."""
    with _at_home(data, program()) as terminal:
        terminal.press("enter")
        painted, results = terminal.moments(lambda: _QUESTION in terminal.shown, lambda: _COUNTED in terminal.shown)
    return results - painted


def _of_bare(data: Path) -> float:
    command = [sys.executable, "-m", "tests.benchmarks.programs.bare"]
    with TimedTerminal(command, _around(data), columns=120, rows=40) as terminal:
        return terminal.moments(lambda: SENTENCE in terminal.shown)[0]
