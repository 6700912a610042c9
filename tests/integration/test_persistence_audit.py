"""The audit on the real database: chained, never changed, purged by sealed segments only."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError

from cpf_tui.domain.audit import Action, AuditLine, NewAuditLine, audit_digest, segment_digest
from cpf_tui.domain.people import Role
from cpf_tui.persistence.unit_of_work import SqlDatabase
from tests.support.storage import NOW, dossier, furnish

pytestmark = pytest.mark.both_dialects

AT = "'2026-01-01T00:00:00+00:00'"
LOOKED = NewAuditLine(Role.ADVISOR, "a1", Action.LOOKED_AT_HOURS, "h1", "heures", "MISSION_LOCALE")


def write(database: SqlDatabase, *moments: datetime, subject: str = "h1") -> list[AuditLine]:
    with database.write() as uow:
        lines = [uow.audit.append(replace(LOOKED, subject=subject), at) for at in moments]
        uow.commit()
    return lines


def attack(database: SqlDatabase, statement: str) -> str:
    """Do to the base what a program without our rules would, and give its refusal."""
    with database._writer.connect() as connection:
        connection.begin()
        with pytest.raises(IntegrityError) as refused:
            connection.execute(sql(statement))
        return str(refused.value.orig)


def test_lines_follow_one_another(database: SqlDatabase) -> None:
    first, second = write(database, NOW, NOW - timedelta(days=1))
    assert (first.seq, first.previous) == (1, "")
    assert (second.seq, second.previous) == (2, first.digest)
    assert second.digest == audit_digest(first.digest, LOOKED, NOW - timedelta(days=1))
    with database.read() as uow:
        assert list(uow.audit.all()) == [first, second]
        assert uow.audit.head() == (2, second.digest)


def test_a_line_not_committed_leaves_no_number_behind(database: SqlDatabase) -> None:
    with database.write() as uow:
        uow.audit.append(LOOKED, NOW)
    assert [one.seq for one in write(database, NOW)] == [1]


def test_a_person_reads_what_concerns_them_latest_first(database: SqlDatabase) -> None:
    lines = write(database, NOW, NOW, NOW)
    write(database, NOW, subject="h2")
    with database.read() as uow:
        assert [one.seq for one in uow.audit.about("h1")] == [3, 2, 1]
        assert [one.seq for one in uow.audit.about("h1", limit=1)] == [3]
        assert uow.audit.about("h1", before=2) == [lines[0]]


REWRITES = ("UPDATE audit SET actor = 'x' WHERE seq = 1", "DELETE FROM audit WHERE seq = 2", "DELETE FROM audit")


@pytest.mark.parametrize("statement", REWRITES)
def test_nothing_written_can_be_changed_or_taken_away(database: SqlDatabase, statement: str) -> None:
    write(database, NOW, NOW)
    assert "cpf-immuable" in attack(database, statement)


@pytest.mark.sqlite_only("PostgreSQL has no REPLACE")
def test_a_line_cannot_be_replaced(database: SqlDatabase) -> None:
    write(database, NOW, NOW)
    statement = "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE seq = 2"
    assert "cpf-immuable" in attack(database, statement)


@pytest.mark.parametrize(("seq", "previous"), [("NULL", "'x'"), ("9", "(SELECT digest FROM audit)"), ("0", "''")])
def test_a_line_out_of_the_chain_is_refused(database: SqlDatabase, seq: str, previous: str) -> None:
    write(database, NOW)
    given = f"{seq}, '2026-01-01', 'conseiller', 'connexion', {previous}, 'x'"
    statement = f"INSERT INTO audit (seq, at, role, action, previous, digest) VALUES ({given})"  # noqa: S608
    assert "cpf-chaine" in attack(database, statement)


def test_old_lines_leave_sealed_and_the_chain_goes_on(database: SqlDatabase) -> None:
    old = datetime(2024, 1, 1, tzinfo=UTC)
    lines = write(database, old, old + timedelta(days=1), NOW)
    with database.write() as uow:
        assert uow.audit.purgeable(NOW - timedelta(days=365)) == 2
        segment = uow.audit.purge(NOW - timedelta(days=365), NOW)
        uow.commit()
    assert segment is not None
    assert (segment.first_seq, segment.last_seq, segment.end_digest) == (1, 2, lines[1].digest)
    assert segment.digest == segment_digest(segment)
    with database.read() as uow:
        assert uow.audit.segments() == [segment]
        assert [one.seq for one in uow.audit.all()] == [3]
    assert "cpf-immuable" in attack(database, "DELETE FROM audit WHERE seq = 3")
    assert "cpf-immuable" in attack(database, "DELETE FROM audit_segment")


def test_an_audit_wholly_purged_still_continues_its_chain(database: SqlDatabase) -> None:
    (line,) = write(database, NOW - timedelta(days=800))
    for _ in range(2):
        with database.write() as uow:
            uow.audit.purge(NOW, NOW)
            uow.commit()
    (after,) = write(database, NOW)
    assert (after.seq, after.previous) == (2, line.digest)


def test_a_clock_set_back_makes_no_hole(database: SqlDatabase) -> None:
    write(database, NOW, NOW - timedelta(days=800), NOW)
    with database.write() as uow:
        assert uow.audit.purgeable(NOW - timedelta(days=365)) == 0
        assert uow.audit.purge(NOW - timedelta(days=365), NOW) is None


def test_a_seal_that_says_something_else_than_the_lines_is_refused(database: SqlDatabase) -> None:
    write(database, NOW)
    given = "1, 1, '2026', '2026', '', 'another digest', '2026', '', 'x'"
    names = "first_seq, last_seq, first_at, last_at, start_digest, end_digest, sealed_at, previous, digest"
    assert "cpf-chaine" in attack(database, f"INSERT INTO audit_segment ({names}) VALUES ({given})")  # noqa: S608


def test_the_words_of_a_history_go_only_once_the_account_is_erased(database: SqlDatabase) -> None:
    furnish(database)
    names = "dossier_id, at, role, actor, action, state"
    given = f"'d1', {AT}, 'titulaire', 'Camille', 'create', 'brouillon'"
    emptied = "UPDATE dossier_event SET actor = '', reason = '', detail = ''"
    with database._writer.begin() as connection:
        connection.execute(sql(f"INSERT INTO dossier_event ({names}) VALUES ({given})"))  # noqa: S608
    assert "cpf-immuable" in attack(database, emptied)
    with database._writer.begin() as connection:
        connection.execute(
            sql("UPDATE holder SET erased_at = '2026-01-01T00:00:00+00:00', last_name = '' WHERE id = 'h1'")
        )
    assert "cpf-immuable" in attack(database, emptied + ", action = 'submit'")
    assert "cpf-efface" in attack(database, "UPDATE holder SET last_name = 'X' WHERE id = 'h1'")
    with database._writer.begin() as connection:
        connection.execute(sql(emptied))
    with database.read() as uow:
        assert [one.actor for one in uow.dossiers.events(dossier().id)] == [""]
