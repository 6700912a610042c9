"""A disk that fails under the database, call by call: see `tests.support.trouble`. The whole of it is promise 4."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.ledger import EntryKind
from cpf_tui.persistence.unit_of_work import SqlDatabase
from tests.soak.processes import Worker
from tests.soak.promises.p04_disk_trouble import serving
from tests.support import trouble
from tests.support.storage import NOW, Installation, furnish, movement

supervised = pytest.mark.skipif(not trouble.possible(), reason="the kernel must let a program supervise another")
ROOT = Path(__file__).resolve().parents[2]


def ask(pipe: Connection, act: str, op_id: str = "") -> tuple[str, Any]:
    pipe.send((act, op_id))
    assert pipe.poll(60)
    answer: tuple[str, Any] = pipe.recv()
    return answer


@supervised
def test_a_base_just_opened_is_read_on_a_disk_that_filled_up(installation: Installation) -> None:
    database = installation.open()
    furnish(database)
    database.close()
    with trouble.failing_disk() as disk:
        worker = Worker(serving, installation, disk.address)
        try:
            assert worker.pipe.recv() == "ready"
            disk.ill(errno.ENOSPC)
            assert ask(worker.pipe, "read") == ("done", {"credit": 1})
            said, why = ask(worker.pipe, "write", "x")
            assert (said, "plein" in why) == ("refused", True)
            disk.well()
            assert ask(worker.pipe, "write", "x") == ("done", "done")
            assert ask(worker.pipe, "write", "x") == ("done", "done")
            assert ask(worker.pipe, "read") == ("done", {"credit": 1, "x": 3})
        finally:
            worker.close()


@supervised
def test_a_new_base_whose_journal_stays_is_not_given_its_name(installation: Installation) -> None:
    database = installation.open()
    furnish(database)
    database.close()
    with trouble.failing_disk() as disk:
        worker = Worker(serving, installation, disk.address)
        try:
            assert worker.pipe.recv() == "ready"
            disk.well()
            assert ask(worker.pipe, "first", "whole")[0] == "done"
            length = len(disk.calls)
            # Whichever of the last calls fails, once, the next start finds no base, or a whole one.
            for back in range(1, 60, 2):
                name = f"cut{back}"
                disk.ill(errno.ENOSPC, after=length - back, times=1)
                said, why = ask(worker.pipe, "first", name)
                assert said in {"done", "refused"}, why
                disk.well()
                assert ask(worker.pipe, "first", name) == ("done", "done")
        finally:
            worker.close()


def test_a_clock_set_back_changes_neither_the_order_nor_the_chain(database: SqlDatabase) -> None:
    furnish(database)
    for number, days in enumerate((0, -1, 3, -400)):
        with database.write() as uow:
            uow.ledger.append([movement(f"m{number}", EntryKind.CREDIT, 100)], NOW + timedelta(days=days))
            uow.commit()
    with database.read() as uow:
        entries = uow.ledger.entries("h1")
    assert [one.op_id for one in entries] == ["credit", "m0", "m1", "m2", "m3"]
    assert [one.previous for one in entries[1:]] == [one.digest for one in entries[:-1]]


@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_a_base_that_loses_its_name_is_written_to_no_more(installation: Installation, how: str) -> None:
    database = installation.open()
    furnish(database)
    aside = installation.path.with_name("ailleurs.db")
    installation.path.rename(aside)
    if how == "replaced":
        installation.path.write_bytes(aside.read_bytes())
    with pytest.raises(StorageError, match="déplacée, effacée ou remplacée"), database.write() as uow:
        uow.ledger.append([movement("x", EntryKind.CREDIT, 100)], NOW)
    installation.path.unlink(missing_ok=True)
    aside.rename(installation.path)
    with database.write() as uow:
        uow.ledger.append([movement("x", EntryKind.CREDIT, 100)], NOW)
        uow.commit()
    database.close()


READ_ONLY = """
import ctypes, sys
libc = ctypes.CDLL(None)
if libc.unshare(0x20000) or libc.mount(b"none", b"/", None, 0x44000, None):
    sys.exit(77)
folder = sys.argv[1].encode()
if libc.mount(folder, folder, None, 0x1000, None) or libc.mount(folder, folder, None, 0x1000 | 0x20 | 1, None):
    sys.exit(77)
sys.argv[1:] = sys.argv[2:]
from cpf_tui.__main__ import main
sys.exit(main())
"""


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root can make a disk read-only")
@pytest.mark.parametrize("command", [("verifier",), ("conseiller", "lister")])
def test_a_read_only_disk_is_not_taken_for_a_damaged_base(installation: Installation, command: tuple[str, ...]) -> None:
    database = installation.open()
    furnish(database)
    database.close()
    environment = {**os.environ, "CPF_TUI_DATA_DIR": str(installation.folder)}
    line = [sys.executable, "-c", READ_ONLY, str(installation.folder), *command]
    done = subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)
    if done.returncode == 77:
        pytest.skip("no name space of one's own here")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "lecture seule" in done.stderr
    assert "abîmée" not in done.stderr
    assert "sauvegarde" not in done.stderr
