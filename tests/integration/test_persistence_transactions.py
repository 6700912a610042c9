"""One unit of work: all of it, or nothing; and what a failing machine says."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DBAPIError

from cpf_tui.domain.errors import NotFound, StorageError
from cpf_tui.persistence.unit_of_work import SqlDatabase
from tests.support.storage import NIR, NOW, Installation, furnish, holder

pytestmark = pytest.mark.both_dialects


def test_leaving_without_commit_rolls_back(database: SqlDatabase) -> None:
    with database.write() as uow:
        uow.holders.add(holder(), NIR, "hash")
    with database.read() as uow, pytest.raises(NotFound):
        uow.holders.get("h1")


def test_an_error_rolls_back_and_the_next_transaction_works(database: SqlDatabase) -> None:
    with pytest.raises(ZeroDivisionError):
        _fail_halfway(database)
    furnish(database)


def _fail_halfway(database: SqlDatabase) -> None:
    with database.write() as uow:
        uow.holders.add(holder(), NIR, "hash")
        raise ZeroDivisionError


def test_what_is_written_after_the_commit_is_lost(database: SqlDatabase) -> None:
    with database.write() as uow:
        uow.commit()
        uow.operations.record("op", "late", NOW)
    with database.read() as uow:
        assert uow.operations.result("op") is None


def test_a_view_does_not_change_under_its_reader(database: SqlDatabase) -> None:
    with database.read() as view:
        assert view.operations.result("op") is None
        with database.write() as uow:
            uow.operations.record("op", "done", NOW)
            uow.commit()
        assert view.operations.result("op") is None
    with database.read() as view:
        assert view.operations.result("op") == "done"


def test_a_view_cannot_write(database: SqlDatabase) -> None:
    with database.read() as view, pytest.raises(DBAPIError, match=r"readonly|read-only"):
        view.operations.record("op", "done", NOW)


def test_two_databases_see_the_same_file(installation: Installation, database: SqlDatabase) -> None:
    other = installation.open()
    furnish(other)
    with database.read() as uow:
        assert uow.holders.get("h1") == holder()
    other.close()


def test_an_upgrade_under_a_running_program_stops_its_writes(installation: Installation, database: SqlDatabase) -> None:
    installation.restamp(99)
    with pytest.raises(StorageError, match="plus récente"), database.write():
        pass


@pytest.mark.sqlite_only("the disk of a server is filled in test_postgresql_failures")
def test_a_full_disk_is_said_and_nothing_is_kept(database: SqlDatabase) -> None:
    furnish(database)
    with database._writer.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageError, match="disque est plein"), database.write() as uow:
        uow.operations.record("op", "x" * 1_000_000, NOW)
    with database.write() as uow:
        uow.operations.record("op", "short", NOW)
        uow.commit()


def test_an_error_names_no_personal_data(database: SqlDatabase) -> None:
    furnish(database)
    with database.write() as uow, pytest.raises(Exception, match=r"UNIQUE|duplicate key") as caught:
        uow.dossiers.add(uow.dossiers.get("d1"))
    assert "Soudage" not in str(caught.value)
    assert "CPF-d1" not in str(caught.value)
