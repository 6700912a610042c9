"""The same acts where the base is on a server: a copy is an encrypted file all the same, rows copied and compared."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy import text as sql

from cpf_tui.domain.errors import StorageError
from cpf_tui.persistence import schema
from cpf_tui.persistence.failures import explained as explained_by
from cpf_tui.persistence.failures import explained_commit
from cpf_tui.persistence.postgresql import stamp
from cpf_tui.persistence.postgresql.backend import PostgresBackend
from cpf_tui.persistence.sqlite.backend import SqliteCopy, SqliteDraft
from cpf_tui.persistence.sqlite.failures import explained
from cpf_tui.persistence.upkeep import backup, dated, examine, manifest, rekey, restore, transfer
from cpf_tui.persistence.upkeep.backup import Backup
from cpf_tui.persistence.upkeep.manifest import Manifest
from cpf_tui.persistence.upkeep.rekey import Rekeyed
from cpf_tui.persistence.upkeep.restore import Restored
from cpf_tui.persistence.upkeep.rows import compare_rows, copy_rows, count, tables
from cpf_tui.persistence.upkeep.sealing import reseal
from cpf_tui.persistence.upkeep.snapshot import Progress
from cpf_tui.security import files
from cpf_tui.security.keys import KeyPart, Keys
from cpf_tui.security.vault import KeyedVault

_TRIES = 30  # a connection that has just been closed is seen for an instant
_AGAIN = "SELECT pg_stat_clear_snapshot(), pg_sleep(0.1)"
_OTHERS = sql(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND application_name = 'cpf-tui'"
)


def in_force_on(keys: Keys, server: PostgresBackend) -> Keys:
    """Give the keys that go with the database of a server: the fingerprint stamped there tells."""
    former = replace(keys, next=None)
    if keys.next is None:
        return former
    opened = server.reader()
    try:
        with explained_by(server.sentence_for), opened.connect() as connection:
            if not stamp.exists(connection):
                return former
            return keys.next if stamp.keys(connection) == keys.next.fingerprint else former
    finally:
        opened.dispose()


def back_up(
    server: PostgresBackend,
    keys: Keys,
    target: Path,
    *,
    made_at: datetime,
    other_keys: Keys | None = None,
    progress: Progress | None = None,
) -> Backup:
    """Copy one state of the database of a server into a new encrypted file; see `backup.back_up`."""
    theirs = other_keys or keys
    made: list[Manifest] = []
    with server.examined() as source, files.reachable(target), explained():
        if server.version(source) != schema.SCHEMA_VERSION:
            raise StorageError(
                "La base {where} n’est pas à jour pour ce programme : lancez « cpf-tui base preparer », puis "
                "recommencez.",
                where=server.address.shown,
            )
        size = int(source.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())
        backup.refuse_place(target, size)
        dated.clear(target.parent)

        def fill(passing: Path) -> None:
            draft = SqliteDraft(passing, theirs.database)
            schema.upgrade(draft)
            writer = draft.writer()
            try:
                with writer.begin() as copy:
                    with draft.loading(copy):
                        copy_rows(source, copy, progress)
                    compare_rows(source, copy)
            finally:
                writer.dispose()
            made.append(backup.finish(passing, keys, other_keys, made_at))

        if not files.create_once(target, fill):
            raise StorageError(backup.taken(target))
    return Backup(target, target.stat().st_size, made[0])


def restore_into(
    server: PostgresBackend,
    keys: Keys,
    copy: Path,
    *,
    at: datetime,
    copy_keys: Keys,
    progress: Progress | None = None,
) -> Restored:
    """Put a backup in the empty database of a server, upgraded and under `keys`, in one transaction.

    Raises `StorageError`, nothing kept on the server, when the copy is not sound or the database not empty.
    """
    report, said = examine.verify(copy, copy_keys)
    if not report.clean:
        raise StorageError(report.findings[0].sentence)
    server.prepare()
    with tempfile.TemporaryDirectory(prefix="cpf-tui-") as folder, explained():
        passing = Path(folder, "copie.db")
        passing.touch(mode=0o600)
        restore.filled(copy, copy_keys, keys, restore.told_restored(said, at), None)(passing)
        writer = server.writer()
        try:
            with explained_by(server.sentence_for), SqliteCopy(passing, keys.database).examined() as source:
                _fill(server, writer.connect(), source, progress)
        finally:
            writer.dispose()
    return Restored(said, report, None)


def _fill(server: PostgresBackend, target: Connection, source: Connection, progress: Progress | None) -> None:
    with target:
        target.begin()
        if any(count(target, one) for one in tables()):
            raise StorageError(
                "La base {where} n’est pas vide : une sauvegarde ne s’y remet pas par-dessus d’autres données. Créez "
                "une base vide, et donnez son adresse dans CPF_TUI_DATABASE_URL.",
                where=server.address.shown,
            )
        transfer.fill(source, server, target, progress)
        with explained_commit(server.sentence_for):
            target.commit()


def change_keys(
    server: PostgresBackend, key_path: Path, parts: Collection[KeyPart], *, at: datetime, former_to: Path | None
) -> Rekeyed:
    """Draw keys again and put the rows under them in one transaction; see `rekey.through_both` for the key file.

    Raises `StorageError` when another program is connected: it would go on with the former keys.
    """

    def put(current: Keys, coming: Keys, hold_both: Callable[[], None]) -> int:
        hold_both()
        return _reseal(server, current, coming, at)

    return rekey.through_both(key_path, parts, former_to, lambda stored: in_force_on(stored, server), put)


def _reseal(server: PostgresBackend, current: Keys, coming: Keys, at: datetime) -> int:
    writer = server.writer()
    try:
        with explained_by(server.sentence_for), writer.connect() as connection:
            connection.begin()
            _refuse_others(connection, server)
            resealed = reseal(connection, KeyedVault(current), KeyedVault(coming))
            stamp.rewrite_keys(connection, coming.fingerprint)
            rekey.tell(connection, rekey.changed(current, coming), at)
            with explained_commit(server.sentence_for):
                connection.commit()
            return resealed
    finally:
        writer.dispose()


def _refuse_others(connection: Connection, server: PostgresBackend) -> None:
    for _ in range(_TRIES):
        others = int(connection.execute(_OTHERS).scalar_one())
        if not others:
            return
        connection.exec_driver_sql(_AGAIN)
    raise StorageError(
        "La base {where} est utilisée par d’autres programmes cpf-tui (connexions : {count}), qui ne connaîtraient pas "
        "les nouvelles clés. Fermez-les, puis recommencez.",
        where=server.address.shown,
        count=others,
    )


def sum_up(server: PostgresBackend) -> manifest.Contents:
    """Sum up what the database of a server holds. Raises `StorageError`."""
    with server.examined() as connection:
        return manifest.contents_of(connection, server.version(connection))
