"""Several processes on one database: nothing lost, no hour granted beyond the balance."""

from __future__ import annotations

import multiprocessing
import threading
from multiprocessing.queues import Queue

import pytest

from cpf_tui.domain.errors import InsufficientHours
from cpf_tui.domain.ledger import EntryKind
from cpf_tui.domain.records import Draft
from cpf_tui.persistence.integrity import verify
from cpf_tui.persistence.unit_of_work import SqlDatabase
from tests.support.storage import NOW, Installation, furnish, movement

PROCESSES = 4
EACH = 30
LIMIT = 120  # seconds after which a process is stuck


def reserve(installation: Installation, name: int, granted: Queue[list[str]]) -> None:
    """Ask for 30 reservations of one hour; report the ones that were granted."""
    database = installation.open()
    kept = []
    for number in range(EACH):
        op_id = f"{name}-{number}"
        try:
            with database.write() as uow:
                uow.ledger.append([movement(op_id, EntryKind.PEND, 100)], NOW)
                uow.commit()
        except InsufficientHours:
            continue
        kept.append(op_id)
    database.close()
    granted.put(kept)


def first_start(installation: Installation, _: int, done: Queue[list[str]]) -> None:
    """Open a data folder that nobody has used yet."""
    database = installation.open()
    with database.write() as uow:
        uow.commit()
    database.close()
    done.put(["opened"])


def count_up(installation: Installation, _: int, done: Queue[list[str]]) -> None:
    """Read a number, add one, write it: what no guard of the database protects, only that a writer excludes others."""
    database = installation.open()
    for _ in range(EACH):
        with database.write() as uow:
            before = uow.drafts.get("h1", "compte", "")
            answers = {"total": str(1 + int(before.answers["total"]) if before else 1)}
            uow.drafts.save(Draft("h1", "compte", "", answers, "op", NOW))
            uow.commit()
    database.close()
    done.put(["counted"])


def run(target: object, installation: Installation) -> list[str]:
    context = multiprocessing.get_context("spawn")
    queue: Queue[list[str]] = context.Queue()
    processes = [context.Process(target=target, args=(installation, name, queue)) for name in range(PROCESSES)]  # type: ignore[arg-type]
    for process in processes:
        process.start()
    try:
        answers = [answer for _ in processes for answer in queue.get(timeout=LIMIT)]
        for process in processes:
            process.join(LIMIT)
        assert [process.exitcode for process in processes] == [0] * PROCESSES
    finally:
        for process in processes:
            if process.is_alive():
                process.kill()
            process.join()
            process.close()
        queue.close()
        queue.join_thread()
    return answers


@pytest.mark.both_dialects
def test_processes_fighting_for_hours_get_exactly_what_there_is(installation: Installation) -> None:
    database = installation.open()
    furnish(database, 7_050)  # 70 hours and a half for 120 demands
    granted = run(reserve, installation)
    assert len(granted) == len(set(granted)) == 70
    with database.read() as uow:
        (account,) = uow.ledger.accounts("h1")
        assert account.pending.hundredths == 7_000
        assert {one.op_id for one in uow.ledger.entries("h1")} == {*granted, "credit"}
    database.close()
    assert verify(installation.backend).clean


@pytest.mark.both_dialects
def test_what_is_read_does_not_change_before_it_is_written(installation: Installation) -> None:
    database = installation.open()
    furnish(database)
    assert run(count_up, installation) == ["counted"] * PROCESSES
    with database.read() as view:
        draft = view.drafts.get("h1", "compte", "")
    database.close()
    assert draft is not None
    assert draft.answers == {"total": str(PROCESSES * EACH)}


def test_several_first_starts_at_once_share_one_database(installation: Installation) -> None:
    assert run(first_start, installation) == ["opened"] * PROCESSES
    assert sorted(path.name for path in installation.path.parent.iterdir()) == [".verrou", "cpf.db"]
    assert sorted(path.name for path in installation.key_path.parent.iterdir()) == [".verrou", "cles.json"]


@pytest.mark.both_dialects
def test_threads_of_one_process_take_turns(database: SqlDatabase) -> None:
    furnish(database, 2_050)
    granted: list[str] = []

    def ask(name: int) -> None:
        for number in range(10):
            try:
                with database.write() as uow:
                    uow.ledger.append([movement(f"{name}-{number}", EntryKind.PEND, 100)], NOW)
                    uow.commit()
            except InsufficientHours:
                continue
            granted.append(f"{name}-{number}")

    threads = [threading.Thread(target=ask, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LIMIT)
    assert len(granted) == 20
