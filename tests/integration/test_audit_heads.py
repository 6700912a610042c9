"""The head of the day, kept outside: what betrays a history rewritten whole by somebody who has the key."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from cpf_tui.cli.audit import heads_file
from cpf_tui.cli.main import run
from cpf_tui.domain.audit import Action, NewAuditLine, audit_digest
from cpf_tui.domain.audit_heads import Head
from cpf_tui.domain.errors import InvalidInput, StorageError
from cpf_tui.domain.ledger import EntryKind, NewEntry, chain_digest
from cpf_tui.domain.people import OPERATOR_ACTOR, Role
from cpf_tui.domain.quantity import Quantity
from cpf_tui.persistence.integrity import verify
from cpf_tui.services.audits import Audits
from tests.support.fakes import FakeClock
from tests.support.storage import NOW, Installation, furnish, movement

LOOKED = NewAuditLine(Role.ADVISOR, "a1", Action.LOOKED_AT_HOURS, "h1", "", "MISSION_LOCALE")
HEAD = Head(date(2026, 4, 10), 3, "a" * 64, 1, "b" * 64)


@pytest.fixture
def lived(installation: Installation) -> Installation:
    """One holder with 87.33 h, three lines of audit."""
    database = installation.open()
    furnish(database)
    write(installation, 3)
    database.close()
    return installation


def write(installation: Installation, count: int) -> None:
    database = installation.open()
    with database.write() as uow:
        for _ in range(count):
            uow.audit.append(LOOKED, NOW)
        uow.commit()
    database.close()


def ask(installation: Installation, question: Callable[[Audits], object]) -> object:
    database = installation.open()
    try:
        return question(Audits(database, FakeClock()))
    finally:
        database.close()


def head(installation: Installation) -> Head:
    found = ask(installation, lambda audits: audits.head(OPERATOR_ACTOR))
    assert isinstance(found, Head)
    return found


def problems(installation: Installation, *heads: Head) -> list[str]:
    found = ask(installation, lambda audits: audits.check(OPERATOR_ACTOR, heads))
    assert isinstance(found, tuple)
    return [str(one) for one in found]


def test_a_chain_that_went_on_still_passes_by_its_heads(lived: Installation) -> None:
    first = head(lived)
    assert (first.day, first.line, first.entry) == (date(2026, 4, 10), 3, 1)
    write(lived, 2)
    database = lived.open()
    with database.write() as uow:
        uow.ledger.append([movement("p", EntryKind.PEND, 100, dossier_id="d1")], NOW)
        uow.commit()
    database.close()
    second = replace(head(lived), day=first.day + timedelta(days=1))
    assert (second.line, second.entry) == (5, 2)
    assert problems(lived, first, second) == []


def test_an_audit_rewritten_with_its_digests_verifies_and_is_betrayed_by_a_head(lived: Installation) -> None:
    kept, previous, statements = head(lived), "", []
    for seq in (1, 2, 3):
        digest = audit_digest(previous, replace(LOOKED, actor="a2"), NOW)
        statements.append(
            f"UPDATE audit SET actor = 'a2', previous = '{previous}', digest = '{digest}' WHERE seq = {seq}"  # noqa: S608 - the attacker
        )
        previous = digest
    lived.tamper(*statements)
    assert verify(lived.backend).clean
    (found,) = problems(lived, kept)
    assert "la ligne 3 de l’audit n’est plus la même" in found


def test_a_tail_cut_with_its_counter_verifies_and_is_betrayed_by_a_head(lived: Installation) -> None:
    kept = head(lived)
    lived.tamper("DELETE FROM audit WHERE seq = 3", "UPDATE sqlite_sequence SET seq = 2 WHERE name = 'audit'")
    assert verify(lived.backend).clean
    (found,) = problems(lived, kept)
    assert "la ligne 3 de l’audit n’existe plus" in found


def test_movements_rewritten_with_digests_and_balances_verify_and_are_betrayed_by_a_head(lived: Installation) -> None:
    kept = head(lived)
    more = NewEntry("credit", "h1/CPF", EntryKind.CREDIT, Quantity(15000), "essai", "a1")
    lived.tamper(
        f"UPDATE entry SET amount = 15000, digest = '{chain_digest('', more, NOW)}'",  # noqa: S608 - the attacker
        "UPDATE account SET credits = 15000",
    )
    assert verify(lived.backend).clean
    (found,) = problems(lived, kept)
    assert "les mouvements jusqu’au n° 1 ne sont plus les mêmes" in found
    lived.tamper("DELETE FROM entry", "UPDATE account SET credits = 0, last_seq = 0", "DELETE FROM sqlite_sequence")
    assert any("le mouvement 1 n’existe plus" in one for one in problems(lived, kept))


def test_what_is_under_a_seal_is_compared_by_its_last_line(lived: Installation) -> None:
    kept = head(lived)
    write(lived, 1)
    database = lived.open()
    with database.write() as uow:
        assert uow.audit.purge(NOW + timedelta(days=1), NOW + timedelta(days=400)) is not None
        uow.commit()
    database.close()
    last = replace(head(lived), day=kept.day + timedelta(days=1))
    assert problems(lived, kept, last) == []
    false = replace(last, digest="0" * 64)
    assert len(problems(lived, kept, false)) == 1


def test_heads_out_of_order_are_named(lived: Installation) -> None:
    one = head(lived)
    assert "ne sont pas dans l’ordre" in problems(lived, one, one)[0]


def test_the_file_is_only_ever_added_to_once_a_day(tmp_path: Path) -> None:
    path = tmp_path / "ailleurs" / "tetes.txt"
    assert heads_file.append(path, HEAD)
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    assert not heads_file.append(path, replace(HEAD, line=9))
    assert path.read_bytes() == before
    after = replace(HEAD, day=date(2026, 4, 11), line=9)
    assert heads_file.append(path, after)
    assert path.read_bytes().startswith(before)
    assert heads_file.read(path) == (HEAD, after)
    with pytest.raises(InvalidInput, match="horloge"):
        heads_file.append(path, HEAD)


@pytest.mark.parametrize("written", ["bonjour", "2026-04-10 3 abc 1 def", f"2026-13-01 3 {'a' * 64} 1 {'b' * 64}"])
def test_a_file_that_holds_something_else_is_left_alone(tmp_path: Path, written: str) -> None:
    path = tmp_path / "tetes.txt"
    path.write_text(written, encoding="utf-8")
    for act in (lambda: heads_file.append(path, HEAD), lambda: heads_file.read(path)):
        with pytest.raises(InvalidInput, match="pas une tête"):
            act()
    assert path.read_text(encoding="utf-8") == written
    with pytest.raises(StorageError):
        heads_file.append(tmp_path, HEAD)
    with pytest.raises(InvalidInput, match="n’existe pas"):
        heads_file.read(tmp_path / "rien")


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CPF_TUI_DATA_DIR", str(tmp_path / "etat"))
    secret = tmp_path / "secret"
    secret.write_text("girafe tambour nuage citron", encoding="utf-8")
    added = ["conseiller", "ajouter", "paul.conseil", "--nom", "Paul Conseil", "--operateur", "APEC"]
    assert run([*added, "--mot-de-passe-fichier", str(secret)]) == 0
    heads = tmp_path / "tetes.txt"
    assert [run(["audit", "tete", "--vers", str(heads)]) for _ in range(2)] == [0, 0]
    assert "déjà" in capsys.readouterr().out
    assert run(["audit", "lister", "--json"]) == 0
    lines = json.loads(capsys.readouterr().out)
    assert [(one["ligne"], one["role"], one["acteur"], one["action"]) for one in lines] == [
        (1, "exploitant", "exploitant", "conseiller_ajoute")
    ]
    assert run(["audit", "lister", "--sujet", lines[0]["sujet"]]) == 0
    assert "Conseiller ajouté" in capsys.readouterr().out
    assert run(["audit", "lister", "--depuis", "2999-01-01"]) == 0
    assert "Aucune ligne." in capsys.readouterr().out
    assert run(["audit", "verifier-tetes", str(heads), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"tetes": 1, "sain": True, "anomalies": []}
    heads.write_text(heads.read_text(encoding="utf-8").replace(" 1 ", " 7 ", 1), encoding="utf-8")
    assert run(["audit", "verifier-tetes", str(heads)]) == 1
    assert "réécrite" in capsys.readouterr().out
