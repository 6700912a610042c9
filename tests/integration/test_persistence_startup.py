"""What is refused before a database is used, each time with what to do; and what a first start leaves."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from cpf_tui.domain.errors import StorageError
from cpf_tui.persistence.sqlite import engine, startup
from cpf_tui.persistence.sqlite.backend import SqliteBackend
from cpf_tui.persistence.unit_of_work import SqlDatabase
from cpf_tui.security import files
from cpf_tui.security.keys import Keys
from cpf_tui.security.vault import KeyedVault
from tests.support.storage import Installation, furnish


@pytest.fixture
def used(installation: Installation) -> Installation:
    """An installation that was used, then closed."""
    database = installation.open()
    furnish(database)
    database.close()
    return installation


def refused(installation: Installation, sentence: str) -> None:
    content = installation.path.read_bytes()
    with pytest.raises(StorageError, match=sentence):
        installation.open()
    assert installation.path.read_bytes() == content


def test_a_first_start_leaves_private_files(used: Installation) -> None:
    modes = {
        path.relative_to(used.folder).as_posix(): oct(path.stat().st_mode & 0o777) for path in used.folder.rglob("*")
    }
    assert modes == {
        "base": "0o700",
        "base/.verrou": "0o600",
        "base/cpf.db": "0o600",
        "cles": "0o700",
        "cles/.verrou": "0o600",
        "cles/cles.json": "0o400",
    }


def test_the_journal_is_private_too(installation: Installation) -> None:
    database = installation.open()
    furnish(database)
    for name in ("cpf.db-wal", "cpf.db-shm"):
        assert installation.path.with_name(name).stat().st_mode & 0o777 == 0o600
    database.close()


def test_nothing_of_a_person_is_readable_in_the_file(used: Installation) -> None:
    content = used.path.read_bytes()
    assert b"Soudage" not in content
    assert b"CREATE TABLE" not in content


def test_connections_follow_the_recipe(installation: Installation) -> None:
    database = installation.open()
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "secure_delete": 1,
        "busy_timeout": 30_000,
    }
    for pool in (database._writer, database._reader):
        with pool.connect() as connection:
            assert {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted} == wanted
    database.close()


def test_an_empty_file_is_not_a_new_database(used: Installation) -> None:
    used.path.write_bytes(b"")
    refused(used, "est vide")


def test_garbage_is_refused(used: Installation) -> None:
    used.path.write_bytes(os.urandom(8192))
    refused(used, "fichier de clés")


def test_another_key_is_refused(used: Installation) -> None:
    used.key_path.unlink()
    used.key_path.write_text(Keys.new().to_json(), encoding="utf-8")
    used.key_path.chmod(0o400)
    refused(used, "Remettez le fichier de clés qui va avec")


def test_lost_keys_are_refused(used: Installation) -> None:
    used.key_path.unlink()
    refused(used, "Le fichier de clés .* manque")


def test_a_plain_database_is_refused(used: Installation) -> None:
    used.path.unlink()
    with sqlite3.connect(used.path) as plain:
        plain.execute("CREATE TABLE t (x)")
    plain.close()
    used.path.chmod(0o600)
    refused(used, "n’est pas une base de cpf-tui")


@pytest.mark.parametrize(
    ("pragma", "sentence"),
    [
        ("PRAGMA application_id = 1", "n’est pas une base de cpf-tui"),
        ("PRAGMA user_version = 99", "schéma 99.*Mettez le programme à jour"),
    ],
)
def test_a_file_of_another_program_or_of_a_newer_one_is_refused(used: Installation, pragma: str, sentence: str) -> None:
    raw = used.raw()
    raw.execute(pragma)
    raw.close()
    refused(used, sentence)


@pytest.mark.parametrize("offset", [2_000, 5_000, 40_000])
def test_a_damaged_page_is_refused(used: Installation, offset: int) -> None:
    content = bytearray(used.path.read_bytes())
    content[offset] ^= 1
    used.path.write_bytes(content)
    refused(used, "abîmée")


def test_a_truncated_file_is_refused(used: Installation) -> None:
    used.path.write_bytes(used.path.read_bytes()[:20_000])
    refused(used, "abîmée")


@pytest.mark.parametrize(("name", "mode"), [("base/cpf.db", 0o640), ("base", 0o750), ("cles/cles.json", 0o404)])
def test_files_that_others_may_read_are_refused(used: Installation, name: str, mode: int) -> None:
    (used.folder / name).chmod(mode)
    with pytest.raises(StorageError, match=r"D’autres personnes peuvent lire .*chmod [467]00"):
        used.open()


def test_a_journal_without_its_database_is_refused(used: Installation) -> None:
    used.path.unlink()
    used.path.with_name("cpf.db-wal").write_bytes(b"pages of a lost database")
    with pytest.raises(StorageError, match="a disparu"):
        used.open()
    assert not used.path.exists()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "etat").write_text("a file", encoding="utf-8")
    with pytest.raises(StorageError, match="un fichier est à la place d’un dossier"):
        Installation(tmp_path / "etat").open()


def test_names_with_spaces_accents_and_signs_are_paths(tmp_path: Path) -> None:
    odd = Installation(tmp_path / "été ?mode=ro #1 % d’ici")
    odd.open().close()
    odd.open().close()
    assert odd.path.exists()


@pytest.mark.parametrize(
    ("version", "vulnerable"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_an_sqlite_with_the_wal_race_is_refused(version: tuple[int, ...], vulnerable: bool) -> None:
    assert engine.is_vulnerable(version) is vulnerable
    if vulnerable:
        with pytest.raises(StorageError, match="Installez sqlcipher3"):
            startup.refuse_driver(version)


MOUNTS = """/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/marie/disque ext4 rw 0 0
//nas/partage /mnt/mon\\040partage cifs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "shared"),
    [
        ("/var/lib/cpf", False),
        ("/home/marie/.local", True),
        ("/home/marie/disque/cpf", False),
        ("/homework", False),
        ("/mnt/mon partage/cpf", True),
    ],
)
def test_a_disk_shared_over_the_network_is_recognised(folder: str, shared: bool) -> None:
    assert files.is_on_network(Path(folder), MOUNTS) is shared


def test_a_disk_shared_over_the_network_is_refused(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "is_on_network", lambda _folder, _mounts: True)
    with pytest.raises(StorageError, match="partagé en réseau"):
        installation.open()
    assert not installation.path.exists()


KILLED = """
import os, signal, sys
from pathlib import Path
from cpf_tui.persistence import schema
from cpf_tui.security import files
from tests.support.storage import Installation

def kill(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)

target, name = {"schema": schema, "files": files}[sys.argv[2]], sys.argv[3]
if sys.argv[4] == "before":
    setattr(target, name, kill)
else:
    real = getattr(target, name)
    setattr(target, name, lambda *given: (real(*given), kill()))
Installation(Path(sys.argv[1])).open()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
@pytest.mark.parametrize(
    ("module", "name", "moment"),
    [
        ("schema", "_run_migrations", "before"),
        ("schema", "_run_migrations", "after"),
        ("schema", "upgrade", "after"),
        ("files", "flush", "before"),
    ],
)
def test_a_kill_during_the_creation_leaves_a_start_to_do_again(
    installation: Installation, module: str, name: str, moment: str
) -> None:
    _ = installation.keys  # the keys are there: what is killed is the making of the database
    command = [sys.executable, "-c", KILLED, str(installation.folder), module, name, moment]
    killed = subprocess.run(command, check=False, cwd=Path(__file__).parents[2])
    assert killed.returncode == -signal.SIGKILL
    assert not installation.path.exists()
    assert list(installation.path.parent.glob("*.nouveau-*"))
    database = installation.open()
    furnish(database)
    database.close()
    assert sorted(path.name for path in installation.path.parent.iterdir()) == [".verrou", "cpf.db"]


def test_a_moved_installation_opens(used: Installation, tmp_path: Path) -> None:
    shutil.move(used.folder, tmp_path / "ailleurs")
    moved = Installation(tmp_path / "ailleurs")
    database = moved.open()
    with database.read() as uow:
        assert uow.holders.get("h1").last_name == "Hérault"
    database.close()


def test_the_key_of_the_database_has_its_size(installation: Installation) -> None:
    keys = installation.keys
    with pytest.raises(ValueError, match="32 bytes"):
        SqlDatabase(SqliteBackend(installation.path, b"short"), KeyedVault(keys))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
def test_a_folder_of_somebody_else_is_refused_with_a_sentence(used: Installation) -> None:
    code = (
        "import os, sys; from pathlib import Path; from tests.support.storage import Installation\n"
        "from cpf_tui.domain.errors import StorageError\n"
        "os.setuid(65534)\n"
        "try: Installation(Path(sys.argv[1])).open()\n"
        "except StorageError as error: print(error)"
    )
    command = [sys.executable, "-c", code, str(used.folder)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert "accès refusé" in said.stdout
    assert said.stderr == ""


def test_a_damaged_file_writes_nothing_over_the_screen(used: Installation, capfd: pytest.CaptureFixture[str]) -> None:
    used.path.write_bytes(os.urandom(8192))
    refused(used, "fichier de clés")
    assert capfd.readouterr() == ("", "")
