"""What PostgreSQL adds to the ways of getting around the ledger, and what its guards answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import errors
from sqlalchemy.exc import IntegrityError

from cpf_tui.domain.audit import Action, NewAuditLine
from cpf_tui.domain.ledger import EntryKind, Source
from cpf_tui.domain.people import Role
from cpf_tui.domain.records import DossierEvent, State
from cpf_tui.persistence.integrity import verify
from cpf_tui.persistence.postgresql.rules import GUARDS
from tests.support.server_storage import ServerInstallation, Servers
from tests.support.storage import NOW, furnish, movement

COLUMNS = "op_id, account_id, kind, amount, motive, actor, at, previous, digest"
TABLES = ("entry", "account", "dossier_event", "audit", "audit_segment", "numbering")
LIMIT = 60  # seconds after which a thread is stuck


@pytest.fixture
def installation(servers: Servers, tmp_path: Path) -> ServerInstallation:
    """A credit (1), a reservation (2), an empty DIF account, a history, a line of audit."""
    made = servers.installation(tmp_path / "etat")
    database = made.open()
    furnish(database)
    with database.write() as uow:
        uow.ledger.append([movement("p", EntryKind.PEND, 100)], NOW)
        uow.dossiers.add_event(DossierEvent("d1", NOW, Role.HOLDER, "h1", "creer", State.DRAFT))
        uow.ledger.open_account("h1", Source.DIF)
        uow.commit()
    database.close()
    return made


@pytest.fixture
def raw(installation: ServerInstallation) -> Iterator[psycopg.Connection[Any]]:
    """A superuser who has told the server that this session is a replica: ordinary triggers do not fire."""
    with installation.lawless() as connection:
        yield connection


LAST = "(SELECT digest FROM entry WHERE seq = 2)"


def row(op_id: str, amount: int, digest: str = "x", previous: str = LAST, *, of: str = "h1/CPF, pend") -> str:
    account, kind = of.split(", ")
    return f"('{op_id}', '{account}', '{kind}', {amount}, '', '', '2026', {previous}, '{digest}')"


def insertion(*rows: str, seq: int | None = None) -> str:
    if seq is not None:
        return f"INSERT INTO entry (seq, {COLUMNS}) VALUES ({seq}, {rows[0][1:]}"  # noqa: S608
    return f"INSERT INTO entry ({COLUMNS}) VALUES {', '.join(rows)}"  # noqa: S608


def state(raw: psycopg.Connection[Any]) -> list[list[tuple[Any, ...]]]:
    return [raw.execute(f"SELECT * FROM {table} ORDER BY 1".encode()).fetchall() for table in TABLES]  # noqa: S608


@pytest.mark.parametrize(
    "statement",
    [
        *(f"TRUNCATE {table} CASCADE" for table in TABLES),
        "TRUNCATE holder CASCADE",
        insertion(row("p", 1)) + " ON CONFLICT (op_id) DO UPDATE SET amount = 1",
        insertion(row("z", 99_999)) + " ON CONFLICT DO NOTHING",
        "MERGE INTO entry USING (SELECT 2 AS seq) s ON entry.seq = s.seq WHEN MATCHED THEN UPDATE SET amount = 1",
        "MERGE INTO entry USING (SELECT 2 AS seq) s ON entry.seq = s.seq WHEN MATCHED THEN DELETE",
        # Several rows of one statement: each within the balance, the two together beyond it or off the chain.
        insertion(row("a", 8000), row("b", 8000, "y")),
        insertion(row("a", 10), row("b", 10, "y")),
        insertion(row("a", 10), row("b", 10, "y", "'x'")),
        # A number of one's own: a hole, or a place already passed.
        insertion(row("z", 10), seq=9),
        insertion(row("z", 10), seq=1),
        insertion(row("z", 10)).join(("WITH n AS (", " RETURNING seq) UPDATE account SET last_seq = 3")),
        "UPDATE numbering SET last = last + 1",
        "UPDATE numbering SET last = 0 WHERE name = 'entry'",
        "DELETE FROM numbering",
    ],
)
def test_no_form_of_postgresql_rewrites(raw: psycopg.Connection[Any], statement: str) -> None:
    before = state(raw)
    with pytest.raises(errors.IntegrityConstraintViolation, match="cpf-"):
        raw.execute(statement.encode())
    assert state(raw) == before


def test_rows_of_several_accounts_in_one_statement_are_applied(raw: psycopg.Connection[Any]) -> None:
    raw.execute(insertion(row("a", 10), row("b", 500, "y", "''", of="h1/DIF, credit")).encode())
    found = raw.execute("SELECT source, credits, pending, last_seq FROM account ORDER BY source").fetchall()
    assert found == [("CPF", 8733, 110, 3), ("DIF", 500, 0, 4)]


def test_rows_that_are_copied_pass_the_guards_too(raw: psycopg.Connection[Any]) -> None:
    (digest,) = raw.execute("SELECT digest FROM entry WHERE seq = 2").fetchall()[0]
    line = ("z", "h1/CPF", "pend", 99_999, "", "", "2026", digest, "x")
    with pytest.raises(errors.IntegrityConstraintViolation, match="cpf-solde"):
        copy(raw, line)


def copy(raw: psycopg.Connection[Any], line: tuple[Any, ...]) -> None:
    with raw.cursor().copy(f"COPY entry ({COLUMNS}) FROM STDIN".encode()) as opened:
        opened.write_row(line)


def test_a_temporary_table_does_not_stand_in_for_ours(raw: psycopg.Connection[Any]) -> None:
    raw.execute("CREATE TEMP TABLE account (LIKE public.account)")
    raw.execute("INSERT INTO account SELECT id, holder_id, source, 1000000, 0, 0, last_seq FROM public.account")
    with pytest.raises(errors.IntegrityConstraintViolation, match="cpf-solde"):
        raw.execute(insertion(row("z", 50_000)).encode())


def test_a_transaction_that_is_given_up_leaves_no_hole(installation: ServerInstallation) -> None:
    with installation.raw() as raw:
        for _ in range(3):
            with raw.transaction(force_rollback=True):
                raw.execute(insertion(row("z", 10)).encode())
    database = installation.open()
    with database.write() as uow:
        assert [one.seq for one in uow.ledger.append([movement("q", EntryKind.PEND, 10)], NOW)] == [3]
        uow.commit()
    database.close()
    assert verify(installation.backend).clean


def test_a_counter_moved_by_the_owner_stops_the_audit(installation: ServerInstallation) -> None:
    """A line numbered after a hole would be taken for the next of lines that somebody removed."""
    installation.tamper("UPDATE numbering SET last = 7 WHERE name = 'audit'")
    database = installation.open()
    with database.write() as uow, pytest.raises(IntegrityError, match="cpf-chaine"):
        uow.audit.append(NewAuditLine(Role.HOLDER, "h1", Action.SIGNED_IN, "h1"), NOW)
    database.close()


def together(count: int, act: Callable[[int], None]) -> None:
    threads = [threading.Thread(target=act, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LIMIT)
    assert not any(thread.is_alive() for thread in threads)


@pytest.mark.parametrize("level", psycopg.IsolationLevel)
def test_programs_without_any_lock_lose_nothing(
    installation: ServerInstallation, level: psycopg.IsolationLevel
) -> None:
    """One INSERT each, at any level: granted exactly up to what there is, in one chain."""
    granted: list[str] = []
    each, programs = 15, 6
    available = 8_633
    amount = available // 40

    def ask(name: int) -> None:
        chained = "(SELECT e.digest FROM account a JOIN entry e ON e.seq = a.last_seq WHERE a.id = 'h1/CPF')"
        with psycopg.connect(installation.url) as mine:
            mine.isolation_level = level
            for number in range(each):
                op_id = f"{name}-{number}"
                while op_id:
                    try:
                        mine.execute(insertion(row(op_id, amount, f"d{op_id}", chained)).encode())
                        mine.commit()
                    except errors.IntegrityConstraintViolation as error:
                        mine.rollback()
                        if "cpf-solde" in str(error):
                            break
                    except errors.SerializationFailure:
                        mine.rollback()
                    else:
                        granted.append(op_id)
                        break

    together(programs, ask)
    assert len(granted) == len(set(granted)) == 40
    with installation.raw() as raw:
        assert raw.execute("SELECT pending FROM account WHERE id = 'h1/CPF'").fetchone() == (100 + 40 * amount,)
        seqs = [seq for (seq,) in raw.execute("SELECT seq FROM entry ORDER BY seq")]
    assert seqs == list(range(1, len(granted) + 3))


def alter(name: str) -> list[str]:
    guard = GUARDS[name]
    function = f"cpf_{name}()"
    return [
        f"DROP TRIGGER {name} ON {guard.table}",
        f"ALTER TABLE {guard.table} DISABLE TRIGGER {name}",
        f"ALTER TABLE {guard.table} ENABLE TRIGGER {name}",  # a replica would escape it
        f"CREATE OR REPLACE FUNCTION {function} RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        f"ALTER FUNCTION {function} RESET search_path",
        f"ALTER FUNCTION {function} SECURITY {'INVOKER' if guard.as_owner else 'DEFINER'}",
        f"DROP TRIGGER {name} ON {guard.table}; CREATE TRIGGER {name} AFTER INSERT ON {guard.table} "
        f"EXECUTE FUNCTION {function}; ALTER TABLE {guard.table} ENABLE ALWAYS TRIGGER {name}",
    ]


def put_back(raw: psycopg.Connection[Any], name: str) -> None:
    for statement in GUARDS[name].statements(name, "public"):
        raw.execute(statement.encode())


def named(installation: ServerInstallation) -> list[str]:
    return [str(one.sentence.values["name"]) for one in verify(installation.backend).findings]


@pytest.mark.parametrize("change", [0, 3])
def test_every_guard_taken_away_or_emptied_is_named(installation: ServerInstallation, change: int) -> None:
    with installation.raw() as raw:
        for name in GUARDS:
            raw.execute(alter(name)[change].encode())
        assert named(installation) == list(GUARDS)
        for name in GUARDS:
            put_back(raw, name)
    assert verify(installation.backend).clean


@pytest.mark.parametrize("name", ["entry_check", "audit_no_update"])
def test_every_way_of_weakening_a_guard_is_named(installation: ServerInstallation, name: str) -> None:
    with installation.raw() as raw:
        for change in alter(name):
            raw.execute(change.encode())
            assert named(installation) == [name], change
            put_back(raw, name)
    assert verify(installation.backend).clean
