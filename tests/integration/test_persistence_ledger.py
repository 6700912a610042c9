"""The ledger keeps its own balances: what the program, or a program that is wrong, cannot do to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from psycopg import errors as server_errors
from sqlcipher3 import dbapi2

from cpf_tui.domain.errors import Conflict, InsufficientHours, NotFound
from cpf_tui.domain.ledger import Account, EntryKind, Source, chain_digest
from cpf_tui.domain.people import Role
from cpf_tui.domain.records import DossierEvent, State
from cpf_tui.persistence import tables
from cpf_tui.persistence.unit_of_work import SqlDatabase
from cpf_tui.ports import UnitOfWork
from tests.support.storage import NOW, Installation, furnish, movement

pytestmark = pytest.mark.both_dialects

CREDIT, PEND, POST, VOID = EntryKind


@pytest.fixture
def uow(database: SqlDatabase) -> Iterator[UnitOfWork]:
    """A write transaction on an account that holds 87.33."""
    furnish(database)
    with database.write() as opened:
        yield opened


def balances(uow: UnitOfWork) -> tuple[int, int, int]:
    (account,) = uow.ledger.accounts("h1")
    return account.credits.hundredths, account.pending.hundredths, account.posted.hundredths


def test_an_account_is_opened_once(uow: UnitOfWork) -> None:
    first = uow.ledger.open_account("h1", Source.DIF)
    assert first == Account("h1/DIF", "h1", "DIF")
    assert uow.ledger.open_account("h1", Source.DIF) == first


def test_a_reservation_is_debited_and_the_rest_released(uow: UnitOfWork) -> None:
    (reserved,) = uow.ledger.append([movement("p", PEND, 8000, dossier_id="d1")], NOW)
    assert balances(uow) == (8733, 8000, 0)
    assert uow.ledger.reservations("d1") == [reserved]
    uow.ledger.append([movement("q", POST, 6000, pending_seq=reserved.seq, dossier_id="d1")], NOW)
    assert balances(uow) == (8733, 0, 6000)
    assert uow.ledger.reservations("d1") == []


def test_a_reservation_is_given_back_whole(uow: UnitOfWork) -> None:
    (reserved,) = uow.ledger.append([movement("p", PEND, 8733)], NOW)
    uow.ledger.append([movement("v", VOID, 8733, pending_seq=reserved.seq)], NOW)
    assert balances(uow) == (8733, 0, 0)


def test_entries_are_chained_in_order(uow: UnitOfWork) -> None:
    new = [movement("p1", PEND, 100), movement("p2", PEND, 200)]
    uow.ledger.append(new, NOW)
    entries = uow.ledger.entries("h1")
    assert [one.seq for one in entries] == [1, 2, 3]
    assert [one.previous for one in entries] == ["", entries[0].digest, entries[1].digest]
    assert entries[1].digest == chain_digest(entries[0].digest, new[0], NOW)


def test_a_repeated_operation_writes_nothing(uow: UnitOfWork) -> None:
    (first,) = uow.ledger.append([movement("p", PEND, 100)], NOW)
    assert uow.ledger.append([movement("p", PEND, 100)], NOW) == [first]
    assert balances(uow) == (8733, 100, 0)


@pytest.mark.parametrize(("kind", "hundredths"), [(PEND, 8734), (CREDIT, -8734)])
def test_overspending_is_refused_with_both_figures(uow: UnitOfWork, kind: EntryKind, hundredths: int) -> None:
    with pytest.raises(InsufficientHours, match="87,34 h à prendre, 87,33 h disponibles"):
        uow.ledger.append([movement("p", kind, hundredths)], NOW)
    assert balances(uow) == (8733, 0, 0)


def test_a_rectification_may_lower_a_credit(uow: UnitOfWork) -> None:
    uow.ledger.append([movement("r", CREDIT, -733)], NOW)
    assert balances(uow) == (8000, 0, 0)


def test_a_reservation_is_resolved_once(uow: UnitOfWork) -> None:
    (reserved,) = uow.ledger.append([movement("p", PEND, 100)], NOW)
    uow.ledger.append([movement("v", VOID, 100, pending_seq=reserved.seq)], NOW)
    with pytest.raises(Conflict, match="déjà"):
        uow.ledger.append([movement("q", POST, 100, pending_seq=reserved.seq)], NOW)


@pytest.mark.parametrize(
    ("kind", "hundredths", "resolves"),
    [
        (POST, 101, 2),  # more than was reserved
        (VOID, 99, 2),  # less than was reserved: a release is whole
        (POST, 100, 1),  # a credit is not a reservation
        (POST, 100, 99),  # nothing is there
    ],
)
def test_only_what_was_reserved_is_resolved(uow: UnitOfWork, kind: EntryKind, hundredths: int, resolves: int) -> None:
    uow.ledger.append([movement("p", PEND, 100)], NOW)
    with pytest.raises(Conflict):
        uow.ledger.append([movement("q", kind, hundredths, pending_seq=resolves)], NOW)


def test_a_reservation_is_resolved_on_its_own_account(uow: UnitOfWork) -> None:
    other = uow.ledger.open_account("h1", Source.DIF)
    (reserved,) = uow.ledger.append([movement("p", PEND, 100)], NOW)
    with pytest.raises(Conflict):
        uow.ledger.append([movement("q", POST, 100, pending_seq=reserved.seq, account_id=other.id)], NOW)


def test_a_movement_needs_an_account(uow: UnitOfWork) -> None:
    with pytest.raises(NotFound):
        uow.ledger.append([movement("c", CREDIT, 100, account_id="none")], NOW)


@pytest.mark.parametrize(("kind", "hundredths", "resolves"), [(CREDIT, 0, None), (PEND, -1, None), (PEND, 1, 1)])
def test_amounts_and_links_that_make_no_sense_are_refused(
    uow: UnitOfWork, kind: EntryKind, hundredths: int, resolves: int | None
) -> None:
    with pytest.raises(Exception, match=r"CHECK|check constraint|réservé"):
        uow.ledger.append([movement("x", kind, hundredths, pending_seq=resolves)], NOW)


@pytest.fixture
def raw(installation: Installation, database: SqlDatabase) -> Iterator[Any]:
    """The connection of a program that ignores ours: no references, no recursive triggers or no ordinary ones."""
    furnish(database)
    with database.write() as uow:
        uow.ledger.append([movement("p", PEND, 100)], NOW)
        uow.dossiers.add_event(DossierEvent("d1", NOW, Role.HOLDER, "h1", "creer", State.DRAFT))
        uow.ledger.open_account("h1", Source.DIF)
        uow.commit()
    connection = installation.lawless()
    yield connection
    connection.close()


COLUMNS = tuple(column.name for column in tables.entry.columns)


def copied(**changes: str) -> str:
    """Write the reservation (movement 2) again, some columns changed."""
    values = ", ".join(changes.get(name, name) for name in COLUMNS)
    return f"entry ({', '.join(COLUMNS)}) SELECT {values} FROM entry WHERE seq = 2"  # noqa: S608


def quoted(value: str) -> str:
    return f"'{value}'"


NEXT = {"seq": "NULL", "op_id": "'z'", "previous": "digest"}
TABLES = ("entry", "account", "dossier_event")
REFUSED = (dbapi2.IntegrityError, server_errors.IntegrityError)


@pytest.fixture
def put_over(dialect: str) -> str:
    """The verb that puts a row over another; a server has none, the row is then only added."""
    return "INSERT OR REPLACE" if dialect == "sqlite" else "INSERT"


REWRITES = (
    "UPDATE entry SET amount = 1",
    "DELETE FROM entry",
    "DELETE FROM entry WHERE seq = 2",
    f"INSERT INTO {copied(seq='NULL', op_id=chr(39) * 2)}",  # not chained to the last
    f"INSERT INTO {copied(**{**NEXT, 'seq': '-5'})}",  # before the others
    f"INSERT INTO {copied(**NEXT, amount='99999')}",
    "UPDATE account SET credits = 999999",
    "UPDATE account SET credits = credits + 1, last_seq = last_seq + 1",
    "UPDATE account SET pending = 0, last_seq = 2 WHERE source = 'CPF'",
    "UPDATE account SET credits = 8733, last_seq = 1 WHERE source = 'DIF'",  # a movement of another account
    "UPDATE account SET holder_id = 'other'",
    "DELETE FROM account WHERE source = 'CPF'",
    "INSERT INTO account (id, holder_id, source, credits) VALUES ('new', 'h1', 'X', 5)",
    "UPDATE dossier_event SET reason = 'x'",
    "DELETE FROM dossier_event",
)
REWRITES_OF_SQLITE = (
    "UPDATE OR IGNORE entry SET motive = 'x' WHERE seq = 2",
    f"INSERT OR REPLACE INTO {copied(amount='1')}",
    f"INSERT OR REPLACE INTO {copied(amount='1', previous='digest')}",
    f"REPLACE INTO {copied(seq='NULL', amount='1')}",
    f"INSERT OR IGNORE INTO {copied(**NEXT, amount='99999')}",
    f"INSERT OR FAIL INTO {copied(**NEXT, amount='99999')}",
    "INSERT OR REPLACE INTO account (id, holder_id, source) VALUES ('h1/CPF', 'h1', 'CPF')",
    "INSERT OR REPLACE INTO account (id, holder_id, source) VALUES ('new', 'h1', 'CPF')",
    "INSERT OR REPLACE INTO dossier_event (seq, dossier_id, at, role, actor, action, state) "
    "VALUES (1, 'd1', '', '', '', '', '')",
)


def refused(raw: Any, statement: str) -> None:
    """Try a statement: it is refused by name, and nothing has moved."""
    before = [raw.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES]  # noqa: S608
    with pytest.raises(REFUSED, match="cpf-"):
        raw.execute(statement)
    after = [raw.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES]  # noqa: S608
    assert after == before


@pytest.mark.parametrize("statement", REWRITES)
def test_nothing_written_is_rewritten(raw: Any, statement: str) -> None:
    refused(raw, statement)


@pytest.mark.sqlite_only("these are words of SQLite; those of PostgreSQL are in test_postgresql_guards")
@pytest.mark.parametrize("statement", REWRITES_OF_SQLITE)
def test_no_conflict_clause_rewrites_either(raw: Any, statement: str) -> None:
    refused(raw, statement)


def test_an_account_without_movement_may_be_closed(raw: Any) -> None:
    raw.execute("DELETE FROM account WHERE source = 'DIF'")
    assert raw.execute("SELECT count(*) FROM account").fetchone() == (1,)


def test_a_resolution_is_not_replaced_by_another(raw: Any, put_over: str) -> None:
    void = {"seq": "NULL", "kind": "'void'", "pending_seq": "2"}
    raw.execute(f"INSERT INTO {copied(**void, op_id=quoted('v'), previous='digest', digest=quoted('third'))}")
    with pytest.raises(REFUSED, match="cpf-deja-resolu"):
        raw.execute(f"{put_over} INTO {copied(**void, op_id=quoted('w'), previous=quoted('third'))}")


@pytest.mark.sqlite_only("a server gives the numbers itself, without holes")
def test_a_movement_does_not_slip_in_before_others(raw: Any) -> None:
    raw.execute(f"INSERT INTO {copied(**{**NEXT, 'seq': '100'})}")
    early = {"seq": "50", "op_id": "'early'", "account_id": "'h1/DIF'", "kind": "'credit'", "previous": "''"}
    with pytest.raises(REFUSED, match="cpf-chaine"):
        raw.execute(f"INSERT INTO {copied(**early)}")


@pytest.mark.parametrize("changes", [{"amount": "1"}, {"seq": "NULL", "amount": "1"}])
def test_a_replacement_is_called_by_its_name(raw: Any, changes: dict[str, str], put_over: str) -> None:
    with pytest.raises(REFUSED, match="cpf-immuable"):
        raw.execute(f"{put_over} INTO {copied(**changes)}")
