"""A base moved to a server and back: every row the same, the ends of the chains identical, nothing kept otherwise."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from cpf_tui.bootstrap import Container
from cpf_tui.demonstration.build import furnish
from cpf_tui.domain.audit import Action, NewAuditLine
from cpf_tui.domain.errors import NotAllowed, StorageError
from cpf_tui.domain.ledger import EntryKind
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import Role
from cpf_tui.domain.records import DossierEvent, State
from cpf_tui.persistence.integrity import verify
from cpf_tui.persistence.postgresql.backend import PostgresBackend
from cpf_tui.persistence.tables import account
from cpf_tui.persistence.unit_of_work import SqlDatabase
from cpf_tui.persistence.upkeep import rows as raw_rows
from cpf_tui.persistence.upkeep.server_operator import ServerUpkeep
from cpf_tui.security.keys import KeyPart
from cpf_tui.security.vault import KeyedVault
from cpf_tui.settings import Settings
from tests.support import storage
from tests.support.server_storage import Servers
from tests.support.storage import NOW, Installation, movement
from tests.support.storage import furnish as furnish_one
from tests.support.upkeep import Clock, rows, upkeep_of, writing

SECRET = "girafe tambour nuage citron"
Everything = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An installation with people at every stage, part of whose audit was purged; and the number of one of them."""
    folder = tmp_path_factory.mktemp("demo") / "etat"
    shown = furnish(Settings(data_dir=folder))
    installation = Installation(folder)
    database = installation.open()
    with database.write() as uow:
        for day in range(40):
            line = NewAuditLine(Role.ADVISOR, "a1", Action.LOOKED_AT_HOURS, subject="h1", detail=str(day))
            uow.audit.append(line, NOW + timedelta(days=day))
        uow.commit()
    with database.write() as uow:
        assert uow.audit.purge(NOW + timedelta(days=10**3), NOW) is not None
        uow.audit.append(NewAuditLine(Role.OPERATOR, "", Action.PURGED), NOW)
        uow.commit()
    database.close()
    return folder, shown.holders[0].nir.replace(" ", "")


@pytest.fixture
def source(furnished: tuple[Path, str], tmp_path: Path) -> Installation:
    """A copy of it."""
    shutil.copytree(furnished[0], tmp_path / "etat")
    return Installation(tmp_path / "etat")


@pytest.fixture
def empty(servers: Servers) -> str:
    """The address of an empty database."""
    return servers.server.create()


def _on(url: str, installation: Installation) -> PostgresBackend:
    return PostgresBackend.at(url, installation.keys.fingerprint)


def _everything(backend: PostgresBackend) -> Everything:
    """Every row of every table of a server, as the driver gives them."""
    reader = backend.reader()
    with reader.connect() as connection:
        found = {one.name: [tuple(row) for row in raw_rows.stream(connection, one)] for one in raw_rows.tables()}
    reader.dispose()
    return {name: sorted(one, key=repr) for name, one in found.items()}


def _but_last_line(found: Everything) -> Everything:
    """Leave out the line of the audit that tells of the act itself."""
    return {**found, "audit": sorted(found["audit"], key=lambda row: int(row[0]))[:-1]}


def _of_file(installation: Installation, path: Path | None = None) -> Everything:
    found = rows(path or installation.path, installation.keys.database)
    return {one.name: found[one.name] for one in raw_rows.tables()}


def test_every_row_goes_to_the_server_and_the_file_stays(source: Installation, empty: str) -> None:
    before = _of_file(source)
    done = upkeep_of(source).transfer(empty)

    assert _but_last_line(_everything(_on(empty, source))) == {**before, "audit": sorted(before["audit"])}
    assert {one.table: one.rows for one in done.tables} == {name: len(found) for name, found in before.items()}
    assert len(before["entry"]) > 10
    assert len(before["audit_segment"]) == 1
    assert verify(_on(empty, source)).clean
    assert _of_file(source) == before
    with pytest.raises(StorageError, match=r"a été transférée vers .*CPF_TUI_DATABASE_URL"):
        source.open()


def test_people_find_their_account_on_the_server(
    source: Installation, empty: str, furnished: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Container(Settings(data_dir=source.folder)) as container:
        actor = container.services.sign_in.holder(Nir(furnished[1]), SECRET)
        seen = container.services.balance.view(actor), container.services.balance.statement(actor)
    upkeep_of(source).transfer(empty)
    with Container(Settings(data_dir=source.folder, database_url=empty)) as container:
        actor = container.services.sign_in.holder(Nir(furnished[1]), SECRET)
        assert (container.services.balance.view(actor), container.services.balance.statement(actor)) == seen


def test_the_server_goes_on_from_there(source: Installation, empty: str) -> None:
    upkeep_of(source).transfer(empty)
    backend = _on(empty, source)
    database = SqlDatabase(backend, KeyedVault(source.keys))
    with database.write() as uow:
        holder = source_account(uow)
        (entry,) = uow.ledger.append([movement("after", EntryKind.CREDIT, 100, account_id=holder)], NOW)
        line = uow.audit.append(NewAuditLine(Role.OPERATOR, "", Action.PURGED), NOW)
        uow.commit()
    database.close()
    found = _everything(backend)
    assert entry.seq == len(found["entry"])
    assert line.seq == max(row[0] for row in found["audit"])
    assert verify(backend).clean


def source_account(uow: Any) -> str:
    return str(uow._connection.execute(select(account.c.id).order_by(account.c.id).limit(1)).scalar_one())


def test_and_comes_back_through_a_backup(source: Installation, empty: str, tmp_path: Path) -> None:
    upkeep_of(source).transfer(empty)
    there = ServerUpkeep(source.key_path, source.folder / "sauvegardes", Clock(), _on(empty, source))
    held = _everything(_on(empty, source))
    made = there.back_up(tmp_path / "copie.db")
    assert _of_file(source, made.path) == held
    assert there.verify_copy(made.path)[0].clean
    assert made.manifest.contents.ledger == there.compare(made.path)[1].ledger  # type: ignore[union-attr]

    upkeep_of(source).restore(made.path)
    assert _but_last_line(_of_file(source)) == {**held, "audit": sorted(held["audit"])}
    source.open().close()  # no longer marked as moved


def test_an_erased_account_goes_with_the_others_and_comes_back(
    installation: Installation, empty: str, tmp_path: Path
) -> None:
    """Nothing is written about it any more, and what remains of it must be copied all the same."""
    database = installation.open()
    storage.furnish(database)
    with database.write() as uow:
        event = DossierEvent("d1", NOW, Role.HOLDER, "h1", "creer", State.DRAFT)
        uow.dossiers.add_event(event)
        uow.personal.erase("h1", [], NOW)
        uow.commit()
    database.close()
    before = _of_file(installation)
    upkeep_of(installation).transfer(empty)
    assert _but_last_line(_everything(_on(empty, installation))) == before
    there = ServerUpkeep(installation.key_path, installation.folder / "sauvegardes", Clock(), _on(empty, installation))
    made = there.back_up(tmp_path / "copie.db")
    assert _of_file(installation, made.path)["entry"] == before["entry"]
    assert there.verify_copy(made.path)[0].clean
    again = _on(empty, installation)
    served = SqlDatabase(again, KeyedVault(installation.keys))
    with pytest.raises(NotAllowed, match="effacé"), served.write() as uow:  # the guards are awake
        uow.dossiers.add_event(event)
    served.close()


def test_backups_of_a_server_under_writers_hold_all_that_was_acknowledged(servers: Servers, tmp_path: Path) -> None:
    place = servers.installation(tmp_path / "etat")
    database = place.open()
    furnish_one(database)
    database.close()
    there = ServerUpkeep(place.key_path, tmp_path, Clock(), PostgresBackend.at(place.url))
    with writing(place, 2) as writers:
        for number in range(3):
            acknowledged = {writer.acknowledged() for writer in writers}
            made = there.back_up(tmp_path / f"copie-{number}.db")
            numbers = [row[0] for row in rows(made.path, place.keys.database)["entry"]]
            assert acknowledged <= set(numbers)
            assert sorted(numbers) == list(range(1, len(numbers) + 1))
            assert there.verify_copy(made.path)[0].clean


def test_a_backup_is_put_in_an_empty_database_and_in_no_other(
    source: Installation, empty: str, servers: Servers, tmp_path: Path
) -> None:
    made = upkeep_of(source).back_up(tmp_path / "copie.db").path
    before = _of_file(source, made)
    there = ServerUpkeep(source.key_path, source.folder / "sauvegardes", Clock(), _on(empty, source))
    assert there.restore(made).report.clean
    held = _everything(_on(empty, source))
    assert _but_last_line(held) == {**before, "audit": sorted(before["audit"])}
    with pytest.raises(StorageError, match="n’est pas vide : une sauvegarde ne s’y remet pas"):
        there.restore(made)
    assert _everything(_on(empty, source)) == held


def test_a_backup_under_other_keys_is_put_under_those_of_the_server(
    source: Installation, empty: str, furnished: tuple[Path, str], tmp_path: Path
) -> None:
    apart = tmp_path / "anciennes.json"
    made = upkeep_of(source).back_up(tmp_path / "copie.db").path
    upkeep_of(source).change_keys(tuple(KeyPart), former_to=apart)
    there = ServerUpkeep(source.key_path, source.folder / "sauvegardes", Clock(), _on(empty, source))
    there.restore(made, copy_keys=apart)
    database = SqlDatabase(_on(empty, source), KeyedVault(source.keys))
    with database.read() as uow:
        found = uow.holders.credentials(Nir(furnished[1]))
        assert found is not None
        assert uow.holders.nir(found[0]) == Nir(furnished[1])
    database.close()


# ---------------------------------------------------------------------- refused


def test_a_database_that_is_not_empty_is_refused(source: Installation, servers: Servers, tmp_path: Path) -> None:
    other = servers.server.create()
    database = SqlDatabase(_on(other, source), KeyedVault(source.keys))
    with database.write() as uow:
        uow.operations.record("o", "r", NOW)
        uow.commit()
    database.close()
    held = _everything(_on(other, source))
    with pytest.raises(StorageError, match="n’est pas vide"):
        upkeep_of(source).transfer(other)
    assert _everything(_on(other, source)) == held
    source.open().close()  # not marked


def test_a_transfer_not_confirmed_is_recognised(source: Installation, empty: str) -> None:
    first = upkeep_of(source).transfer(empty)
    source.path.with_name("transferee.json").unlink()  # cut before it was marked
    second = upkeep_of(source).transfer(empty)
    assert not first.already
    assert second.already
    assert second.tables == first.tables
    with pytest.raises(StorageError, match="a été transférée"):
        source.open()


def test_another_base_is_not_taken_for_a_transfer_done(source: Installation, empty: str) -> None:
    upkeep_of(source).transfer(empty)
    source.path.with_name("transferee.json").unlink()
    database = source.open()
    with database.write() as uow:
        uow.operations.record("o", "r", NOW)
        uow.commit()
    database.close()
    with pytest.raises(StorageError, match="n’est pas vide"):
        upkeep_of(source).transfer(empty)


def test_a_base_in_use_is_not_moved(source: Installation, empty: str) -> None:
    database = source.open()
    with pytest.raises(StorageError, match="autre programme"):
        upkeep_of(source).transfer(empty)
    database.close()


def test_a_base_with_anomalies_is_not_moved(source: Installation, empty: str) -> None:
    source.tamper("UPDATE account SET credits = credits + 1")
    with pytest.raises(StorageError, match=r"La base a des anomalies et n’est pas reprise.*ne sont pas la somme"):
        upkeep_of(source).transfer(empty)
    assert not _on(empty, source).exists() or not any(_everything(_on(empty, source)).values())


@pytest.mark.parametrize(
    "lie",
    [
        "UPDATE holder SET last_name = 'Autre' WHERE id = (SELECT min(id) FROM holder)",
        "DELETE FROM shortlist WHERE seq = (SELECT max(seq) FROM shortlist)",
        "INSERT INTO operation VALUES ('intrus', 'r', '2026-01-01T00:00:00.000000+00:00')",
        "UPDATE draft SET answers = '{}' WHERE true",
        "UPDATE dossier SET planned = planned + 1 WHERE seq = 1",
    ],
)
def test_a_row_that_differs_keeps_nothing(
    source: Installation, empty: str, lie: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "draft" in lie:
        database = source.open()
        raw = source.raw()
        raw.execute(
            "INSERT INTO draft VALUES ('h1', 'f', 's', '{\"a\":\"b\"}', 'op', '2026-01-01T00:00:00.000000+00:00')"
        )
        raw.close()
        database.close()
    real = raw_rows.copy_rows

    def lying(ours: Connection, theirs: Connection, progress: Any = None) -> None:
        real(ours, theirs, progress)
        assert theirs.exec_driver_sql(lie).rowcount

    monkeypatch.setattr("cpf_tui.persistence.upkeep.transfer.copy_rows", lying)
    with pytest.raises(StorageError, match="n’est pas la même des deux côtés"):
        upkeep_of(source).transfer(empty)
    assert not any(_everything(_on(empty, source)).values())
    assert verify(_on(empty, source)).clean  # the guards are back
    source.open().close()  # not marked


# ---------------------------------------------------------------------- keys


@pytest.mark.parametrize("parts", [(KeyPart.SEALING, KeyPart.INDEX), (KeyPart.SEALING,), (KeyPart.INDEX,)])
def test_the_keys_of_a_server_change(
    source: Installation, empty: str, furnished: tuple[Path, str], parts: tuple[KeyPart, ...]
) -> None:
    upkeep_of(source).transfer(empty)
    former = source.keys
    held = len(_everything(_on(empty, source))["holder"])
    there = ServerUpkeep(source.key_path, source.folder / "sauvegardes", Clock(), PostgresBackend.at(empty))
    assert there.change_keys(parts).resealed == held
    after = source.keys
    assert after.next is None
    assert (after.index != former.index) is (KeyPart.INDEX in parts)
    database = SqlDatabase(_on(empty, source), KeyedVault(after))
    with database.read() as uow:
        found = uow.holders.credentials(Nir(furnished[1]))
        assert found is not None
        assert uow.holders.nir(found[0]) == Nir(furnished[1])
    database.close()
    assert verify(_on(empty, source)).clean


def test_the_keys_of_a_server_in_use_do_not_change(source: Installation, empty: str) -> None:
    upkeep_of(source).transfer(empty)
    former = source.keys
    database = SqlDatabase(_on(empty, source), KeyedVault(former))
    with database.read() as uow:
        assert uow.audit.head()
    there = ServerUpkeep(source.key_path, source.folder / "sauvegardes", Clock(), PostgresBackend.at(empty))
    with pytest.raises(StorageError, match="est utilisée par d’autres programmes"):
        there.change_keys(tuple(KeyPart))
    database.close()
    assert there.keys.database == former.database
    # What was cut short is finished by the next one, and the program opens meanwhile.
    again = ServerUpkeep(source.key_path, source.folder / "sauvegardes", Clock(), PostgresBackend.at(empty))
    assert again.change_keys(tuple(KeyPart)).resumed
    assert source.keys.index != former.index


@pytest.mark.parametrize("part", [KeyPart.SEALING, KeyPart.INDEX])
def test_a_program_left_open_over_a_change_writes_nothing_more(source: Installation, empty: str, part: KeyPart) -> None:
    upkeep_of(source).transfer(empty)
    left_open = SqlDatabase(_on(empty, source), KeyedVault(source.keys))
    left_open._reader.dispose()  # its link was cut, it has not noticed: nothing of it is seen from the server
    left_open._writer.dispose()
    there = ServerUpkeep(source.key_path, source.folder / "sauvegardes", Clock(), PostgresBackend.at(empty))
    there.change_keys([part])
    try:
        with pytest.raises(StorageError, match="clés"), left_open.write():
            pass
    finally:
        left_open.close()


def test_a_database_prepared_under_other_keys_is_refused(
    source: Installation, servers: Servers, tmp_path: Path
) -> None:
    other = servers.installation(tmp_path / "autre")
    with pytest.raises(StorageError, match="clés"):
        upkeep_of(source).transfer(other.url)
    source.open().close()  # not marked


def test_a_server_has_no_key_of_a_file(source: Installation, empty: str) -> None:
    there = ServerUpkeep(source.key_path, source.folder / "sauvegardes", Clock(), PostgresBackend.at(empty))
    with pytest.raises(StorageError, match="chiffre lui-même"):
        there.change_keys([KeyPart.DATABASE])
    with pytest.raises(StorageError, match="pas encore de base sur"):
        there.back_up()
