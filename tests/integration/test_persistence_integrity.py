"""What `verifier` says of a file changed behind the program's back, by somebody who has the key."""

from __future__ import annotations

import json

import pytest

from cpf_tui.domain.ledger import EntryKind
from cpf_tui.persistence.integrity import Report, verify
from tests.support.storage import NOW, Installation, furnish, movement

pytestmark = pytest.mark.both_dialects


@pytest.fixture
def ledger(installation: Installation) -> Installation:
    """A credit (1), a reservation (2) and its debit (3), then the file is closed."""
    database = installation.open()
    furnish(database)
    with database.write() as uow:
        uow.ledger.append([movement("p", EntryKind.PEND, 8000, dossier_id="d1")], NOW)
        uow.ledger.append([movement("q", EntryKind.POST, 6000, pending_seq=2, dossier_id="d1")], NOW)
        uow.commit()
    database.close()
    return installation


def look(installation: Installation) -> Report:
    return verify(installation.backend)


def test_an_honest_file_is_clean(ledger: Installation) -> None:
    assert look(ledger) == Report(accounts=1, entries=3, findings=())
    assert json.loads(json.dumps(look(ledger).as_json())) == {
        "sain": True,
        "comptes": 1,
        "mouvements": 3,
        "lignes_d_audit": 0,
        "anomalies": [],
    }


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE entry SET amount = 9733 WHERE seq = 1", {("chaine", 1), ("soldes", None)}),
        ("UPDATE entry SET motive = 'autre' WHERE seq = 2", {("chaine", 2)}),
        ("UPDATE entry SET at = '2020-01-01T00:00:00.000000+00:00' WHERE seq = 3", {("chaine", 3)}),
        ("UPDATE entry SET digest = 'x' WHERE seq = 2", {("chaine", 2), ("chaine", 3)}),
        ("UPDATE account SET credits = 99999", {("soldes", None)}),
        ("DELETE FROM entry WHERE seq = 1", {("numerotation", 1), ("chaine", 2), ("soldes", None)}),
        ("DELETE FROM entry WHERE seq = 3", {("numerotation", 3), ("soldes", None)}),
        (
            "DELETE FROM entry WHERE seq = 2",
            {("numerotation", 2), ("chaine", 3), ("reservation", 3), ("references", None)},
        ),
        ("UPDATE entry SET at = 'hier' WHERE seq = 1", {("mouvement", None)}),
        ("DELETE FROM holder", {("references", None)}),
    ],
)
def test_what_was_changed_is_named(ledger: Installation, statement: str, found: set[tuple[str, int | None]]) -> None:
    ledger.tamper(statement)
    report = look(ledger)
    assert {(one.check, one.seq) for one in report.findings} == found
    assert not report.clean


@pytest.mark.sqlite_only("the guards of a server are tampered with in test_postgresql_guards")
def test_a_guard_taken_away_or_changed_is_named(ledger: Installation) -> None:
    raw = ledger.raw()
    raw.execute("DROP TRIGGER entry_no_delete")
    raw.execute("DROP TRIGGER entry_no_update")
    raw.execute("CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT 1; END")
    raw.close()
    assert [str(one.sentence) for one in look(ledger).findings] == [
        "La protection « entry_no_update » manque ou a été changée.",
        "La protection « entry_no_delete » manque ou a été changée.",
    ]


def test_a_finding_names_the_account_and_the_movement(ledger: Installation) -> None:
    ledger.tamper("UPDATE entry SET amount = 1 WHERE seq = 3")
    first = look(ledger).findings[0].as_json()
    assert first == {
        "controle": "chaine",
        "message": "Le mouvement 3 a été modifié après avoir été écrit.",
        "compte": "h1/CPF",
        "mouvement": 3,
    }


@pytest.mark.sqlite_only("the pages of a server are its own")
def test_a_flipped_bit_anywhere_is_noticed(ledger: Installation) -> None:
    honest = ledger.path.read_bytes()
    for offset in range(10, len(honest), len(honest) // 40):
        flipped = bytearray(honest)
        flipped[offset] ^= 0x10
        ledger.path.write_bytes(flipped)
        assert not look(ledger).clean, offset


@pytest.mark.sqlite_only("a server is no file")
def test_a_file_that_does_not_open_is_a_finding(ledger: Installation) -> None:
    backend = ledger.backend
    for content in (b"", b"SQLite format 3\0", b"\1" * 9000):
        ledger.path.write_bytes(content)
        report = verify(backend)
        assert [one.check for one in report.findings] == ["fichier"]
    ledger.path.unlink()
    assert [one.check for one in verify(backend).findings] == ["fichier"]
