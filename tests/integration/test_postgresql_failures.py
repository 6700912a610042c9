"""A server that is not there, not ours, not able to keep: refused with a sentence without anything of the password."""

from __future__ import annotations

import os
import subprocess
import tempfile
import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from cpf_tui.domain.errors import StorageError, Unreachable
from cpf_tui.persistence.integrity import verify
from cpf_tui.persistence.postgresql import engine, startup
from cpf_tui.persistence.unit_of_work import SqlDatabase
from cpf_tui.security.keys import Keys
from tests.support.postgresql import Server
from tests.support.server_storage import ServerInstallation, Servers
from tests.support.storage import NOW, furnish

SECRET = "girafe-blanche"


@pytest.fixture
def installation(servers: Servers, tmp_path: Path) -> ServerInstallation:
    return servers.installation(tmp_path / "etat")


@pytest.fixture
def database(installation: ServerInstallation) -> Iterator[SqlDatabase]:
    opened = installation.open()
    yield opened
    opened.close()


def refused(installation: ServerInstallation, sentence: str) -> None:
    with pytest.raises(StorageError, match=sentence) as error:
        installation.open()
    assert SECRET not in "".join(traceback.format_exception(error.value))


def at(installation: ServerInstallation, url: str) -> ServerInstallation:
    return replace(installation, url=url)


def test_a_connection_refused_says_why(servers: Servers, installation: ServerInstallation) -> None:
    server, url = servers.server, installation.url
    refused(at(installation, server.tcp(url, port=1)), "ne répond pas")
    refused(at(installation, server.tcp(url, password=SECRET)), "refuse le rôle ou le mot de passe")
    refused(at(installation, server.url("absente")), "n’y existe pas")
    refused(at(installation, server.url("postgres", user="personne")), "ne connaît pas ce rôle")
    refused(at(installation, server.tcp(url) + "?sslmode=require"), "liaison chiffrée")
    refused(at(installation, "postgresql://cpf@/droits?host=/nulle/part"), "ne répond pas")


def test_a_server_that_does_not_answer_is_no_anomaly(servers: Servers, installation: ServerInstallation) -> None:
    with pytest.raises(Unreachable, match="ne répond pas"):
        verify(at(installation, servers.server.tcp(installation.url, port=1)).backend)


def test_letters_that_do_not_hold_every_name_are_refused(servers: Servers, installation: ServerInstallation) -> None:
    made = "CREATE DATABASE latine ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER 'libc' TEMPLATE template0"
    servers.server.do(made)
    refused(at(installation, servers.server.url("latine")), "est en LATIN1")


def test_a_database_of_another_program_is_left_alone(servers: Servers, installation: ServerInstallation) -> None:
    other = at(installation, servers.server.create())
    with other.raw() as raw:
        raw.execute("CREATE TABLE factures (x integer)")
    refused(other, "tables d’un autre programme")
    with installation.raw() as raw:
        raw.execute("UPDATE cpf_installation SET application = 7")
    refused(installation, "celle d’un autre programme")


def test_other_keys_are_refused(installation: ServerInstallation) -> None:
    installation.key_path.chmod(0o600)
    installation.key_path.write_text(Keys.new().to_json(), encoding="utf-8")
    installation.key_path.chmod(0o400)
    refused(installation, "n’est pas celui de la base")
    assert [one.check for one in verify(installation.backend).findings] == ["fichier"]


def test_keys_changed_under_a_running_program_stop_its_writes(
    database: SqlDatabase, installation: ServerInstallation
) -> None:
    with installation.raw() as raw:
        raw.execute("UPDATE cpf_installation SET keys = %s", (Keys.new().fingerprint,))
    with pytest.raises(StorageError, match="n’est pas celui de la base"), database.write():
        pass


def test_a_server_told_to_keep_nothing_is_refused(servers: Servers, installation: ServerInstallation) -> None:
    for name in ("fsync", "full_page_writes"):
        servers.server.configure(name, "off")
        try:
            refused(installation, "pour aller vite sans rien garantir")
        finally:
            servers.server.configure(name, "on")
    installation.open().close()


def test_a_role_that_may_enter_no_schema_is_refused(servers: Servers, installation: ServerInstallation) -> None:
    servers.server.do("CREATE ROLE dehors LOGIN")
    servers.server.do("REVOKE ALL ON SCHEMA public FROM PUBLIC", installation.url)
    name = installation.url.split("/", 3)[3].partition("?")[0]
    refused(at(installation, servers.server.url(name, user="dehors")), "Le rôle dehors n’a accès à aucun schéma")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"version": "14.9", "major": 14}, "PostgreSQL 14.9 ; il faut la version 15"),
        ({"copy": True}, "copie en lecture seule"),
    ],
)
def test_a_server_of_another_kind_is_refused(
    installation: ServerInstallation, changes: dict[str, Any], sentence: str
) -> None:
    """What the real server says of itself, one thing changed: it cannot be made older, nor a copy of another."""
    opened = installation.backend.reader()
    with opened.connect() as connection:
        row = connection.exec_driver_sql(startup._SERVER).one()
    opened.dispose()
    startup.refuse_server(row, "droits")
    other: Any = SimpleNamespace(**{**row._mapping, **changes})
    with pytest.raises(StorageError, match=sentence):
        startup.refuse_server(other, "droits")


def test_a_database_told_to_be_read_only_says_so(database: SqlDatabase, installation: ServerInstallation) -> None:
    with installation.raw() as raw:
        raw.execute("SELECT 1")
    with database._writer.connect() as connection:
        connection.exec_driver_sql("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
        connection.commit()
    with pytest.raises(StorageError, match="lecture seule"), database.write() as uow:
        uow.operations.record("op", "done", NOW)


def test_writers_wait_their_turn_and_say_so(
    database: SqlDatabase, installation: ServerInstallation, monkeypatch: pytest.MonkeyPatch
) -> None:
    with installation.raw() as raw, raw.transaction():
        raw.execute(f"SELECT pg_advisory_xact_lock({engine.WRITE_LOCK})".encode())
        monkeypatch.setattr(engine, "_BEGIN_WRITE", engine._BEGIN_WRITE.replace("30s", "50ms"))
        with pytest.raises(StorageError, match="occupée par un autre programme"), database.write():
            pass
        with database.read() as view:  # who reads waits for nobody
            assert view.operations.result("op") is None
    furnish(database)


@pytest.fixture
def cramped(servers: Servers, tmp_path: Path) -> Iterator[ServerInstallation]:
    """An installation whose database lies on a disk of 14 MB; skips where it cannot be mounted."""
    place = Path(tempfile.mkdtemp(prefix="cpf-disque-"))  # the server passes through no folder of a test
    owner = f"uid={place.parent.stat().st_uid}"
    if os.geteuid() == 0:
        owner = f"uid={servers.server.folder.stat().st_uid}"
    mount = ["mount", "-t", "tmpfs", "-o", f"size=14m,mode=700,{owner}", "tmpfs", str(place)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        place.rmdir()
        pytest.skip("a small disk cannot be mounted here")
    try:
        servers.server.do(f"CREATE TABLESPACE etroit LOCATION '{place}'")
        made = servers.installation(tmp_path / "etroit")
        name = made.url.split("/", 3)[3].partition("?")[0]
        servers.server.do(f"ALTER DATABASE {name} SET TABLESPACE etroit")
        yield made
        servers.server.drop(made.url)
        servers.server.do("DROP TABLESPACE etroit")
    finally:
        subprocess.run(["umount", str(place)], check=True)
        place.rmdir()


def fill(database: SqlDatabase) -> None:
    with database.write() as uow:
        for number in range(40):  # of text that PostgreSQL cannot make smaller
            uow.operations.record(f"op{number}", os.urandom(300_000).hex(), NOW)


def test_a_full_disk_of_the_server_is_said_and_nothing_is_kept(cramped: ServerInstallation) -> None:
    database = cramped.open()
    furnish(database)
    with pytest.raises(StorageError, match="disque du serveur de la base est plein"):
        fill(database)
    with database.write() as uow:
        assert uow.operations.result("op0") is None
        uow.operations.record("op", "short", NOW)
        uow.commit()
    database.close()
    assert verify(cramped.backend).clean


def test_an_error_does_not_repeat_the_row(database: SqlDatabase) -> None:
    furnish(database)
    statement = "UPDATE holder SET employment = NULL, last_name = 'Discrète'"
    with database._writer.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.exec_driver_sql(statement)
    assert isinstance(caught.value.orig, psycopg.errors.NotNullViolation)
    assert "Discrète" not in str(caught.value.orig)
    assert "null value" in str(caught.value.orig)


def test_a_connection_is_set_as_it_must_be(database: SqlDatabase) -> None:
    wanted = {
        "application_name": "cpf-tui",
        "client_encoding": "UTF8",
        "synchronous_commit": "on",
    }
    for pool, level, read_only, idle in (
        (database._writer, "read committed", "off", "20s"),
        (database._reader, "repeatable read", "on", "15min"),
    ):
        with pool.connect() as connection:
            expected = {**wanted, "transaction_isolation": level, "transaction_read_only": read_only}
            expected["idle_in_transaction_session_timeout"] = idle
            found = {name: connection.exec_driver_sql(f"SHOW {name}").scalar() for name in expected}
            assert found == expected


def test_a_server_told_to_forget_is_told_again(servers: Servers, installation: ServerInstallation) -> None:
    name = installation.url.split("/", 3)[3].partition("?")[0]
    servers.server.do(f"ALTER DATABASE {name} SET synchronous_commit = off")
    database = installation.open()
    with database.write() as uow:
        found = uow._connection.exec_driver_sql("SHOW synchronous_commit").scalar()  # type: ignore[attr-defined]
    database.close()
    assert found == "on"


def test_a_server_started_again_is_found_again(
    servers: Servers, database: SqlDatabase, installation: ServerInstallation
) -> None:
    furnish(database)
    server: Server = servers.server
    server.stop()
    try:
        with pytest.raises(StorageError, match=r"ne répond pas|s’est coupée"), database.read():
            pass
        with pytest.raises(StorageError, match="ne répond pas"):
            installation.open()
    finally:
        server.start()
    with database.read() as view:
        assert view.holders.get("h1").last_name == "Hérault"
    with database.write() as uow:
        uow.operations.record("op", "x", NOW)
        uow.commit()
