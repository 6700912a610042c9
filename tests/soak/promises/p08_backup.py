"""A backup made while people write holds every entry acknowledged before it began, and is restored to be sure."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from cpf_tui.domain.errors import DomainError
from cpf_tui.domain.ledger import EntryKind
from cpf_tui.persistence.integrity import verify
from tests.soak.harness import Outcome, Progress, Promise, Size
from tests.soak.processes import Worker, crowd
from tests.support.storage import NOW, Installation, furnish, movement
from tests.support.upkeep import rows, upkeep_of

_BACKUPS = {Size.FULL: 40, Size.REDUCED: 3}
_WRITERS = {Size.FULL: 6, Size.REDUCED: 2}
_EACH_BASE = 10  # backups of one base, before a new one is begun: checking a copy grows with it
_BREATH = 0.002  # seconds between two operations of a writer
_FIRST_WORD = 60.0
_ROWS = 2  # movements of one operation


def writing(pipe: Connection, place: Installation, name: str) -> None:
    """Write operations of three rows and acknowledge each, until told to stop."""
    database = place.open()
    number = 0
    while not pipe.poll(_BREATH):
        op_id = f"{name}-{number}"
        with database.write() as uow:
            uow.ledger.append([movement(f"{op_id}:1", EntryKind.CREDIT, 2)], NOW)
            uow.ledger.append([movement(f"{op_id}:2", EntryKind.PEND, 1)], NOW)
            uow.operations.record(op_id, "done", NOW)
            uow.commit()
        pipe.send_bytes(op_id.encode())
        number += 1
    database.close()


@dataclass(slots=True)
class Found:
    """What the backups were found to be."""

    made: int = 0
    missing: int = 0  # acknowledged before the start, and not in the copy
    halves: int = 0
    during: int = 0  # operations acknowledged while a backup was being made: there was a load
    restored: int = 0
    notes: list[str] = field(default_factory=list)


def run(size: Size, progress: Progress) -> Outcome:
    """Make backups one after the other under the writers, and restore each elsewhere."""
    found = Found()
    backups = range(_BACKUPS[size])
    for start in range(0, len(backups), _EACH_BASE):
        place = Installation(progress.folder / f"base-{start}")
        database = place.open()
        furnish(database)
        database.close()
        with crowd(writing, [(place, f"w{number}") for number in range(_WRITERS[size])]) as workers:
            acknowledged: set[str] = set()
            _hear(workers, acknowledged, wait=_FIRST_WORD)
            for backup in backups[start : start + _EACH_BASE]:
                progress.at("backups", backup, len(backups))
                if progress.over:
                    break
                _back_up(place, workers, acknowledged, found)
            for worker in workers:
                worker.pipe.send_bytes(b"stop")
            for worker in workers:
                worker.process.join(_FIRST_WORD)
        found.notes += [str(one.sentence) for one in verify(place.backend).findings]
    figures = {
        f"backups under {_WRITERS[size]} writers": found.made,
        "acknowledged before and missing": found.missing,
        "half written": found.halves,
        "restored and compared": found.restored,
        "operations acknowledged meanwhile": found.during,
    }
    exact = not (found.missing or found.halves or found.notes) and found.made == found.restored
    return Outcome(figures, held=exact and found.during > 0, notes=found.notes[:10])


def _hear(workers: Sequence[Worker], acknowledged: set[str], wait: float = 0.0) -> int:
    """Take what the writers have acknowledged by now; `wait` for the first word of each."""
    before = len(acknowledged)
    for worker in workers:
        if wait:
            worker.pipe.poll(wait)
        while worker.pipe.poll():
            acknowledged.add(worker.pipe.recv_bytes().decode())
    return len(acknowledged) - before


def _back_up(place: Installation, workers: Sequence[Worker], acknowledged: set[str], found: Found) -> None:
    """Make one backup, restore it in a new place, and look at what is there."""
    _hear(workers, acknowledged)
    before = frozenset(acknowledged)
    try:
        copy = upkeep_of(place).back_up().path
    except DomainError as refused:
        found.notes.append(f"backup {found.made}: refused: {refused}")
        return
    found.made += 1
    found.during += _hear(workers, acknowledged)
    elsewhere = _restore(place, copy)
    held, restored = (rows(path, place.keys.database) for path in (copy, elsewhere.path))
    told = len(restored["audit"]) - len(held["audit"])  # the restoration is written in the audit
    same = all(restored[table] == held[table] for table in held if table not in {"audit", "counters"})
    if same and told == 1 and set(held["audit"]) < set(restored["audit"]):
        found.restored += 1
    else:
        found.notes.append(f"backup {found.made}: what is restored is not what the copy holds")
    database = elsewhere.open()
    with database.read() as uow:
        written = Counter(one.op_id.partition(":")[0] for one in uow.ledger.entries("h1") if one.op_id != "credit")
        recorded = {op_id for op_id in written | Counter(before) if uow.operations.result(op_id) is not None}
    database.close()
    missing = before - (written.keys() & recorded)
    halves = sum(count != _ROWS or op_id not in recorded for op_id, count in written.items())
    found.missing, found.halves = found.missing + len(missing), found.halves + halves
    report = verify(elsewhere.backend)
    found.notes += [f"backup {found.made}: {one.sentence}" for one in report.findings]


def _restore(place: Installation, copy: Path) -> Installation:
    """Put a copy in a new installation, with the keys alone."""
    elsewhere = Installation(place.folder.with_name("restored"))
    shutil.rmtree(elsewhere.folder, ignore_errors=True)
    shutil.copytree(place.key_path.parent, elsewhere.key_path.parent)
    upkeep_of(elsewhere).restore(copy)
    return elsewhere


PROMISE = Promise(
    8,
    "An online backup is complete",
    "40 backups × 6 writers: every entry acknowledged before is in; each restored and compared",
    run,
    minutes=5,
)
