"""A backup put back: every row as it was, the former base kept; refused or cut short, nothing has changed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cpf_tui.bootstrap import Container
from cpf_tui.demonstration.build import Demonstration
from cpf_tui.demonstration.build import furnish as furnish_all
from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.ledger import EntryKind, Source
from cpf_tui.domain.nir import Nir
from cpf_tui.persistence import schema
from cpf_tui.persistence.sqlite.engine import connect
from cpf_tui.persistence.sqlite.stamp import APPLICATION_ID
from cpf_tui.persistence.upkeep import keyring
from cpf_tui.security.keys import KeyPart, Keys
from cpf_tui.settings import Settings
from tests.soak.first_schema import first_release
from tests.support.storage import NOW, Installation, furnish, movement
from tests.support.upkeep import killing, rows, upkeep_of

KEPT = "cpf-avant-2026-03-02-100000.db"


@pytest.fixture
def used(installation: Installation) -> Installation:
    """An installation with a credit, closed."""
    database = installation.open()
    furnish(database)
    database.close()
    return installation


@pytest.fixture
def copy(used: Installation, tmp_path: Path) -> Path:
    """A backup of it, after which somebody reserved hours."""
    made = upkeep_of(used).back_up(tmp_path / "copie.db").path
    _reserve(used)
    return made


def _reserve(installation: Installation) -> None:
    database = installation.open()
    with database.write() as uow:
        uow.ledger.append([movement("p", EntryKind.PEND, 8000, dossier_id="d1")], NOW)
        uow.commit()
    database.close()


def _rows(installation: Installation, path: Path | None = None) -> dict[str, list[tuple[Any, ...]]]:
    """Every row but the line of the audit that tells of the restoration, and its counter."""
    found = rows(path or installation.path, installation.keys.database)
    found["audit"] = [row for row in found["audit"] if "sauvegarde_remise" not in row]
    found["counters"] = [row for row in found["counters"] if row[0] != "audit"]
    return found


def test_what_is_restored_is_what_was_saved_and_the_former_is_kept(used: Installation, copy: Path) -> None:
    saved, former = _rows(used, copy), _rows(used)
    done = upkeep_of(used).restore(copy)

    assert _rows(used) == saved
    assert done.kept == used.path.with_name(KEPT)
    assert _rows(used, done.kept) == former != saved
    assert sorted(path.name for path in used.path.parent.iterdir()) == [".sauvegarde", ".verrou", KEPT, "cpf.db"]
    assert used.path.stat().st_mode & 0o777 == 0o600
    database = used.open()
    with database.read() as uow:
        assert [(one.role, one.action, one.detail) for one in uow.audit.all()] == [
            ("exploitant", "sauvegarde_remise", "2026-03-02T10:00:00Z")
        ]
    database.close()


def test_a_whole_installation_lives_on_from_its_backup(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "etat")
    shown = furnish_all(settings)
    with Container(settings) as container:
        made = container.upkeep.back_up(tmp_path / "copie.db").path
        keys, seen = container.keys, _seen(container, shown)
    shutil.rmtree(settings.database_path.parent)
    with Container(settings) as container:
        assert container.upkeep.restore(made).kept is None
    before, after = rows(made, keys.database), rows(settings.database_path, keys.database)

    assert {name for name in before if before[name] != after[name]} == {"audit", "counters"}
    with Container(settings) as container:
        assert _seen(container, shown) == seen
        assert container.verify().clean


def _seen(container: Container, shown: Demonstration) -> list[object]:
    """What each person finds once signed in."""
    found: list[object] = []
    for person in shown.holders:
        actor = container.services.sign_in.holder(Nir(person.nir.replace(" ", "")), shown.secret)
        found += [container.services.balance.view(actor), container.services.balance.statement(actor)]
    return found


def test_an_older_backup_is_upgraded(installation: Installation, tmp_path: Path) -> None:
    with first_release():
        former = installation.open()
        raw = installation.raw()
        raw.execute(
            "INSERT INTO holder (id, nir_index, nir_sealed, secret_hash, employment, out_of_school,"
            " disability_recognised, executive) VALUES ('h1', x'01', x'02', 'hash', 'salarie', 0, 0, 0)"
        )
        raw.close()
        with former.write() as uow:
            uow.ledger.open_account("h1", Source.CPF)
            uow.ledger.append([movement("credit", EntryKind.CREDIT, 8733)], NOW)
            uow.commit()
        former.close()
    copy = upkeep_of(installation).back_up(tmp_path / "copie.db")  # a base not yet upgraded is left as it is
    assert copy.manifest.contents.schema == 1
    assert "audit" not in rows(installation.path, installation.keys.database)
    report, said = upkeep_of(installation).verify_copy(copy.path)
    assert report.clean
    assert said == copy.manifest
    done = upkeep_of(installation).restore(copy.path)

    assert done.report.clean
    database = installation.open()
    with database.read() as uow:
        assert [one.amount.hundredths for one in uow.ledger.entries("h1")] == [8733]
    database.close()


def test_a_backup_made_with_other_keys_is_put_under_those_of_the_installation(
    used: Installation, tmp_path: Path
) -> None:
    old_keys = tmp_path / "anciennes.json"
    shutil.copy(used.key_path, old_keys)
    copy = upkeep_of(used).back_up(tmp_path / "copie.db").path
    fresh = Installation(tmp_path / "neuve")
    fresh.open().close()
    with pytest.raises(StorageError, match="Donnez le fichier de clés de l’époque avec --cle"):
        upkeep_of(fresh).restore(copy)
    upkeep_of(fresh).restore(copy, copy_keys=old_keys)

    before, after = used.open(), fresh.open()
    with before.read() as uow, after.read() as restored:
        nir = uow.holders.nir("h1")
        assert restored.holders.nir("h1") == nir
        assert restored.holders.credentials(nir) == ("h1", "hash")
    before.close()
    after.close()


def test_the_former_base_can_be_put_back(used: Installation, copy: Path) -> None:
    former = _rows(used)
    kept = upkeep_of(used).restore(copy).kept
    assert kept is not None
    second = upkeep_of(used).restore(kept).kept
    assert second == used.path.with_name(KEPT.replace(".db", "-2.db"))
    assert _rows(used) == former


# ---------------------------------------------------------------------- refused


def refused(installation: Installation, copy: Path, sentence: str) -> None:
    before = installation.path.read_bytes()
    names = sorted(installation.path.parent.iterdir())
    with pytest.raises(StorageError, match=sentence):
        upkeep_of(installation).restore(copy)
    assert installation.path.read_bytes() == before
    assert sorted(installation.path.parent.iterdir()) == names


def test_a_program_left_open_is_named(used: Installation, copy: Path) -> None:
    database = used.open()
    with pytest.raises(StorageError, match=rf"processus {os.getpid()}|autre programme"):
        upkeep_of(used).restore(copy)
    database.close()
    raw = used.raw()
    raw.execute("SELECT 1 FROM holder").fetchall()
    with pytest.raises(StorageError, match="autre programme"):  # even one that does not know our lock
        upkeep_of(used).restore(copy)
    raw.close()
    upkeep_of(used).restore(copy)


def test_nobody_opens_a_base_that_is_being_replaced(used: Installation, copy: Path, monkeypatch: Any) -> None:
    said = []

    def look(*_: object) -> None:
        with pytest.raises(StorageError, match="Attendez qu’elle finisse") as refusal:
            used.open()
        said.append(refusal.value)

    upkeep_of(used).restore(copy, progress=look)
    assert said


def test_what_is_no_backup_is_refused(used: Installation, copy: Path, tmp_path: Path) -> None:
    odd = tmp_path / "autre.db"
    refused(used, odd, "n’existe pas")
    odd.write_bytes(b"")
    refused(used, odd, "est vide")
    odd.write_bytes(os.urandom(8192))
    refused(used, odd, "ne s’ouvre pas avec ce fichier de clés")
    odd.write_bytes(copy.read_bytes()[:40_000])
    refused(used, odd, "abîmée")
    odd.unlink()
    with sqlite3.connect(odd) as plain:
        plain.execute("CREATE TABLE t (x)")
    plain.close()
    refused(used, odd, "n’est pas une sauvegarde de cpf-tui")
    refused(used, used.path, "est la base en place")


@pytest.mark.parametrize("offset", [2_000, 5_000, 40_000, 100_000])
def test_a_damaged_backup_is_refused(used: Installation, copy: Path, offset: int) -> None:
    content = bytearray(copy.read_bytes())
    content[offset] ^= 1
    copy.write_bytes(content)
    refused(used, copy, "abîmé")


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("PRAGMA application_id = 1", "n’est pas une sauvegarde de cpf-tui"),
        ("PRAGMA user_version = 99", r"version plus récente de cpf-tui \(schéma 99"),
        ("DROP TRIGGER entry_check", "La protection « entry_check » manque"),
        ("DELETE FROM dossier", "Les? |renvoie|manifeste"),
    ],
)
def test_a_backup_that_is_not_sound_is_refused(used: Installation, copy: Path, statement: str, sentence: str) -> None:
    raw = connect(copy, used.keys.database)
    raw.execute(statement)
    raw.close()
    refused(used, copy, sentence)


def test_a_disk_without_room_is_refused(used: Installation, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with used.raw() as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
    raw.close()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    refused(used, copy, "La base en place n’a pas changé")


# ---------------------------------------------------------------------- a base that was lost or damaged


def _pages(installation: Installation) -> bytes:
    """Give a journal as a killed program leaves it: pages that are in no file yet."""
    database = installation.open()
    with database.write() as uow:
        uow.operations.record("o", "r", NOW)
        uow.commit()
    pages = installation.path.with_name("cpf.db-wal").read_bytes()
    database.close()
    assert pages
    return pages


@pytest.mark.parametrize("whole", [True, False])
def test_a_damaged_base_is_replaced_and_kept_with_its_journal(used: Installation, copy: Path, whole: bool) -> None:
    saved = _rows(used, copy)
    garbage, pages = os.urandom(8192), _pages(used) if whole else b"what is left of a journal"
    used.path.write_bytes(garbage)
    journal = used.path.with_name("cpf.db-wal")
    journal.write_bytes(pages)
    kept = upkeep_of(used).restore(copy).kept

    assert kept is not None
    assert kept.read_bytes() == garbage
    assert kept.with_name(f"{kept.name}-wal").read_bytes() == pages
    assert _rows(used) == saved
    assert not journal.exists()


def test_keys_that_are_lost_are_said(used: Installation, copy: Path) -> None:
    used.key_path.unlink()
    used.path.unlink()
    with pytest.raises(StorageError, match=r"Le fichier de clés .* manque"):
        upkeep_of(used).restore(copy)
    assert not used.key_path.exists()


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root can mount a small disk")
@pytest.mark.parametrize("small_disk", ["1500k"], indirect=True)
def test_a_disk_that_fills_up_leaves_the_base_as_it_was(
    small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = Installation(small_disk / "etat")
    database = used.open()
    furnish(database)
    database.close()
    copy = upkeep_of(used).back_up(tmp_path / "copie.db").path
    _reserve(used)
    before = _rows(used)
    others = small_disk / "autres"
    others.write_bytes(bytes(shutil.disk_usage(small_disk).free - 100_000))
    monkeypatch.setattr(
        shutil, "disk_usage", lambda _: SimpleNamespace(free=1 << 40)
    )  # room that others took meanwhile
    for act in (lambda: upkeep_of(used).restore(copy), lambda: upkeep_of(used).change_keys(tuple(KeyPart))):
        with pytest.raises(StorageError, match="plein"):
            act()
        assert not list(used.path.parent.glob("*.nouveau*"))
        raw_keys = keyring.in_force(used.keys, used.path)
        assert rows(used.path, raw_keys.database)["entry"] == before["entry"]
    others.unlink()
    assert upkeep_of(used).change_keys(tuple(KeyPart)).resumed
    assert rows(used.path, used.keys.database)["entry"] == before["entry"]


# ---------------------------------------------------------------------- cut short


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
@pytest.mark.parametrize("damaged", [False, True])
def test_a_restoration_killed_at_any_moment_is_done_whole_or_not_at_all(
    used: Installation, copy: Path, tmp_path: Path, damaged: bool
) -> None:
    saved, former = _rows(used, copy), _rows(used)
    aside = tmp_path / "base-avant"
    shutil.copytree(used.path.parent, aside)
    journal, pages = used.path.with_name("cpf.db-wal"), _pages(used)
    rank, states = 1, []
    with killing("restore", used.folder, copy) as kill:
        while True:
            shutil.rmtree(used.path.parent)
            shutil.copytree(aside, used.path.parent)
            if damaged:
                used.path.write_bytes(b"\1" * 8192)
                journal.write_bytes(pages)
            if not kill(rank):
                break
            states.append(_state(used, saved, former, pages if damaged else b""))
            rank += 1
    assert set(states) == {"former", "saved"}
    assert states == sorted(states)  # once done, done
    assert rank > 15


def _state(used: Installation, saved: Any, former: Any, pages: bytes) -> str:
    """Open the installation as the next program does, and say which base it is."""
    kept = used.path.with_name(KEPT)
    if pages and used.path.read_bytes() == b"\1" * 8192 and not list(used.path.parent.glob("*.suivante*")):
        assert used.path.with_name("cpf.db-wal").read_bytes() == pages
        return "former"
    used.open().close()
    found = _rows(used)
    if found == saved:
        assert kept.exists()
        if pages:
            assert kept.read_bytes() == b"\1" * 8192
            assert kept.with_name(f"{KEPT}-wal").read_bytes() == pages
        else:
            assert _rows(used, kept) == former
        return "saved"
    assert found == former
    assert not kept.exists()
    return "former"


def test_the_constants_of_a_file_are_those_of_the_program(used: Installation) -> None:
    raw = used.raw()
    assert raw.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    assert raw.execute("PRAGMA user_version").fetchone()[0] == schema.SCHEMA_VERSION
    raw.close()
    assert Keys.from_json(used.keys.to_json()) == used.keys
