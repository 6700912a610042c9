"""An upgrade is whole or did not happen: killed at any moment, begun by several programs at once, or failing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Engine, event, make_url

from cpf_tui.domain.errors import StorageError
from cpf_tui.persistence.unit_of_work import SqlDatabase
from tests.soak import first_schema
from tests.soak.crowds import Place
from tests.soak.harness import NotShown, Outcome, Progress, Promise, Size
from tests.soak.places import private_server
from tests.soak.processes import Worker, crowd
from tests.support.postgresql import Server
from tests.support.server_storage import ServerInstallation
from tests.support.storage import NOW, Installation

_KILLS = {Size.FULL: 100, Size.REDUCED: 6}
_ROUNDS = {Size.FULL: 20, Size.REDUCED: 1}
_FAILURES = {Size.FULL: 20, Size.REDUCED: 2}
_AT_ONCE = 4
_SILENCE = 60.0


class Broken(Exception):
    """The failure put in the middle of an upgrade."""


def opening(pipe: Connection, place: Place, dies_at: int) -> None:
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


class Kind(Protocol):
    """A kind of database: how a base of the first release is copied, and everything in it read."""

    name: str

    def copy(self) -> Place:
        """Give a new copy, as it was left; the former one is no longer needed."""

    def dump(self, place: Place) -> Any:
        """Read everything it holds: version, tables, guards, rows."""


class Files:
    """SQLite: copies of a folder."""

    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        first_schema.leave(Installation(folder / "first"))

    def copy(self) -> Installation:
        """Copy the folder."""
        shutil.rmtree(self._folder / "copy", ignore_errors=True)
        shutil.copytree(self._folder / "first", self._folder / "copy")
        return Installation(self._folder / "copy")

    def dump(self, place: Place) -> Any:
        """Read through a connection that knows nothing of ours."""
        assert isinstance(place, Installation)
        raw = place.raw()
        try:
            objects = raw.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
            tables = [name for kind, name, _ in objects if kind == "table"]
            rows = [(name, sorted(raw.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)) for name in tables]  # noqa: S608
            return [objects, rows, raw.execute("PRAGMA user_version").fetchone()]
        finally:
            raw.close()


class Databases:
    """PostgreSQL: databases made like the first one."""

    name = "PostgreSQL"

    def __init__(self, server: Server, folder: Path) -> None:
        self._server, self._folder, self._last = server, folder, ""
        self._first = server.create()
        first_schema.leave(ServerInstallation(folder, self._first))

    def copy(self) -> ServerInstallation:
        """Make a database like the first."""
        if self._last:
            self._server.drop(self._last)
        self._last = self._server.create(template=str(make_url(self._first).database))
        return ServerInstallation(self._folder, self._last)

    def dump(self, place: Place) -> Any:
        """Have the server's own program write everything out."""
        assert isinstance(place, ServerInstallation)
        command: list[str | Path] = [self._server.programs / "pg_dump", "--no-owner", "-d", place.url]
        written = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        # A word drawn at each run keeps a dump from escaping the program that reads it.
        return [line for line in written.splitlines() if "restrict " not in line]


class Bench:
    """What every upgrade of a kind must come to, from one that nothing disturbed."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        quiet = kind.copy()
        self.before = kind.dump(quiet)
        counted: list[int] = []

        def counting(*_: Any) -> None:
            counted.append(1)

        event.listen(Engine, "before_cursor_execute", counting)
        began = time.monotonic()
        try:
            quiet.open().close()
        finally:
            event.remove(Engine, "before_cursor_execute", counting)
        self.seconds, self.statements = time.monotonic() - began, len(counted)
        self.after = kind.dump(quiet)
        assert self.after != self.before, "there is nothing to upgrade"


@dataclass(slots=True)
class Counts:
    """What was done, on every kind together."""

    kills: int = 0
    early: int = 0  # that left the base as it was
    halves: int = 0
    races: int = 0
    failures: int = 0


def run(size: Size, progress: Progress) -> Outcome:
    """Kill, race, break; each time the base is as before or upgraded whole, and in the end upgraded whole."""
    counts, notes, absent = Counts(), list[str](), ""
    _upgrade(Files(progress.folder), size, progress, counts, notes)
    kinds = [Files.name]
    if size is Size.FULL:  # the ordinary tests of the migrations look at PostgreSQL
        try:
            with private_server(progress) as server:
                _upgrade(Databases(server, progress.folder / "served"), size, progress, counts, notes)
            kinds.append(Databases.name)
        except NotShown as reason:
            absent = str(reason)
    figures = {
        f"kills ({' and '.join(kinds)})": counts.kills,
        "that left the base as it was": counts.early,
        "half upgraded": counts.halves,
        f"races of {_AT_ONCE}": counts.races,
        "failures half-way": counts.failures,
    }
    held = None if absent and not notes else not notes
    return Outcome(figures, held=held, notes=[*notes[:10], *([absent] if absent else [])])


def _upgrade(kind: Kind, size: Size, progress: Progress, counts: Counts, notes: list[str]) -> None:
    bench = Bench(kind)
    for kill in progress.each(f"{kind.name}: kills", range(_KILLS[size])):
        place = kind.copy()
        _kill(place, bench, kill, progress)
        found = kind.dump(place)
        place.open().close()
        counts.kills += 1
        counts.early += found == bench.before
        if found not in (bench.before, bench.after) or kind.dump(place) != bench.after:
            counts.halves += 1
            notes.append(f"{kind.name}, kill {kill}: neither the base before nor the base upgraded")
    for _ in progress.each(f"{kind.name}: {_AT_ONCE} at once", range(_ROUNDS[size])):
        place = kind.copy()
        said = _race(place)
        counts.races += 1
        if said != ["upgraded"] * _AT_ONCE or kind.dump(place) != bench.after:
            notes.append(f"{kind.name}, {_AT_ONCE} at once: {said}")
    for failure in progress.each(f"{kind.name}: failures", range(_FAILURES[size])):
        trouble = _break(kind.copy(), progress.dice.randint(1, bench.statements), bench)
        counts.failures += 1
        notes += [f"{kind.name}, failure {failure}: {trouble}"] if trouble else []


def _kill(place: Place, bench: Bench, kill: int, progress: Progress) -> None:
    """Kill an upgrade: at a statement, drawn over all of them, or at any moment from outside."""
    inside = kill % 2 == 0
    worker = Worker(opening, place, progress.dice.randint(1, bench.statements) if inside else 0)
    try:
        worker.pipe.send("go")
        if inside:
            worker.process.join(_SILENCE)
        else:
            threading.Event().wait(progress.dice.uniform(0, 1.2 * bench.seconds))
        worker.kill()
    finally:
        worker.close()


def _race(place: Place) -> list[str]:
    """Open one base from several processes at once."""
    with crowd(opening, [(place, 0)] * _AT_ONCE) as workers:
        for worker in workers:
            worker.pipe.send("go")
        return [_said(worker) for worker in workers]


def _said(worker: Worker) -> str:
    try:
        return str(worker.pipe.recv()) if worker.pipe.poll(_SILENCE) else "nothing"
    except (EOFError, ConnectionError):
        return "died"


def _break(place: Place, number: int, bench: Bench) -> str:
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
    found = bench.kind.dump(place)
    if failed and found == bench.after:
        return ""  # it failed past the upgrade, in what the program does next
    if not failed or found != bench.before:
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
    "100 kills, 4 concurrent upgraders × 20, on SQLite and on PostgreSQL: as before, or upgraded whole",
    run,
    minutes=10,
)
