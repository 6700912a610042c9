"""The ledger and the dossiers match a model, over random journeys; and a rule of the base altered is noticed."""

from __future__ import annotations

import os
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.soak import ROOT
from tests.soak.altered import NEW, OLD
from tests.soak.harness import Outcome, Progress, Promise, Size
from tests.soak.journeys.machine import Journeys
from tests.soak.processes import answers, crowd

_SEQUENCES = {Size.FULL: 1000, Size.REDUCED: 8}
_ACTS = {Size.FULL: 50, Size.REDUCED: 25}
_TOGETHER = 20  # sequences drawn together: each draw knows what those before it found
_SILENCE = 300.0
_TELLING = 12  # last lines of a failure: the journey that led to it


class Altered(NamedTuple):
    """A rule of the schema, and what it becomes."""

    name: str
    old: str
    new: str


def _off(trigger: str, event: str) -> Altered:
    return Altered(f"{trigger} taken away", f"{event} BEGIN", f"{event} WHEN 0 BEGIN")


ALTERED = (
    Altered("reserving beyond what is there", "NEW.kind = 'pend' AND", "NEW.kind = '' AND"),
    Altered("rectifying beyond what is there", "NEW.kind = 'credit' AND (", "NEW.kind = '' AND ("),
    Altered("debiting more than reserved", "NEW.kind = 'post' AND NEW.amount >", "NEW.kind = '' AND NEW.amount >"),
    Altered("releasing another amount", "NEW.kind = 'void' AND", "NEW.kind = '' AND"),
    Altered("ending what is not reserved", "NEW.pending_seq IS NOT NULL AND NOT EXISTS", "0 AND NOT EXISTS"),
    Altered("a movement that follows nothing", "NEW.previous IS NOT coalesce", "0 AND NEW.previous IS NOT coalesce"),
    Altered(
        "what was debited is not counted", "posted = posted + iif(NEW.kind = 'post', NEW.amount, 0)", "posted = posted"
    ),
    _off("entry_no_update", "BEFORE UPDATE ON entry"),
    _off("entry_no_delete", "BEFORE DELETE ON entry"),
    _off("account_balance", "BEFORE UPDATE ON account"),
    _off("account_no_delete", "BEFORE DELETE ON account"),
    Altered("two movements of one operation", "UNIQUE (op_id)", "CHECK (1)"),
)
_CHECKS = "tests/integration/test_persistence_ledger.py"
_LEAST_KILLED = 10


class Share(NamedTuple):
    """What one process plays: sequences of so many acts, from a number that makes them its own."""

    folder: Path
    number: int
    sequences: int
    acts: int
    seconds: float


def journeys(pipe: Connection, share: Share) -> None:
    """Play sequences, some at a time, telling what they did; a failure is told with the journey that led to it."""
    progress = Progress(share.folder, share.number, share.seconds)
    Journeys.template = share.folder / f"template-{share.number}"
    left = share.sequences
    while left > 0 and not progress.over:
        Journeys.told.clear()
        some = min(left, _TOGETHER)
        left -= some
        drawn = seed(share.number * 1_000_000 + left)(Journeys)
        chosen = settings(
            max_examples=some,
            stateful_step_count=share.acts,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        try:
            run_state_machine_as_test(drawn, settings=chosen)
        except Exception as error:
            pipe.send((Counter(Journeys.told), "".join(traceback.format_exception(error)).splitlines()[-_TELLING:]))
            return
        pipe.send((Counter(Journeys.told), []))


def run(size: Size, progress: Progress) -> Outcome:
    """Play the journeys on every core, then alter one rule after the other."""
    told, trouble = _play(size, progress)
    # Each takes a whole run of the checks: not among the ordinary tests.
    killed, living = _alter(progress) if size is Size.FULL else (0, [])
    tried = killed + len(living)
    figures = {
        "sequences": told["sequences"],
        "acts accepted": told["accepted"],
        "refused by both": told["refused"],
        "sent twice": told["sent again"],
        "dossiers closed": told["clos"],
    }
    if tried:
        figures[f"of {tried} altered rules noticed"] = killed
    notes = [*trouble, *(f"not noticed by the checks of the ledger: {name}" for name in living)]
    enough = killed >= (_LEAST_KILLED if tried == len(ALTERED) else tried)
    return Outcome(figures, held=not trouble and enough and told["sequences"] > 0, notes=notes)


def _play(size: Size, progress: Progress) -> tuple[Counter[str], Sequence[str]]:
    cores = (os.cpu_count() or 1) if size is Size.FULL else 1
    each = -(-_SEQUENCES[size] // cores)
    seconds = min(progress.left * 0.7, 36_000.0)
    shares = [
        Share(progress.folder, progress.seed * cores + number, each, _ACTS[size], seconds) for number in range(cores)
    ]
    told: Counter[str] = Counter()
    with crowd(journeys, [(share,) for share in shares]) as workers:
        for _, (some, trouble) in answers(workers, _SILENCE):
            told += some
            if trouble:
                return told, trouble
            progress.at("sequences", told["sequences"], _SEQUENCES[size])
        for worker in workers:
            worker.process.join(_SILENCE)
        failed = [worker.process.exitcode for worker in workers if worker.process.exitcode != 0]
    progress.cut |= told["sequences"] < _SEQUENCES[size]
    return told, [f"processes ended with {failed}"] if failed else []


def _alter(progress: Progress) -> tuple[int, list[str]]:
    """Alter each rule and run the checks; give how many were noticed, and those that were not."""
    living: list[str] = []
    killed = 0
    cores = os.cpu_count() or 1
    pairs = [ALTERED[start : start + cores] for start in range(0, len(ALTERED), cores)]
    with ThreadPoolExecutor(cores) as pool:
        for pair in progress.each(f"altered rules, {cores} at once", pairs):
            for one, noticed in zip(pair, pool.map(lambda one: _noticed(one, progress.folder), pair), strict=True):
                killed += noticed
                living += [] if noticed else [one.name]
    return killed, living


def _noticed(one: Altered, folder: Path) -> bool:
    """Run the checks of the ledger on bases with that rule altered; raises when nothing was altered."""
    plugins = ["-p", "tests.soak.altered", "-p", "no:cacheprovider"]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        *plugins,
        _CHECKS,
        "-k",
        "not postgresql",
        "--basetemp",
        str(folder / one.name),
    ]
    environment = {**os.environ, OLD: one.old, NEW: one.new}
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if ran.returncode not in {0, 1}:
        raise AssertionError(f"{one.name}: the checks did not run ({ran.returncode}): {ran.stdout[-500:]}")
    return ran.returncode == 1


PROMISE = Promise(
    9,
    "Ledger and dossier match a model",
    "1,000 sequences; ≥ 10 of 12 altered rules noticed",
    run,
    minutes=15,
)
