"""A disk that is full, or that fails: a clean refusal, reads go on, all resumes once it is well, nothing acts twice.

The errors are answered by the kernel to the real calls of a real process (`tests.support.trouble`), at each of the
calls that an act makes in turn; then a real file system, tiny and in memory, is filled for good.
"""

from __future__ import annotations

import ctypes
import errno
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from cpf_tui.domain.errors import DomainError, StorageError
from cpf_tui.domain.ledger import EntryKind
from cpf_tui.domain.records import Draft
from cpf_tui.persistence.integrity import verify
from cpf_tui.persistence.unit_of_work import SqlDatabase
from tests.soak.harness import NotShown, Outcome, Progress, Promise, Size
from tests.soak.processes import Worker
from tests.support import trouble
from tests.support.storage import NOW, Installation, furnish, movement

_POINTS = {Size.FULL: 300, Size.REDUCED: 24}
_ROWS = 3
_SILENCE = 60.0
_ILLS = ((errno.ENOSPC, None), (errno.EIO, None), (errno.ENOSPC, 1), (errno.EIO, 1))
"""The error, and how many times: until the disk is well, or once."""
_ACTS = ("write", "write", "draft", "reopen", "first")
_TINY = 3 << 20  # bytes of the file system that is filled
_CLONE_NEWNS, _MS_REC_PRIVATE = 0x20000, 0x44000


class Program:
    """What a process does on an installation, by name."""

    def __init__(self, place: Installation) -> None:
        self._place = place
        self._database: SqlDatabase = place.open()

    def write(self, op_id: str) -> str:
        """Write three movements and the operation, once."""
        with self._database.write() as uow:
            if uow.operations.result(op_id) is None:
                for row in range(_ROWS):
                    uow.ledger.append([movement(f"{op_id}:{row}", EntryKind.CREDIT, 100)], NOW)
                uow.operations.record(op_id, "done", NOW)
                uow.commit()
        return "done"

    def draft(self, op_id: str) -> str:
        """Keep an answer of a form."""
        with self._database.write() as uow:
            uow.drafts.save(Draft("h1", "form", "", {"answer": op_id * 50}, op_id, NOW))
            uow.commit()
        return "done"

    def read(self, _op_id: str) -> dict[str, int]:
        """Count the movements of each operation."""
        with self._database.read() as uow:
            uow.holders.get("h1")
            return dict(Counter(one.op_id.partition(":")[0] for one in uow.ledger.entries("h1")))

    def reopen(self, _op_id: str) -> str:
        """Stop and start again: what was in the journal goes to the file."""
        self._database.close()
        self._database = self._place.open()
        return "done"

    def first(self, op_id: str) -> str:
        """Open a new installation for the first time."""
        Installation(self._place.folder.parent / op_id).open().close()
        return "done"


def serving(pipe: Connection, place: Installation, address: str) -> None:
    """Obey, behind the filter of the supervisor."""
    program = Program(place)
    trouble.enter(address)
    pipe.send("ready")
    while True:
        act, op_id = pipe.recv()
        pipe.send(_tried(getattr(program, act), op_id))


def _tried(act: Callable[[str], Any], op_id: str) -> tuple[str, Any]:
    try:
        return "done", act(op_id)
    except StorageError as refused:
        return "refused", str(refused)
    except DomainError as refused:
        return "fault", f"not a failure of the disk: {refused}"
    except Exception as fault:
        return "fault", repr(fault)


@dataclass
class _Tally:
    points: int = 0
    refused: int = 0
    reads: int = 0
    restarts: int = 0
    acted: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


def run(size: Size, progress: Progress) -> Outcome:
    """Fail at every place in turn, then fill a small file system."""
    if not trouble.possible():
        raise NotShown("the kernel must be Linux 5.5 or later, and let a program supervise another (seccomp)")
    place = Installation(progress.folder / "etat")
    database = place.open()
    furnish(database, 100)
    database.close()
    tally = _Tally()
    with trouble.failing_disk() as disk:
        worker = Worker(serving, place, disk.address)
        try:
            assert worker.pipe.poll(_SILENCE), "the process does not start"
            worker.pipe.recv()
            lengths = {act: _calls_of(worker, disk, act) for act in set(_ACTS)}
            number = 0
            while tally.points < _POINTS[size] and not tally.notes and not progress.over:
                progress.at("injection points", tally.points, _POINTS[size])
                _point(worker, disk, number, lengths, tally)  # an act may be shorter than the place drawn
                number += 1
            worker.kill()
        finally:
            worker.close()
    _judge(place, tally)
    full, notes = _filled(progress.folder / "tiny", size)
    figures: dict[str, int | str] = {
        "injection points": tally.points,
        "refused cleanly": tally.refused,
        "reads meanwhile": tally.reads,
        "needed a restart": tally.restarts,
        "acts done once": len(tally.acted),
        "tiny file system": full,
    }
    return Outcome(figures, held=not (tally.notes or notes), notes=[*tally.notes, *notes][:10])


def _ask(worker: Worker, act: str, op_id: str) -> tuple[str, Any]:
    worker.pipe.send((act, op_id))
    if not worker.pipe.poll(_SILENCE):
        return "fault", "no answer"
    answer: tuple[str, Any] = worker.pipe.recv()
    return answer


def _calls_of(worker: Worker, disk: trouble.Disk, act: str) -> int:
    """Count the calls an act makes on a disk that is well."""
    disk.well()
    said, why = _ask(worker, act, f"healthy-{act}")
    assert said == "done", why
    return len(disk.calls)


def _point(worker: Worker, disk: trouble.Disk, number: int, lengths: dict[str, int], tally: _Tally) -> None:
    """Fail one act at one place; then read, mend the disk, and ask again with the same operation."""
    act, (error, times) = _ACTS[number % len(_ACTS)], _ILLS[(number // len(_ACTS)) % len(_ILLS)]
    rank = number * 7 % lengths[act]  # seven has no part in common with the lengths: every place comes
    op_id, where = f"op{number}", f"{act}, call {rank}, {errno.errorcode[error]} {times or 'until mended'}"
    disk.ill(error, after=rank, times=times)
    said, why = _ask(worker, act, op_id)
    tally.points += len(disk.calls) > rank
    tally.refused += said == "refused"
    if said == "fault":
        tally.notes.append(f"{where}: {why}")
    if act not in {"reopen", "first"}:
        read, found = _ask(worker, "read", "")
        tally.reads += read == "done"
        if read != "done":
            tally.notes.append(f"{where}: cannot be read meanwhile: {found}")
        elif said == "done" and act == "write" and found.get(op_id) != _ROWS:
            tally.notes.append(f"{where}: acknowledged, and {found.get(op_id, 0)} rows are there")
    disk.well()
    said, why = _ask(worker, act, op_id)
    if said != "done":
        tally.restarts += 1
        _ask(worker, "reopen", "")
        said, why = _ask(worker, act, op_id)
    if said != "done":
        tally.notes.append(f"{where}: does not resume: {why}")
    if act == "write":
        tally.acted.add(op_id)


def _judge(place: Installation, tally: _Tally) -> None:
    """Open afresh: each operation is there once and whole, and nothing is wrong with the file."""
    found = Program(place).read("")
    for op_id in sorted(tally.acted):
        if found.get(op_id) != _ROWS:
            tally.notes.append(f"{op_id}: {found.get(op_id, 0)} rows instead of {_ROWS}")
    tally.notes += [str(one.sentence) for one in verify(place.backend).findings]


# ---------------------------------------------------------------------- a real file system that is full


def filling(pipe: Connection, folder: str, writes: int) -> None:
    """Mount a tiny file system that only this process sees, fill it under the program, free it; tell what happened."""
    libc = ctypes.CDLL(None, use_errno=True)
    mounted = libc.unshare(_CLONE_NEWNS) == 0
    mounted = mounted and libc.mount(b"none", b"/", None, _MS_REC_PRIVATE, None) == 0
    mounted = mounted and libc.mount(b"tmpfs", folder.encode(), b"tmpfs", 0, f"size={_TINY},mode=0700".encode()) == 0
    if not mounted:
        pipe.send(None)
        return
    place = Installation(Path(folder) / "etat")
    database = place.open()
    furnish(database, 100)
    database.close()
    program, notes, refused = Program(place), [], 0
    for number in range(writes):
        stone = _fill(Path(folder))
        said, why = _tried(program.write, f"full{number}")
        while said == "done":  # the journal had room left of before
            said, why = _tried(program.write, f"full{number}-{refused}")
            refused += 1
        if said != "refused" or "plein" not in why:
            notes.append(f"full: {said}: {why}")
        if _tried(program.read, "")[0] != "done":
            notes.append("full: cannot be read")
        if number % 4 == 3:
            notes += _started_full(place)
        stone.unlink()
        said, why = _tried(program.write, f"full{number}")
        found = program.read("")
        if said != "done" or found[f"full{number}"] != _ROWS:
            notes.append(f"freed: {said}: {why}")
    notes += [str(one.sentence) for one in verify(place.backend).findings]
    pipe.send((writes, notes))


def _fill(folder: Path) -> Path:
    """Take all the room that is left."""
    stone = folder / "pierre"
    with stone.open("wb", buffering=0) as file:
        for size in (65536, 4096):
            try:
                while True:
                    file.write(bytes(size))
            except OSError as error:
                assert error.errno == errno.ENOSPC  # noqa: PT017 - the loop has no other end
    return stone


def _started_full(place: Installation) -> list[str]:
    """Start a second program on the full disk: it opens, or says why not."""
    said, why = _tried(lambda _: place.open().close(), "")
    return [f"started full: {why}"] if said == "fault" else []


def _filled(folder: Path, size: Size) -> tuple[str, list[str]]:
    if os.name != "posix" or os.geteuid() != 0:
        return "not tried: only root can mount one", []
    folder.mkdir()
    writes = 24 if size is Size.FULL else 4
    worker = Worker(filling, str(folder), writes)
    try:
        told = worker.pipe.recv() if worker.pipe.poll(_SILENCE * 2) else (0, ["the process says nothing"])
    finally:
        worker.close()
    return ("not tried: it cannot be mounted here", []) if told is None else (f"filled {told[0]} times", told[1])


PROMISE = Promise(
    4,
    "Disk full, input/output error",
    "300 injection points + tiny tmpfs: refused cleanly, reads go on, resumes when freed, nothing acts twice",
    run,
    minutes=5,
)
