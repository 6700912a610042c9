"""A backup holds everything acknowledged before it began, is checked before it takes its name, and says what it is."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.ledger import EntryKind
from cpf_tui.persistence.sqlite.engine import connect
from cpf_tui.persistence.upkeep import dated
from cpf_tui.security.keys import Keys
from tests.support.storage import NOW, Installation, furnish, movement
from tests.support.upkeep import MADE_AT, killing, rows, upkeep_of, writing

DATED = "cpf-2026-03-02-100000.db"


@pytest.fixture
def used(installation: Installation) -> Installation:
    """An installation with a credit, a reservation and its debit, closed."""
    database = installation.open()
    furnish(database)
    with database.write() as uow:
        uow.ledger.append([movement("p", EntryKind.PEND, 8000, dossier_id="d1")], NOW)
        uow.ledger.append([movement("q", EntryKind.POST, 6000, pending_seq=2, dossier_id="d1")], NOW)
        uow.commit()
    database.close()
    return installation


def test_a_backup_holds_every_row_and_says_so(used: Installation) -> None:
    before = rows(used.path, used.keys.database)
    made = upkeep_of(used).back_up()

    assert made.path == used.folder / "sauvegardes" / DATED
    assert rows(made.path, used.keys.database) == before
    assert {name: count for name, count in made.manifest.contents.rows.items() if count} == {
        "account": 1,
        "dossier": 1,
        "entry": 3,
        "holder": 1,
    }
    report, manifest = upkeep_of(used).verify_copy(made.path)
    assert report.clean
    assert manifest == made.manifest
    assert manifest.made_at == MADE_AT


def test_a_backup_is_private_encrypted_and_one_file(used: Installation) -> None:
    made = upkeep_of(used).back_up()

    assert [path.name for path in made.path.parent.iterdir()] == [DATED]
    assert made.path.stat().st_mode & 0o777 == 0o600
    content = made.path.read_bytes()
    assert b"Soudage" not in content
    assert b"backup_manifest" not in content
    for key in (used.keys.index, used.keys.database, used.keys.sealing["k1"]):
        assert key not in content
        assert key.hex().encode() not in content


def test_a_backup_is_told_in_the_audit(used: Installation) -> None:
    upkeep_of(used).back_up()
    database = used.open()
    with database.read() as uow:
        assert [(line.role, line.action, line.detail) for line in uow.audit.all()] == [
            ("exploitant", "sauvegarde_faite", "2026-03-02T10:00:00Z")
        ]
    database.close()


def test_a_backup_is_read_where_nothing_can_be_written(used: Installation) -> None:
    made = upkeep_of(used).back_up()
    made.path.chmod(0o444)
    made.path.parent.chmod(0o500)
    report, _ = upkeep_of(used).verify_copy(made.path)
    made.path.parent.chmod(0o700)

    assert report.clean
    assert [path.name for path in made.path.parent.iterdir()] == [DATED]


def test_backups_under_writers_hold_all_that_was_acknowledged(used: Installation) -> None:
    with writing(used, 2) as writers:
        for number in range(4):
            acknowledged = {writer.acknowledged() for writer in writers}
            made = upkeep_of(used).back_up(used.folder / f"copie-{number}.db")

            stored = rows(made.path, used.keys.database)["entry"]
            numbers = [row[0] for row in stored]
            assert acknowledged <= set(numbers)
            assert sorted(numbers) == list(range(1, len(numbers) + 1))
            assert upkeep_of(used).verify_copy(made.path)[0].clean


def test_a_backup_for_other_keys_opens_with_them_alone(used: Installation, tmp_path: Path) -> None:
    theirs = tmp_path / "autres.json"
    theirs.write_text(Keys.new().to_json(), encoding="utf-8")
    theirs.chmod(0o400)
    made = upkeep_of(used).back_up(other_keys=theirs)

    assert [one.check for one in upkeep_of(used).verify_copy(made.path)[0].findings] == ["fichier"]
    elsewhere = Installation(tmp_path / "ailleurs")
    elsewhere.key_path.parent.mkdir(mode=0o700, parents=True)
    shutil.copy(theirs, elsewhere.key_path)
    elsewhere.path.parent.mkdir(mode=0o700)
    shutil.copy(made.path, elsewhere.path)
    mine, copied = used.open(), elsewhere.open()
    with mine.read() as uow, copied.read() as theirs_uow:
        nir = uow.holders.nir("h1")
        assert theirs_uow.holders.nir("h1") == nir
        assert theirs_uow.holders.credentials(nir) == ("h1", "hash")
        assert theirs_uow.ledger.accounts("h1") == uow.ledger.accounts("h1")
    mine.close()
    copied.close()


# ---------------------------------------------------------------------- refused


def refused(installation: Installation, target: Path | None, sentence: str) -> None:
    with pytest.raises(StorageError, match=sentence):
        upkeep_of(installation).back_up(target)


def test_a_name_taken_is_left_as_it_is(used: Installation, tmp_path: Path) -> None:
    target = tmp_path / "copie.db"
    target.write_text("notes", encoding="utf-8")
    refused(used, target, "existe déjà")
    assert target.read_text(encoding="utf-8") == "notes"


def test_places_that_do_not_fit_are_refused(used: Installation, tmp_path: Path) -> None:
    refused(used, tmp_path / "absent" / "copie.db", r"Le dossier .*absent n’existe pas")
    refused(used, used.path.with_name("copie.db"), "à côté de la base")
    refused(used, used.path.parent, "à côté de la base")


def test_a_disk_without_room_is_refused_before_anything_is_copied(
    used: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    refused(used, tmp_path / "copie.db", r"il faut \d,\d Mo, il reste 1 ko")
    assert not list(tmp_path.glob("copie*"))


def test_an_installation_without_a_base_has_nothing_to_back_up(installation: Installation, tmp_path: Path) -> None:
    refused(installation, tmp_path / "copie.db", "pas encore de base")
    assert not installation.folder.exists()


def test_the_backup_of_a_base_with_anomalies_is_not_kept(used: Installation, tmp_path: Path) -> None:
    raw = used.raw()
    raw.execute("DROP TRIGGER account_balance")
    raw.execute("UPDATE account SET credits = 99999")
    raw.close()
    refused(used, tmp_path / "copie.db", "la base a des anomalies. La première : La protection « account_balance »")
    assert not list(tmp_path.glob("copie*"))


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("DELETE FROM shortlist", None),
        ("INSERT INTO operation VALUES ('o', 'r', '2026-01-01T00:00:00.000000+00:00')", "manifeste"),
        ("DELETE FROM dossier_event", None),
        ("UPDATE backup_manifest SET content = replace(content, '2026-03', '2025-03')", None),
        ("UPDATE backup_manifest SET content = replace(content, '\"schema\": 2', '\"schema\": 1')", "manifeste"),
    ],
)
def test_a_copy_changed_afterwards_is_noticed(used: Installation, statement: str, check: str | None) -> None:
    made = upkeep_of(used).back_up()
    raw = connect(made.path, used.keys.database)
    raw.execute(statement)
    raw.close()
    assert [one.check for one in upkeep_of(used).verify_copy(made.path)[0].findings] == ([check] if check else [])


# ---------------------------------------------------------------------- names and rotation


def test_two_backups_of_one_second_have_two_names(used: Installation) -> None:
    upkeep = upkeep_of(used)
    names = [upkeep.back_up().path.name for _ in range(3)]
    assert names == [DATED, "cpf-2026-03-02-100000-02.db", "cpf-2026-03-02-100000-03.db"]


def test_the_oldest_dated_backups_go_and_nothing_else(used: Installation) -> None:
    folder = used.folder / "sauvegardes"
    folder.mkdir(mode=0o700)
    days = [f"cpf-2026-01-0{day}-000000.db" for day in range(1, 6)]
    for name in (*days, "cpf-2026-01-01-000000-02.db", "notes.txt", "cpf.db"):
        (folder / name).touch()
    upkeep = upkeep_of(used)
    gone = upkeep.keep_last(3, upkeep.back_up().path)

    assert [path.name for path in gone] == [days[0], "cpf-2026-01-01-000000-02.db", *days[1:3]]
    assert sorted(path.name for path in folder.iterdir()) == [*days[3:], DATED, "cpf.db", "notes.txt"]


def test_the_backup_just_made_stays_even_if_the_clock_went_back(used: Installation) -> None:
    made = upkeep_of(used).back_up().path
    later = made.with_name("cpf-2027-01-01-000000.db")
    shutil.copy(made, later)
    assert upkeep_of(used).keep_last(1, made) == [later]
    assert dated.backups(made.parent) == [made]


# ---------------------------------------------------------------------- cut short


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_a_backup_killed_at_any_moment_leaves_none_or_a_whole_one(used: Installation) -> None:
    folder = used.folder / "sauvegardes"
    before = rows(used.path, used.keys.database)
    rank, states = 1, set()
    with killing("back_up", used.folder) as kill:
        while kill(rank):
            found = dated.backups(folder) if folder.exists() else []
            for path in found:
                report, manifest = upkeep_of(used).verify_copy(path)
                assert report.clean
                assert manifest is not None
                assert rows(path, used.keys.database)["entry"] == before["entry"]
                path.unlink()
            states.add(len(found))
            rank += 1
    assert states == {0, 1}
    assert rank > 10
    assert [path.name for path in folder.iterdir()] == [DATED]  # the next one cleared what the others left
    assert rows(used.path, used.keys.database)["entry"] == before["entry"]


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_disk_that_fills_up_keeps_nothing(
    used: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_disk: Path
) -> None:
    monkeypatch.setattr(
        shutil, "disk_usage", lambda _: SimpleNamespace(free=1 << 40)
    )  # room that others took meanwhile
    refused(used, small_disk / "copie.db", "plein")
    assert list(small_disk.iterdir()) == []
    report, _ = upkeep_of(used).verify_copy(upkeep_of(used).back_up(tmp_path / "copie.db").path)
    assert report.clean
