"""Many processes on one ledger: what they are told is done must be there, once, and nothing else (promises 1 and 2)."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any, Protocol

from cpf_tui.domain.errors import InsufficientHours, StorageError
from cpf_tui.domain.ledger import Account, EntryKind, NewEntry, replay
from cpf_tui.domain.quantity import Quantity
from cpf_tui.persistence.backend import Backend
from cpf_tui.persistence.failures import BUSY as KEPT_BUSY
from cpf_tui.persistence.integrity import verify
from cpf_tui.persistence.unit_of_work import SqlDatabase
from tests.soak.harness import Progress
from tests.soak.processes import answers, crowd
from tests.support.storage import NOW, furnish, movement

BUSY = "busy"
"""Said instead of an acknowledgement when the program gave up waiting for its turn."""
_PATIENCE = 25.0  # seconds: it says 30
_SILENCE = 120.0  # seconds without a word from anybody after which the processes are stuck


class Place(Protocol):
    """Where a database is; it travels to another process, which opens it for itself."""

    @property
    def backend(self) -> Backend:
        """What it is to the persistence."""

    def open(self) -> SqlDatabase:
        """Open a handle of one's own."""


@dataclass(slots=True)
class Tally:
    """What the processes were told is done."""

    done: Counter[str] = field(default_factory=Counter)  # times each operation was acknowledged
    moved: Counter[EntryKind] = field(default_factory=Counter)  # hundredths by kind
    released: int = 0  # hundredths of the reservations that ended
    waits: int = 0  # times the program gave up waiting for its turn: said so, wrote nothing, and was asked again

    def add(self, op_id: str, kind: EntryKind, amount: int, bound: int) -> None:
        """Count an acknowledgement; `bound` is the amount of the reservation it ended."""
        self.done[op_id] += 1
        self.moved[kind] += amount
        self.released += bound


def operate(pipe: Connection, place: Place, name: str, count: int, seconds: float) -> None:
    """Read the balance, decide, write, acknowledge; as many times as asked, or as time allows; `name` draws."""
    dice = random.Random(name)  # noqa: S311 – a failure must be played again
    until = time.monotonic() + seconds
    database = place.open()
    reserved: list[tuple[int, int]] = []
    for number in range(count):
        if time.monotonic() > until:
            break
        op_id = f"{name}-{number}"
        while (done := _try(database, op_id, reserved, dice)) is None:
            pipe.send(BUSY)  # as the sentence says: do it again
        new, seq, bound = done
        if new.kind is EntryKind.PEND:
            reserved.append((seq, new.amount.hundredths))
        elif new.pending_seq is not None:
            reserved.remove((new.pending_seq, bound))
        pipe.send((op_id, new.kind, new.amount.hundredths, bound))
    database.close()


def _try(
    database: SqlDatabase, op_id: str, reserved: list[tuple[int, int]], dice: random.Random
) -> tuple[NewEntry, int, int] | None:
    """Do one operation; None when others kept the base so long that the program gave up, having written nothing."""
    began = time.monotonic()
    try:
        with database.write() as uow:
            (account,) = uow.ledger.accounts("h1")
            new, bound = _decided(account, reserved, op_id, dice)
            (written,) = uow.ledger.append([new], NOW)
            uow.operations.record(op_id, str(written.seq), NOW)
            uow.commit()
    except StorageError as error:
        _waited(error, began)
        return None
    return new, written.seq, bound


def _waited(error: StorageError, began: float) -> None:
    """Let pass that the program gave up after waiting as long as it says; anything else comes out."""
    if error.sentence != KEPT_BUSY or time.monotonic() - began < _PATIENCE:
        raise error


def _decided(
    account: Account, reserved: list[tuple[int, int]], op_id: str, dice: random.Random
) -> tuple[NewEntry, int]:
    """Choose a movement that the balance just read allows, and the amount of the reservation it ends."""
    if reserved and dice.random() < 0.45:
        seq, bound = dice.choice(reserved)
        if dice.random() < 0.5:
            return movement(op_id, EntryKind.VOID, bound, pending_seq=seq), bound
        return movement(op_id, EntryKind.POST, dice.randint(1, bound), pending_seq=seq), bound
    amount = dice.randint(1, 500)
    if account.available >= Quantity(amount):
        return movement(op_id, EntryKind.PEND, amount), 0
    return movement(op_id, EntryKind.CREDIT, amount + 100), 0


def fight(pipe: Connection, place: Place, name: str) -> None:
    """Reserve one hour after another until there is none left."""
    database = place.open()
    number = 0
    while True:
        op_id, began = f"{name}-{number}", time.monotonic()
        try:
            with database.write() as uow:
                uow.ledger.append([movement(op_id, EntryKind.PEND, 100)], NOW)
                uow.commit()
        except InsufficientHours:
            break
        except StorageError as error:
            _waited(error, began)
            pipe.send(BUSY)
            continue
        pipe.send((op_id, EntryKind.PEND, 100, 0))
        number += 1
    database.close()


def gather(target: Callable[..., None], arguments: Sequence[Sequence[Any]], progress: Progress, what: str) -> Tally:
    """Run the processes to their end and count what they acknowledge. Any that fails is an `AssertionError`."""
    tally = Tally()
    expected = sum(int(given[2]) for given in arguments if len(given) > 2)
    with crowd(target, arguments) as workers:
        for _, said in answers(workers, _SILENCE):
            if said == BUSY:
                tally.waits += 1
                continue
            tally.add(*said)
            progress.at(what, tally.done.total(), expected)
        for worker in workers:
            worker.process.join(_SILENCE)
        failed = [worker.process.exitcode for worker in workers if worker.process.exitcode != 0]
    assert not failed, f"processes ended with {failed}"
    return tally


def prepare(place: Place, hundredths: int) -> Place:
    """Put in one account with that much, and close."""
    database = place.open()
    furnish(database, hundredths)
    database.close()
    return place


@dataclass(frozen=True, slots=True)
class Judged:
    """What a ledger shows against what was acknowledged."""

    lost: int  # acknowledged, and not there
    wrong: tuple[str, ...]  # everything else that is not as it should be


def judge(place: Place, tally: Tally, credited: int) -> Judged:
    """Hold the ledger to what was acknowledged, its balances to both, its chain to itself; `credited` came before."""
    database = place.open()
    with database.read() as uow:
        (account,) = uow.ledger.accounts("h1")
        entries = uow.ledger.entries("h1")
    database.close()
    written = Counter(one.op_id for one in entries if one.op_id != "credit")
    expected = Account(
        account.id,
        account.holder_id,
        account.source,
        Quantity(credited + tally.moved[EntryKind.CREDIT]),
        Quantity(tally.moved[EntryKind.PEND] - tally.released),
        Quantity(tally.moved[EntryKind.POST]),
    )
    wrong = [str(one.sentence) for one in verify(place.backend).findings]
    if account != expected:
        wrong.append(f"the balances are {account}, what was acknowledged makes {expected}")
    if account != replay(account.id, account.holder_id, account.source, entries):
        wrong.append("the balances are not the sum of the movements")
    if account.available < Quantity(0):
        wrong.append(f"the account is overdrawn: {account.available}")
    if unsaid := written.keys() - tally.done.keys():
        wrong.append(f"{len(unsaid)} written and acknowledged to nobody")
    if twice := sum(times > 1 for times in (*tally.done.values(), *written.values())):
        wrong.append(f"{twice} done twice")
    return Judged(len(tally.done.keys() - written.keys()), tuple(wrong))
