"""An upgrade is whole or did not happen: killed at any moment, begun by several programs at once, or failing."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from cpf_tui.domain.errors import StorageError
from cpf_tui.persistence.unit_of_work import SqlDatabase
from tests.soak import first_schema
from tests.soak.harness import Outcome, Progress, Promise, Size
from tests.soak.processes import Worker, crowd
from tests.support.storage import NOW, Installation

_KILLS = {Size.FULL: 100, Size.REDUCED: 6}
_ROUNDS = {Size.FULL: 20, Size.REDUCED: 1}
_FAILURES = {Size.FULL: 20, Size.REDUCED: 2}
_AT_ONCE = 4
_SILENCE = 60.0


class Broken(Exception):
    """The failure put in the middle of an upgrade."""


def opening(pipe: Connection, place: Installation, dies_at: int) -> None:
    """Open the base once told to, which upgrades it; die before the statement of that number (0: never)."""
    pipe.recv()
    if dies_at:
        _before_statement(dies_at, lambda: os.kill(os.getpid(), signal.SIGKILL))
    place.open().close()
    pipe.send("upgraded")


def _before_statement(number: int, act: Callable[[], object]) -> Callable[[], None]:
    """Act before the statement of that number, counted from now over the process; return what undoes it."""
    count = 0

    def counting(*_: Any) -> None:
        nonlocal count
        count += 1
        if count == number:
            act()

    event.listen(Engine, "before_cursor_execute", counting)
    return lambda: event.remove(Engine, "before_cursor_execute", counting)


@dataclass
class Bench:
    """A base of the first release, never opened; copies of it are upgraded."""

    origin: Installation
    before: list[Any] = field(init=False)
    after: list[Any] = field(init=False)
    statements: int = field(init=False)

    def __post_init__(self) -> None:
        """Upgrade one copy quietly: what every other must come to."""
        first_schema.leave(self.origin)
        quiet = self.copy(self.origin.folder.with_name("quiet"))
        self.before = dump(quiet)
        counted: list[int] = []

        def counting(*_: Any) -> None:
            counted.append(1)

        event.listen(Engine, "before_cursor_execute", counting)
        try:
            quiet.open().close()
        finally:
            event.remove(Engine, "before_cursor_execute", counting)
        self.statements, self.after = len(counted), dump(quiet)

    def copy(self, folder: Path) -> Installation:
        """Copy it as it was."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.origin.folder, folder)
        return Installation(folder)


def dump(place: Installation) -> list[Any]:
    """Read everything the base holds: version, tables, triggers, rows."""
    raw = place.raw()
    try:
        objects = raw.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
        tables = [name for kind, name, _ in objects if kind == "table"]
        rows = [(name, sorted(raw.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)) for name in tables]  # noqa: S608
        stamps = [raw.execute(f"PRAGMA {name}").fetchone() for name in ("user_version", "application_id")]
        return [objects, rows, stamps]
    finally:
        raw.close()


def run(size: Size, progress: Progress) -> Outcome:
    """Kill, race, break; each time the base is as before or upgraded whole, and in the end upgraded whole."""
    bench = Bench(Installation(progress.folder / "first"))
    notes: list[str] = []
    halves = kills = early = 0
    for kill in progress.each("kills", range(_KILLS[size])):
        place = bench.copy(progress.folder / "killed")
        _kill(place, bench.statements, kill, progress)
        found = dump(place)
        kills, early = kills + 1, early + (found == bench.before)
        place.open().close()
        if found not in (bench.before, bench.after) or dump(place) != bench.after:
            halves += 1
            notes.append(f"kill {kill}: neither the base before nor the base upgraded")
    raced = 0
    for _ in progress.each(f"{_AT_ONCE} at once", range(_ROUNDS[size])):
        place = bench.copy(progress.folder / "raced")
        said = _race(place)
        raced += 1
        if said != ["upgraded"] * _AT_ONCE or dump(place) != bench.after:
            notes.append(f"{_AT_ONCE} at once: {said}")
    broken = 0
    for failure in progress.each("failures", range(_FAILURES[size])):
        place = bench.copy(progress.folder / "broken")
        trouble = _break(place, progress.dice.randint(1, bench.statements), bench)
        broken += 1
        notes += [f"failure {failure}: {trouble}"] if trouble else []
    figures = {
        "kills": kills,
        "before the end": early,
        "half upgraded": halves,
        f"races of {_AT_ONCE}": raced,
        "failures half-way": broken,
    }
    return Outcome(figures, held=not notes, notes=notes[:10])


def _kill(place: Installation, statements: int, kill: int, progress: Progress) -> None:
    """Kill an upgrade: at a statement, drawn over all of them, or at any moment from outside."""
    inside = kill % 2 == 0
    worker = Worker(opening, place, progress.dice.randint(1, statements) if inside else 0)
    try:
        worker.pipe.send("go")
        if inside:
            worker.process.join(_SILENCE)
        else:
            threading.Event().wait(progress.dice.uniform(0, 0.25))
        worker.kill()
    finally:
        worker.close()


def _race(place: Installation) -> list[str]:
    """Open one base from several processes at once."""
    with crowd(opening, [(place, 0)] * _AT_ONCE) as workers:
        for worker in workers:
            worker.pipe.send("go")
        return [_said(worker) for worker in workers]


def _said(worker: Worker) -> str:
    try:
        return str(worker.pipe.recv()) if worker.pipe.poll(_SILENCE) else "nothing"
    except EOFError:
        return "died"


def _break(place: Installation, number: int, bench: Bench) -> str:
    """Let an upgrade fail at a statement; the former program must go on, and a later upgrade succeed."""

    def fail() -> None:
        raise Broken

    undo = _before_statement(number, fail)
    try:
        place.open().close()
    except (Broken, StorageError):
        failed = True
    else:
        failed = False
    finally:
        undo()
    if not failed or dump(place) != bench.before:
        return f"a failure at statement {number} did not leave the base as it was"
    with first_schema.first_release():
        former = place.open()
        _write(former, "after the failure")
    place.open().close()
    with first_schema.first_release():
        try:
            _write(former, "after the upgrade")
        except StorageError:
            return ""
        finally:
            former.close()
    return "a program of the first release still writes after the upgrade"


def _write(database: SqlDatabase, op_id: str) -> None:
    with database.write() as uow:
        uow.operations.record(op_id, "done", NOW)
        uow.commit()


PROMISE = Promise(
    7,
    "An upgrade is whole or did not happen",
    "100 kills, 4 concurrent upgraders × 20, failures half-way: as before, or upgraded whole",
    run,
    minutes=4,
)
