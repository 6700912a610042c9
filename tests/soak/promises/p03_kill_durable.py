"""What was acknowledged is there after `kill -9`: a process writes, tells so on a pipe, and is killed at any moment."""

from __future__ import annotations

import threading
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from cpf_tui.domain.errors import DomainError
from cpf_tui.domain.ledger import EntryKind
from cpf_tui.persistence.integrity import verify
from tests.soak.harness import Outcome, Progress, Promise, Size
from tests.soak.processes import Worker
from tests.support.storage import NOW, Installation, furnish, movement

_KILLS = {Size.FULL: 1000, Size.REDUCED: 12}
_EACH_BASE = 50  # kills of one base, before a new one is begun: a base that stays small is quick to look at whole
_MOST_ACKNOWLEDGED = 6
_ROWS = 2  # movements of one operation
_JITTER = 0.004  # seconds after the last acknowledgement waited for: about two transactions
_SILENCE = 60.0


def writing(pipe: Connection, place: Installation, name: str) -> None:
    """Write operations of three rows each, and acknowledge each once its commit has returned; never ends by itself."""
    database = place.open()
    pipe.send_bytes(b"open")
    number = 0
    while True:
        op_id = f"{name}-{number}"
        with database.write() as uow:
            (reserved,) = uow.ledger.append([movement(f"{op_id}:1", EntryKind.PEND, 1)], NOW)
            uow.ledger.append([movement(f"{op_id}:2", EntryKind.POST, 1, pending_seq=reserved.seq)], NOW)
            uow.operations.record(op_id, "done", NOW)
            uow.commit()
        pipe.send_bytes(op_id.encode())
        number += 1


def run(size: Size, progress: Progress) -> Outcome:
    """Kill, open, look; again and again on the same file."""
    kills = acknowledged = lost = halves = unsaid = 0
    notes: list[str] = []
    place, known = _new(progress.folder / "0"), set[str]()
    for kill in progress.each("kills", range(_KILLS[size])):
        if kill and kill % _EACH_BASE == 0:
            place, known = _new(progress.folder / str(kill)), set()
        heard = _killed(place, f"k{kill}", progress)
        known |= heard
        kills, acknowledged = kills + 1, acknowledged + len(heard)
        try:
            found = _look(place, known)
        except DomainError as refused:
            notes.append(f"kill {kill}: the base is refused: {refused}")
            break
        known |= found.unsaid
        lost, halves, unsaid = lost + len(found.missing), halves + found.halves, unsaid + len(found.unsaid)
        notes += [f"kill {kill}: {sorted(found.missing)} lost"] if found.missing else []
        notes += [f"kill {kill}: {one.sentence}" for one in verify(place.backend).findings]
    figures = {
        "kills": kills,
        "acknowledged": acknowledged,
        "lost": lost,
        "half written": halves,
        "written whole, killed before saying so": unsaid,
    }
    return Outcome(figures, held=not (lost or halves or notes), notes=notes[:10])


def _new(folder: Path) -> Installation:
    place = Installation(folder)
    database = place.open()
    furnish(database)
    database.close()
    return place


def _killed(place: Installation, name: str, progress: Progress) -> set[str]:
    """Let a process write, kill it at a drawn moment, and give what it had acknowledged by then."""
    wanted, jitter = progress.dice.randint(0, _MOST_ACKNOWLEDGED), progress.dice.uniform(0, _JITTER)
    worker = Worker(writing, place, name)
    try:
        heard: list[bytes] = []
        while len(heard) < wanted:
            if not worker.pipe.poll(_SILENCE):
                raise AssertionError("the process says nothing")
            heard.append(worker.pipe.recv_bytes())
        threading.Event().wait(jitter)
        worker.kill()
        heard += worker.drained()
    finally:
        worker.close()
    return {one.decode() for one in heard if one != b"open"}


class _Found(NamedTuple):
    missing: set[str]  # acknowledged, and not there
    halves: int  # there in part
    unsaid: set[str]  # there whole, and never acknowledged


def _look(place: Installation, known: set[str]) -> _Found:
    """Open the base as the program does, and hold it to what is known."""
    database = place.open()
    try:
        with database.read() as uow:
            rows = Counter(one.op_id.partition(":")[0] for one in uow.ledger.entries("h1") if one.op_id != "credit")
            recorded = {op_id for op_id in known | rows.keys() if uow.operations.result(op_id) is not None}
    finally:
        database.close()
    halves = sum(count != _ROWS or op_id not in recorded for op_id, count in rows.items())
    return _Found(known - (recorded & rows.keys()), halves, rows.keys() - known)


PROMISE = Promise(3, "Acknowledged is durable under kill -9", "1,000 kills, 0 acknowledged lost", run, minutes=10)
