"""The same migrations on a server: the tables the program knows, its numbers, all or nothing, one at a time."""

from __future__ import annotations

import multiprocessing
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from cpf_tui.domain.errors import StorageError
from cpf_tui.persistence import schema
from cpf_tui.persistence.integrity import verify
from cpf_tui.persistence.postgresql.rules import NUMBERED
from cpf_tui.persistence.tables import metadata
from tests.support.server_storage import ServerInstallation, Servers
from tests.support.storage import furnish

OURS = {"alembic_version", "cpf_installation", "numbering"}
LIMIT = 120  # seconds after which a process is stuck


@pytest.fixture
def empty(servers: Servers, tmp_path: Path) -> ServerInstallation:
    """A database in which nothing was ever made."""
    return ServerInstallation(tmp_path / "etat", servers.server.create())


@pytest.fixture
def migrated(servers: Servers, tmp_path: Path) -> Iterator[Connection]:
    """A database brought from nothing to the last version."""
    opened = servers.installation(tmp_path / "etat").backend.reader()
    with opened.connect() as connection:
        yield connection
    opened.dispose()


def test_alembic_sees_no_difference(migrated: Connection) -> None:
    def ours(name: str | None, kind: str, _parents: object) -> bool:
        return not (kind == "table" and name in OURS)

    context = MigrationContext.configure(migrated, opts={"compare_type": True, "include_name": ours})
    assert compare_metadata(context, metadata) == []


def test_every_name_of_a_constraint_is_that_of_the_metadata(migrated: Connection) -> None:
    """The repositories recognise a broken UNIQUE by its name."""
    rows = migrated.exec_driver_sql(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
    )
    found = {(table, name) for table, name in rows if table not in OURS}
    declared = {
        (table.name, str(constraint.name)) for table in metadata.sorted_tables for constraint in table.constraints
    }
    assert found == declared


def test_texts_are_compared_byte_by_byte_and_numbers_are_long(migrated: Connection) -> None:
    rows = migrated.exec_driver_sql(
        "SELECT table_name, column_name, data_type, collation_name FROM information_schema.columns"
        " WHERE table_schema = 'public'"
    )
    kinds = {(f"{t}.{c}", kind, collation) for t, c, kind, collation in rows if t in metadata.tables}
    assert {kind for _, kind, _ in kinds} == {"text", "bigint", "bytea"}
    assert {name for name, kind, collation in kinds if kind == "text" and collation != "C"} == set()


def test_numbers_without_holes_come_from_the_guards_and_not_from_a_sequence(migrated: Connection) -> None:
    rows = migrated.exec_driver_sql(
        "SELECT table_name, column_default IS NULL FROM information_schema.columns"
        " WHERE table_schema = 'public' AND column_name = 'seq'"
    )
    assert {name for name, bare in rows if bare} == NUMBERED
    counters = {row.name: row.last for row in migrated.exec_driver_sql("SELECT name, last FROM numbering")}
    assert counters == dict.fromkeys(NUMBERED, 0)


def test_a_first_start_makes_the_tables_and_the_next_finds_them(empty: ServerInstallation) -> None:
    assert not empty.backend.exists()
    database = empty.open()
    furnish(database)
    database.close()
    assert empty.backend.exists()
    empty.open().close()
    assert verify(empty.backend).clean


def test_an_upgrade_that_fails_changes_nothing(empty: ServerInstallation, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE half (x integer)")
        raise ZeroDivisionError

    monkeypatch.setattr(schema, "_run_migrations", fail)
    with pytest.raises(ZeroDivisionError):
        empty.open()
    monkeypatch.undo()
    with empty.raw() as raw:
        assert raw.execute("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace").fetchone() == (
            0,
        )
    empty.open().close()


KILLED = """
import os, signal, sys
from pathlib import Path
from cpf_tui.persistence import schema
from tests.support.server_storage import ServerInstallation

real = getattr(schema, "_run_migrations")
schema._run_migrations = lambda connection: (real(connection), os.kill(os.getpid(), signal.SIGKILL))
ServerInstallation(Path(sys.argv[1]), sys.argv[2]).open()
"""


def test_a_program_killed_while_it_makes_the_tables_leaves_none(empty: ServerInstallation) -> None:
    _ = empty.keys
    command = [sys.executable, "-c", KILLED, str(empty.folder), empty.url]
    killed = subprocess.run(command, check=False, cwd=Path(__file__).parents[2])
    assert killed.returncode == -signal.SIGKILL
    assert not empty.backend.exists()
    empty.open().close()
    assert verify(empty.backend).clean


def first_start(installation: ServerInstallation) -> None:
    database = installation.open()
    with database.write() as uow:
        uow.commit()
    database.close()


def test_several_first_starts_at_once_share_one_database(empty: ServerInstallation) -> None:
    _ = empty.keys
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=first_start, args=(empty,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(LIMIT)
    assert [process.exitcode for process in processes] == [0] * 4
    assert verify(empty.backend).clean
    with empty.raw() as raw:
        assert raw.execute("SELECT count(*) FROM cpf_installation").fetchone() == (1,)


def test_a_program_cannot_write_to_a_newer_schema(servers: Servers, tmp_path: Path) -> None:
    installation = servers.installation(tmp_path / "etat")
    database = installation.open()
    installation.restamp(99)
    with pytest.raises(StorageError, match=r"schéma 99.*Mettez le programme à jour"), database.write():
        pass
    database.close()
    with pytest.raises(StorageError, match="schéma 99"):
        installation.open()
