"""No lost update and no overspending on PostgreSQL: through the program, and by raw inserts that take no lock."""

from __future__ import annotations

from dataclasses import replace
from multiprocessing.connection import Connection

import psycopg

from cpf_tui.domain.ledger import EntryKind, chain_digest
from cpf_tui.persistence.codes import BROKEN_CHAIN, OVERSPENT
from cpf_tui.persistence.postgresql.engine import connect
from tests.soak.crowds import Place, fight, gather, judge, operate, prepare
from tests.soak.harness import Figures, Outcome, Progress, Promise, Size
from tests.soak.places import private_server
from tests.support.server_storage import ServerInstallation
from tests.support.storage import NOW, movement

_PROCESSES = {Size.FULL: 24, Size.REDUCED: 3}
_EACH = {Size.FULL: 400, Size.REDUCED: 10}
_HOURS = {Size.FULL: 500, Size.REDUCED: 15}
_FIRST = 20_000  # hundredths on the account when a crowd starts
_LAST = "SELECT e.digest FROM account a JOIN entry e ON e.seq = a.last_seq WHERE a.id = %s"
_INSERT = (
    "INSERT INTO entry (op_id, account_id, kind, amount, motive, actor, at, previous, digest) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


def fight_raw(pipe: Connection, place: ServerInstallation, name: str) -> None:
    """Reserve hours by plain inserts, in another order than the program, without any lock, until none is left.

    What such a program read may be old when it writes: the trigger then refuses, and it reads again.
    """
    connection = connect(place.backend.address)
    number = 0
    while True:
        new = movement(f"{name}-{number}", EntryKind.PEND, 100)
        row = connection.execute(_LAST, (new.account_id,)).fetchone()
        previous = str(row[0]) if row else ""
        values = (new.op_id, new.account_id, new.kind.value, 100, new.motive, new.actor)
        at = NOW.isoformat(timespec="microseconds")
        try:
            connection.execute(_INSERT, (*values, at, previous, chain_digest(previous, new, NOW)))
        except psycopg.Error as error:
            if OVERSPENT in str(error):
                break
            if BROKEN_CHAIN not in str(error):
                raise
            continue
        pipe.send((new.op_id, EntryKind.PEND, 100, 0))
        number += 1
    connection.close()


def run(size: Size, progress: Progress) -> Outcome:
    """Run the crowd, then both fights for a bounded number of hours, each on a database of its own."""
    processes, each, hours = _PROCESSES[size], _EACH[size], _HOURS[size]
    notes: list[str] = []
    with private_server(progress) as server:
        first = ServerInstallation(progress.folder, server.create())
        place: Place = prepare(first, _FIRST)
        seconds = min(progress.left / 2, 3600.0)
        given = [(place, f"{progress.seed}-{number}", each, seconds) for number in range(processes)]
        tally = gather(operate, given, progress, f"{processes} processes × {each}")
        found = judge(place, tally, _FIRST)
        done, lost = tally.done.total(), found.lost
        notes += [f"{processes} × {each}: {one}" for one in found.wrong]
        progress.cut |= done < processes * each
        granted = []
        for what, target in (("fight", fight), ("fight by raw inserts", fight_raw)):
            place = prepare(replace(first, url=server.create()), hours * 100)
            given_to_each = [(place, f"f{number}") for number in range(processes)]
            tally = gather(target, given_to_each, progress, f"{what} for {hours} h")
            found = judge(place, tally, hours * 100)
            granted.append(tally.done.total())
            lost += found.lost
            notes += [f"{what}: {one}" for one in found.wrong]
        version = str(server.do("SHOW server_version")[0][0]).split()[0]
    figures: Figures = {
        f"operations of {processes} processes": done,
        "lost": lost,
        f"h of {hours} granted by the program": granted[0],
        "h by raw inserts": granted[1],
        f"on PostgreSQL {version}": "",
    }
    return Outcome(figures, held=not (notes or lost) and granted == [hours, hours], notes=notes)


PROMISE = Promise(
    2,
    "The same on PostgreSQL 15+",
    "24 processes × 400: 0 lost; 24 fighting for 500 h get exactly 500, by raw inserts too",
    run,
    minutes=12,
    needs_server=True,
)
