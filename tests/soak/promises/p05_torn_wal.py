"""A journal cut anywhere, as a power loss leaves it: what had been synced before the cut is there, and nothing else.

Beyond the cut the disk may hold nothing, zeros, anything, or what was meant to be there with a hole before it; the
journal may be a first one, or one whose end is left from the movements of a former turn.
"""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from cpf_tui.domain.errors import DomainError
from cpf_tui.domain.ledger import EntryKind
from cpf_tui.persistence.integrity import verify
from tests.soak.harness import Outcome, Progress, Promise, Size
from tests.soak.processes import Worker
from tests.support.storage import NOW, Installation, furnish, movement

_CUTS = {Size.FULL: 500, Size.REDUCED: 16}
_OPERATIONS = 24
_MOST_ROWS = 6
_HEADER, _FRAME = 32, 24 + 4096  # bytes of the journal: its header, then one frame for each page written
_SECTOR = 512
_SILENCE = 60.0
_POSITION = "PRAGMA wal_checkpoint(NOOP)"
_TURN = "PRAGMA wal_checkpoint(RESTART)"  # the next movement is written over the beginning of the journal


def writing(pipe: Connection, place: Installation, turns: int, seed: int) -> None:
    """Write operations of several rows, telling after each where its synced journal ends; then wait to be killed."""
    dice = random.Random(seed)  # noqa: S311 – a failure must be played again
    database, raw = place.open(), place.raw()
    for turn in range(turns):
        if turn:
            raw.execute(_TURN).fetchone()
        for number in range(_OPERATIONS):
            with database.write() as uow:
                for row in range(dice.randint(1, _MOST_ROWS)):
                    uow.ledger.append([movement(f"{turn}-{number}:{row}", EntryKind.CREDIT, 100)], NOW)
                uow.commit()
                written = len(uow.ledger.entries("h1"))
            frames = raw.execute(_POSITION).fetchone()[1]
            pipe.send((turn, _HEADER + frames * _FRAME, written))
    pipe.send(None)
    pipe.recv()


@dataclass(frozen=True, slots=True)
class Written:
    """A base with its journal as they lie on the disk, and how many movements are synced at each place of it."""

    place: Installation
    before: int  # movements already in the file itself
    ends: tuple[tuple[int, int], ...]  # place in the journal, movements written up to there

    def expected(self, cut: int) -> int:
        """Say how many movements a journal cut there holds."""
        return max((written for end, written in self.ends if end <= cut), default=self.before)


def run(size: Size, progress: Progress) -> Outcome:
    """Cut the journals of two bases, and open each copy as the program does."""
    bases = [_written(progress.folder / f"turns-{turns}", turns, progress.seed) for turns in (1, 2)]
    cuts = refused = wrong = 0
    notes: list[str] = []
    for cut in progress.each("cuts", range(_CUTS[size])):
        base = bases[cut % len(bases)]
        place, at, beyond = _cut(base, progress.folder / "copy", progress.dice)
        cuts += 1
        try:
            found, trouble = _look(place)
        except DomainError as error:
            refused += 1
            notes.append(f"cut at {at}, beyond it {beyond}: refused: {error}")
            continue
        if trouble or found != base.expected(at):
            wrong += 1
            notes.append(f"cut at {at}, beyond it {beyond}: {found} for {base.expected(at)} {trouble}")
    figures = {"cuts": cuts, "exactly the synced prefix": cuts - refused - wrong, "refused": refused, "wrong": wrong}
    return Outcome(figures, held=not (refused or wrong), notes=notes[:10])


def _written(folder: Path, turns: int, seed: int) -> Written:
    place = Installation(folder)
    database = place.open()
    furnish(database)
    database.close()
    worker = Worker(writing, place, turns, seed)
    try:
        told = []
        while worker.pipe.poll(_SILENCE) and (said := worker.pipe.recv()) is not None:
            told.append(said)
        worker.kill()
    finally:
        worker.close()
    assert len(told) == turns * _OPERATIONS, "the process did not write everything"
    last = tuple((end, written) for turn, end, written in told if turn == turns - 1)
    before = max((written for turn, _, written in told if turn < turns - 1), default=1)
    return Written(place, before, last)


def _cut(base: Written, folder: Path, dice: random.Random) -> tuple[Installation, int, str]:
    """Copy a base with its journal cut at a drawn place; say where, and what lies beyond."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base.place.folder, folder, ignore=shutil.ignore_patterns("*-shm"))
    place = Installation(folder)
    journal = place.path.with_name(f"{place.path.name}-wal")
    whole = journal.read_bytes()
    last = base.ends[-1][0]
    at = dice.choice(
        (
            dice.randrange(last + 1),
            dice.randrange(_HEADER + 1),
            dice.choice(base.ends)[0] + dice.choice((-1, 0, 1)),  # on the boundary of an operation
            _HEADER + dice.randrange(last // _FRAME) * _FRAME + dice.randrange(25),  # in the header of a frame
        )
    )
    beyond = dice.choice(("nothing", "zeros", "anything", "a hole"))
    if beyond == "nothing":
        torn = whole[:at]
    elif beyond == "zeros":
        torn = whole[:at].ljust(len(whole), b"\0")
    elif beyond == "anything":
        torn = whole[:at] + dice.randbytes(max(len(whole) - at, 0))
    else:  # a sector that was never written, and all that follows it
        hole = bytes(byte ^ 0xFF for byte in whole[at : at + _SECTOR])
        torn = whole[:at] + hole + whole[at + _SECTOR :]
    journal.write_bytes(torn)
    # What lies beyond may begin by the very bytes that were there: the journal holds them then.
    held = next((byte for byte in range(at, len(torn)) if torn[byte] != whole[byte]), len(torn))
    return place, held, beyond


def _look(place: Installation) -> tuple[int, str]:
    """Open, count, check everything, and write once more; give the movements found, and what is wrong."""
    database = place.open()
    try:
        with database.read() as uow:
            found = len(uow.ledger.entries("h1"))
        with database.write() as uow:
            uow.ledger.append([movement("after", EntryKind.CREDIT, 100)], NOW)
            uow.commit()
    finally:
        database.close()
    return found, " ".join(str(one.sentence) for one in verify(place.backend).findings)


PROMISE = Promise(5, "A torn journal", "500 cuts, always exactly the synced prefix", run, minutes=4)
