"""Keys drawn again: the same rows under other keys, and at every instant a base that opens with the key file there."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import LargeBinary

from cpf_tui.domain.access import DoorKind, SecondFactor
from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.ledger import EntryKind
from cpf_tui.domain.lock import Attempts
from cpf_tui.domain.people import Advisor, Right
from cpf_tui.persistence.integrity import verify
from cpf_tui.persistence.sqlite.backend import SqliteBackend
from cpf_tui.persistence.tables import metadata
from cpf_tui.persistence.unit_of_work import SqlDatabase
from cpf_tui.persistence.upkeep import keyring
from cpf_tui.persistence.upkeep.sealing import SEALED
from cpf_tui.security import keys
from cpf_tui.security.keys import KeyPart, Keys
from cpf_tui.security.vault import KeyedVault
from tests.support.effort import FULL
from tests.support.storage import NIR, NOW, Installation, furnish, movement
from tests.support.upkeep import killing, rows, upkeep_of

ALL = tuple(KeyPart)


@pytest.fixture
def used(installation: Installation) -> Installation:
    """An installation with a credit and a reservation, closed."""
    database = installation.open()
    furnish(database)
    with database.write() as uow:
        uow.ledger.append([movement("p", EntryKind.PEND, 8000, dossier_id="d1")], NOW)
        uow.commit()
    database.close()
    return installation


def _plain(path: Path, key: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """Every row, less what keys change and what the audit says of it."""
    found = rows(path, key)
    found["holder"] = [tuple(one for one in row if not isinstance(one, bytes)) for row in found["holder"]]
    return {name: rows for name, rows in found.items() if name not in {"audit", "counters"}}


def _opened(installation: Installation) -> Keys:
    """Open as the program does, find the person by their number, and return the keys in force."""
    held = keyring.in_force(keys.load(installation.key_path), installation.path)
    database = SqlDatabase(SqliteBackend(installation.path, held.database), KeyedVault(held))
    with database.read() as uow:
        assert uow.holders.credentials(NIR) == ("h1", "hash")
        assert uow.holders.nir("h1") == NIR
    database.close()
    return held


@pytest.mark.parametrize(
    "parts", [ALL, (KeyPart.DATABASE,), (KeyPart.SEALING,), (KeyPart.INDEX,), (KeyPart.SEALING, KeyPart.INDEX)]
)
def test_what_was_asked_changes_and_nothing_else(used: Installation, parts: tuple[KeyPart, ...]) -> None:
    former, before = used.keys, _plain(used.path, used.keys.database)
    done = upkeep_of(used).change_keys(parts)
    after = used.keys

    assert done.parts == parts
    assert done.resealed == (0 if parts == (KeyPart.DATABASE,) else 1)
    assert (after.database != former.database) is (KeyPart.DATABASE in parts)
    assert (after.index != former.index) is (KeyPart.INDEX in parts)
    assert list(after.sealing) == (["k2"] if KeyPart.SEALING in parts else ["k1"])
    assert after.next is None
    assert _opened(used) == after
    assert _plain(used.path, after.database) == before
    assert verify(SqliteBackend(used.path, after.database)).clean
    assert used.key_path.stat().st_mode & 0o777 == 0o400
    assert sorted(path.name for path in used.path.parent.iterdir()) == [".verrou", "cpf.db"]
    assert sorted(path.name for path in used.key_path.parent.iterdir()) == [".verrou", "cles.json"]


def test_the_former_keys_open_nothing_any_more(used: Installation) -> None:
    former = used.keys
    upkeep_of(used).change_keys(ALL)
    assert [one.check for one in verify(SqliteBackend(used.path, former.database)).findings] == ["fichier"]
    database = SqlDatabase(SqliteBackend(used.path, used.keys.database), KeyedVault(former))
    with database.read() as uow:
        assert uow.holders.credentials(NIR) is None
        with pytest.raises(StorageError, match="sa clé n’est pas dans le fichier de clés"):
            uow.holders.nir("h1")
    database.close()
    content = used.key_path.read_text(encoding="utf-8")
    assert not any(key.hex() in content for key in (former.database, former.index, former.sealing["k1"]))


def test_a_change_is_told_in_the_audit(used: Installation) -> None:
    upkeep_of(used).change_keys([KeyPart.INDEX, KeyPart.SEALING])
    database = used.open()
    with database.read() as uow:
        told = [(one.role, one.action, one.detail) for one in uow.audit.all()]
    database.close()
    assert told == [("exploitant", "cle_changee", "numeros,index")]


def test_the_former_key_file_kept_restores_old_backups(used: Installation, tmp_path: Path) -> None:
    copy = upkeep_of(used).back_up(tmp_path / "copie.db").path
    before, apart = _plain(used.path, used.keys.database), tmp_path / "anciennes.json"
    upkeep_of(used).change_keys(ALL, former_to=apart)

    assert apart.stat().st_mode & 0o777 == 0o400
    with pytest.raises(StorageError, match="--cle"):
        upkeep_of(used).restore(copy)
    upkeep_of(used).restore(copy, copy_keys=apart)
    assert _plain(used.path, used.keys.database) == before
    _opened(used)


def test_second_factors_and_closed_doors_pass_under_the_new_keys(used: Installation) -> None:
    vault, database = KeyedVault(used.keys), used.open()
    advisor = Advisor("a1", "paul.conseil", "Paul", "MISSION_LOCALE", frozenset(Right), "")
    doors = {
        (DoorKind.HOLDER, vault.blind_index(NIR).hex()): Attempts(6, NOW, NOW),
        (DoorKind.ADVISOR, "paul.conseil"): Attempts(2, NOW),
        (DoorKind.ATTESTATION, "a1"): Attempts(3, NOW),
        (DoorKind.ADVISOR, "personne"): Attempts(6, NOW, NOW),
    }
    with database.write() as uow:
        uow.advisors.add(advisor, "hash")
        uow.second_factors.put(SecondFactor("a1", "GEZDGNBVGY3TQOJQ", NOW, 7))
        for (kind, value), counted in doors.items():
            uow.attempts.put(vault.fingerprint(kind, value), counted)
        uow.commit()
    database.close()
    assert upkeep_of(used).change_keys(ALL).resealed == 2

    vault, database = KeyedVault(used.keys), used.open()
    with database.read() as uow:
        assert uow.second_factors.get("a1") == SecondFactor("a1", "GEZDGNBVGY3TQOJQ", NOW, 7)
        found = [uow.attempts.get(vault.fingerprint(kind, value)) for kind, value in doors]
        index = vault.blind_index(NIR).hex()
        assert uow.attempts.get(vault.fingerprint(DoorKind.HOLDER, index)) == Attempts(6, NOW, NOW)
    database.close()
    assert found[1:] == [Attempts(2, NOW), Attempts(3, NOW), None]
    assert len(rows(used.path, used.keys.database)["sign_in_attempt"]) == 3


def test_every_column_of_bytes_is_known_here() -> None:
    """A new sealed column must be sealed again with the others; a fingerprint cannot be."""
    found = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    known = {
        f"{one.table.name}.{column.name}" for one in SEALED for column in (one.column, one.index) if column is not None
    }
    assert found - known == {"sign_in_attempt.key"}


# ---------------------------------------------------------------------- refused


def refused(installation: Installation, sentence: str) -> None:
    before = (installation.path.read_bytes(), installation.key_path.read_bytes())
    with pytest.raises(StorageError, match=sentence):
        upkeep_of(installation).change_keys(ALL)
    assert (installation.path.read_bytes(), installation.key_path.read_bytes()) == before


def test_a_program_left_open_is_waited_for(used: Installation) -> None:
    database = used.open()
    refused(used, "autre programme")
    database.close()


def test_keys_lent_by_systemd_are_not_changed_from_there(used: Installation, tmp_path: Path, monkeypatch: Any) -> None:
    shutil.copy(used.key_path, tmp_path / "cpf-tui-cles")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    refused(used, r"prêtées par systemd .*CPF_TUI_KEY_FILE")


def test_a_name_taken_for_the_former_file_is_refused(used: Installation, tmp_path: Path) -> None:
    taken = tmp_path / "notes.txt"
    taken.write_text("notes", encoding="utf-8")
    before = used.key_path.read_bytes()
    with pytest.raises(StorageError, match="existe déjà"):
        upkeep_of(used).change_keys(ALL, former_to=taken)
    assert taken.read_text(encoding="utf-8") == "notes"
    assert used.key_path.read_bytes() == before


def test_there_must_be_a_base(installation: Installation) -> None:
    with pytest.raises(StorageError, match="pas encore de base"):
        upkeep_of(installation).change_keys(ALL)


def test_a_value_that_does_not_open_stops_the_change(used: Installation) -> None:
    raw = used.raw()
    raw.execute("UPDATE holder SET nir_sealed = cast(x'6b313a' || randomblob(40) AS BLOB)")
    raw.close()
    before = rows(used.path, used.keys.database)
    with pytest.raises(StorageError, match="modifié en dehors du programme"):
        upkeep_of(used).change_keys(ALL)
    assert rows(used.path, used.keys.database) == before
    assert not list(used.path.parent.glob("*.nouveau*"))
    former = used.keys
    assert keyring.in_force(former, used.path).database == former.database


# ---------------------------------------------------------------------- cut short


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
@pytest.mark.parametrize("parts", [ALL, *([(KeyPart.INDEX,), (KeyPart.SEALING,)] if FULL else ())])
def test_a_change_killed_at_any_moment_opens_and_is_finished_by_the_next(
    used: Installation, tmp_path: Path, parts: tuple[KeyPart, ...]
) -> None:
    former, before, aside = used.keys, _plain(used.path, used.keys.database), tmp_path / "avant"
    shutil.copytree(used.folder, aside)
    rank, states = 1, []
    with killing("change_keys", used.folder, *parts) as kill:
        while True:
            shutil.rmtree(used.folder)
            shutil.copytree(aside, used.folder)
            if not kill(rank):
                break
            states.append("former" if _opened(used) == former else "new")
            held = keyring.in_force(keys.load(used.key_path), used.path)
            assert _plain(used.path, held.database) == before
            cut = keys.load(used.key_path).next
            done = upkeep_of(used).change_keys(parts)
            assert done.resumed is (cut is not None)
            assert _opened(used).next is None
            assert cut is None or used.keys == cut
            assert _plain(used.path, used.keys.database) == before
            rank += 1
    assert set(states) == {"former", "new"}
    assert states == sorted(states)
    assert rank > 15


def test_keys_to_come_are_never_taken_for_those_in_force(used: Installation) -> None:
    former = used.keys
    for parts in (ALL, (KeyPart.INDEX,), (KeyPart.SEALING,)):
        stored = replace(former, next=former.renewed(parts))
        assert Keys.from_json(stored.to_json()) == stored
        assert keyring.in_force(stored, used.path) == former
