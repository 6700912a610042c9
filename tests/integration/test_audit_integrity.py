"""What `verifier` says of an audit changed by somebody who has the key: which line, which seal, and how."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cpf_tui.domain.audit import Action, AuditLine, NewAuditLine, audit_digest
from cpf_tui.domain.people import Role
from cpf_tui.persistence.integrity import verify
from cpf_tui.persistence.unit_of_work import SqlDatabase
from tests.support.storage import NOW, Installation

pytestmark = pytest.mark.both_dialects
LOOKED = NewAuditLine(Role.ADVISOR, "a1", Action.LOOKED_AT_HOURS, "h1", "", "MISSION_LOCALE")
OLD = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.fixture
def audited(installation: Installation) -> Installation:
    """Lines 1 to 3 under a first seal, 4 and 5 under a second, then 6 to 9."""
    database = installation.open()
    _write(database, OLD, 3)
    _seal(database, OLD + timedelta(days=30))
    _write(database, OLD + timedelta(days=60), 2)
    _seal(database, OLD + timedelta(days=90))
    _write(database, NOW, 4)
    database.close()
    return installation


def _write(database: SqlDatabase, at: datetime, count: int) -> None:
    with database.write() as uow:
        for minute in range(count):
            uow.audit.append(replace(LOOKED, detail=f"d{minute}"), at + timedelta(minutes=minute))
        uow.commit()


def _seal(database: SqlDatabase, until: datetime) -> None:
    with database.write() as uow:
        assert uow.audit.purge(until, until) is not None
        uow.commit()


def found(installation: Installation) -> list[tuple[str, int | None, str]]:
    return [(one.check, one.line, str(one.sentence)) for one in verify(installation.backend).findings]


def lines(installation: Installation) -> dict[int, AuditLine]:
    database = installation.open()
    with database.read() as uow:
        read = {one.seq: one for one in uow.audit.all()}
    database.close()
    return read


def _row(one: AuditLine) -> str:
    """Write the values of a line for SQL."""
    at = one.at.isoformat(timespec="microseconds")
    texts: tuple[Any, ...] = (at, *(getattr(one, name) for name in NAMES.split(", ")[2:]))
    return ", ".join([str(one.seq), *(f"'{value}'" for value in texts)])


NAMES = "seq, at, role, actor, body, action, subject, detail, previous, digest"
COLUMNS = f"INSERT INTO audit ({NAMES}) VALUES"


def forged(previous: str, seq: int, **changed: Any) -> AuditLine:
    """Make up a line that agrees with itself."""
    new, at = replace(LOOKED, detail="faux", **changed), NOW
    return AuditLine(
        seq, at, new.role, new.actor, new.body, new.action, new.subject, new.detail, previous,
        audit_digest(previous, new, at),
    )  # fmt: skip


def test_an_honest_audit_is_clean(audited: Installation) -> None:
    report = verify(audited.backend)
    assert report.findings == ()
    assert report.lines == 4


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (["UPDATE audit SET actor = 'a2' WHERE seq = 7"], [("audit", 7, "modifiée")]),
        (["UPDATE audit SET at = '2026-01-01T00:00:00.000000+00:00' WHERE seq = 9"], [("audit", 9, "modifiée")]),
        (["DELETE FROM audit WHERE seq = 7"], [("audit", 7, "La ligne 7 de l’audit a été retirée")]),
        (["DELETE FROM audit WHERE seq IN (7, 8)"], [("audit", 7, "Les lignes 7 à 8 de l’audit ont été retirées")]),
        (["DELETE FROM audit WHERE seq = 6"], [("audit", 6, "retirée")]),
        (["DELETE FROM audit WHERE seq = 9"], [("audit", 9, "retirée")]),
        (["DELETE FROM audit"], [("audit", 6, "Les lignes 6 à 9")]),
        (
            ["DELETE FROM audit WHERE seq = 7", "UPDATE audit SET seq = 7 WHERE seq = 8"],
            [("audit", 7, "remplacée, ou des lignes manquent"), ("audit", 8, "La ligne 8 de l’audit a été retirée")],
        ),
        (
            [
                "UPDATE audit SET seq = 0 WHERE seq = 7",
                "UPDATE audit SET seq = 7 WHERE seq = 8",
                "UPDATE audit SET seq = 8 WHERE seq = 0",
            ],
            [("audit", 7, "n’est plus à sa place")],
        ),
        (["UPDATE audit_segment SET last_at = first_at WHERE seq = 1"], [("sceau", 1, "modifié")]),
        (
            ["UPDATE audit_segment SET digest = 'x' WHERE seq = 1"],
            [("sceau", 1, "modifié"), ("sceau", 2, "ne suit pas")],
        ),
        (
            ["DELETE FROM audit_segment WHERE seq = 1"],
            [("sceau", 1, "Le sceau 1 de l’audit a été retiré")],
        ),
        (
            ["DELETE FROM audit_segment WHERE seq = 2"],
            [("sceau", 2, "Le sceau 2 de l’audit a été retiré"), ("audit", 4, "Les lignes 4 à 5")],
        ),
        (["UPDATE audit SET at = 'hier' WHERE seq = 8"], [("audit", 8, "illisible")]),
        (["UPDATE audit SET action = 'rien' WHERE seq = 6"], [("audit", 6, "illisible")]),
    ],
)
def test_what_was_changed_is_named_and_how(
    audited: Installation, statements: list[str], expected: list[tuple[str, int, str]]
) -> None:
    audited.tamper(*statements)
    seen = found(audited)
    numbered = [(check, line) for check, line, _ in seen]
    assert numbered == [(check, line) for check, line, _ in expected], seen
    for (_, _, sentence), (_, _, words) in zip(seen, expected, strict=True):
        assert words in sentence


def test_a_line_slipped_in_is_named(audited: Installation) -> None:
    slipped = forged(lines(audited)[7].digest, 8)
    audited.tamper(
        "UPDATE audit SET seq = 10 WHERE seq = 9",
        "UPDATE audit SET seq = 9 WHERE seq = 8",
        f"{COLUMNS} ({_row(slipped)})",
    )
    assert found(audited) == [("audit", 8, "La ligne 8 de l’audit a été ajoutée après coup.")]


def test_a_line_replaced_with_its_digest_is_betrayed_by_the_next(audited: Installation) -> None:
    other = forged(lines(audited)[7].previous, 7)
    audited.tamper("DELETE FROM audit WHERE seq = 7", f"{COLUMNS} ({_row(other)})")
    ((check, line, sentence),) = found(audited)
    assert (check, line) == ("audit", 8)
    assert "celle-ci a été remplacée" in sentence


def test_a_line_put_back_under_a_seal_is_named(audited: Installation) -> None:
    audited.tamper(f"{COLUMNS} ({_row(forged('', 2))})")
    assert [one[:2] for one in found(audited)] == [("audit", 2)]


def test_an_audit_taken_out_whole_is_named(audited: Installation) -> None:
    audited.tamper("DELETE FROM audit", "DELETE FROM audit_segment")
    assert [one[:2] for one in found(audited)] == [("sceau", 1), ("audit", 1)]


@pytest.mark.sqlite_only("the guards of a server are tampered with in test_postgresql_guards")
def test_a_guard_of_the_audit_taken_away_is_named(audited: Installation) -> None:
    raw = audited.raw()
    raw.execute("DROP TRIGGER audit_no_update")
    raw.close()
    assert [one[0] for one in found(audited)] == ["protections"]


def test_a_finding_tells_its_line_to_programs(audited: Installation) -> None:
    audited.tamper("UPDATE audit SET actor = 'a2' WHERE seq = 7")
    assert verify(audited.backend).as_json()["anomalies"] == [
        {
            "controle": "audit",
            "message": "La ligne 7 de l’audit a été modifiée après avoir été écrite.",
            "ligne": 7,
        }
    ]
