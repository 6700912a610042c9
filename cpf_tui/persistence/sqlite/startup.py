"""What is refused before a database is used, each time with what to do about it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from sqlcipher3 import dbapi2

from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.text import Text, text
from cpf_tui.persistence import schema
from cpf_tui.persistence.backend import Backend
from cpf_tui.persistence.failures import OutOfReach, explained
from cpf_tui.persistence.sqlite import engine, moved, stamp
from cpf_tui.persistence.sqlite.failures import is_damage, sentence_for
from cpf_tui.security import files

_PLAIN_HEADER = b"SQLite format 3\x00"


BackendAt = Callable[[Path], Backend]  # the file is made at a passing name first


def prepare(path: Path, key: bytes, backend_at: BackendAt) -> None:
    """Leave at `path` a database of this program, whole and up to date, created if missing. Raises `StorageError`."""
    refuse_driver(engine.driver_version())
    with files.reachable(path), explained(sentence_for):
        _prepare(path, key, backend_at)


def _prepare(path: Path, key: bytes, backend_at: BackendAt) -> None:
    folder = path.parent
    files.private_folder(folder)
    files.refuse_network(folder)
    moved.refuse(path)
    if not path.exists():
        with files.only_one(folder):
            if not path.exists():
                _create(path, backend_at)
    refuse_file(path)
    refuse_read_only(path)
    if _inspect(path, key) < schema.SCHEMA_VERSION:
        with files.only_one(folder):
            schema.upgrade(backend_at(path))


def refuse_driver(version: tuple[int, ...]) -> None:
    """Refuse an SQLite known to corrupt files shared by several connections."""
    if engine.is_vulnerable(version):
        raise StorageError(
            "La version {version} de SQLite peut abîmer la base. Installez sqlcipher3 0.6.4 ou plus récent.",
            version=".".join(map(str, version)),
        )


def refuse_file(path: Path) -> None:
    """Refuse a file that others may read, that is empty, or that is an ordinary SQLite file."""
    with files.reachable(path):
        files.refuse_shared(path, "600")
        with path.open("rb") as file:
            header = file.read(len(_PLAIN_HEADER))
    if not header:
        raise StorageError(
            "La base {path} est vide : elle a été effacée ou mal copiée. Remettez la dernière sauvegarde.", path=path
        )
    if header == _PLAIN_HEADER:
        raise StorageError(_foreign(path))


def refuse_read_only(path: Path) -> None:
    """Refuse a place where nothing can be written: even reading writes beside the base, so that others may write."""
    for one in (path.parent, path):
        if not os.access(one, os.W_OK):
            raise OutOfReach(
                "{path} ne peut pas être modifié : le disque est en lecture seule, ou le programme n’a pas le droit "
                "d’y écrire. Donnez-lui ce droit, ou choisissez un autre dossier avec CPF_TUI_DATA_DIR.",
                path=one,
            )


def _foreign(path: Path) -> Text:
    return text("{path} n’est pas une base de cpf-tui. Indiquez un autre dossier avec CPF_TUI_DATA_DIR.", path=path)


def _create(path: Path, backend_at: BackendAt) -> None:
    journal = path.with_name(f"{path.name}-wal")
    if journal.exists() and journal.stat().st_size:
        # Its pages would be taken for those of the new file.
        raise StorageError(
            "La base {path} a disparu mais son journal est resté. Remettez la dernière sauvegarde, "
            "ou rangez ailleurs {journal} pour repartir de zéro.",
            path=path,
            journal=journal,
        )
    files.create_once(path, lambda passing: schema.upgrade(backend_at(passing)))


def _inspect(path: Path, key: bytes) -> int:
    """Check what the file holds and return the version of its schema."""
    connection = engine.connect(path, key)
    try:
        try:
            identity = connection.execute("PRAGMA application_id").fetchone()[0]
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            if identity == stamp.APPLICATION_ID and version <= schema.SCHEMA_VERSION:
                found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        finally:
            connection.close()
    except dbapi2.DatabaseError as error:
        raise _unreadable(path, error) from error
    if identity != stamp.APPLICATION_ID:
        raise StorageError(_foreign(path))
    if version > schema.SCHEMA_VERSION:
        raise StorageError(schema.newer(version))
    if found != "ok":
        raise StorageError(_damaged(path))
    return version


def _damaged(path: Path) -> Text:
    return text("La base {path} est abîmée et ne sera pas utilisée. Remettez la dernière sauvegarde.", path=path)


def _unreadable(path: Path, error: dbapi2.DatabaseError) -> StorageError:
    name = str(getattr(error, "sqlite_errorname", ""))
    if name == "SQLITE_NOTADB":
        return StorageError(
            "La base {path} ne s’ouvre pas avec le fichier de clés présent. Remettez le fichier de clés qui va avec, "
            "ou la dernière sauvegarde si la base est abîmée.",
            path=path,
        )
    sentence = _damaged(path) if is_damage(error) else sentence_for(error)
    return StorageError(sentence or _damaged(path))
