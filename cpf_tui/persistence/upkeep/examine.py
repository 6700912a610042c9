"""What a file given as a copy of the base is: refused with a sentence, or read, and checked whatever its schema."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from sqlcipher3 import dbapi2

from cpf_tui.domain.errors import DomainError, StorageError
from cpf_tui.domain.text import text
from cpf_tui.persistence import integrity, schema
from cpf_tui.persistence.sqlite import engine, stamp
from cpf_tui.persistence.sqlite.backend import SqliteCopy, SqliteDraft
from cpf_tui.persistence.sqlite.failures import explained, sentence_for
from cpf_tui.persistence.upkeep import manifest
from cpf_tui.persistence.upkeep.manifest import Manifest
from cpf_tui.persistence.upkeep.snapshot import copy_file
from cpf_tui.security import files
from cpf_tui.security.keys import Keys

_PLAIN_HEADER = b"SQLite format 3\x00"
_DIFFERS = text("La sauvegarde ne contient pas ce que dit son manifeste : elle a été modifiée après avoir été faite.")


def schema_of(copy: Path, keys: Keys) -> int:
    """Give the version of the schema of a copy. Raises `StorageError`: not a file of this program, or not its keys."""
    if not copy.exists():
        raise StorageError("Le fichier {path} n’existe pas.", path=copy)
    with files.reachable(copy), copy.open("rb") as file:
        header = file.read(len(_PLAIN_HEADER))
    if not header:
        raise StorageError("{path} est vide : ce n’est pas une sauvegarde. Prenez-en une autre.", path=copy)
    if header == _PLAIN_HEADER:
        raise StorageError("{path} n’est pas une sauvegarde de cpf-tui.", path=copy)
    try:
        identity, version = _stamps(copy, keys)
    except dbapi2.Error as error:
        raise _unreadable(copy, error) from error
    if identity != stamp.APPLICATION_ID:
        raise StorageError("{path} n’est pas une sauvegarde de cpf-tui.", path=copy)
    if version > schema.SCHEMA_VERSION:
        raise StorageError(
            "La sauvegarde {path} a été faite par une version plus récente de cpf-tui (schéma {version}, celui-ci "
            "connaît jusqu’au {known}). Mettez le programme à jour.",
            path=copy,
            version=version,
            known=schema.SCHEMA_VERSION,
        )
    return version


def _stamps(copy: Path, keys: Keys) -> tuple[int, int]:
    connection = engine.connect(copy, keys.database, mode="ro")
    try:
        identity = connection.execute("PRAGMA application_id").fetchone()[0]
        return int(identity), int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def _unreadable(copy: Path, error: dbapi2.Error) -> StorageError:
    if getattr(error, "sqlite_errorname", "") == "SQLITE_NOTADB":
        return StorageError(
            "La sauvegarde {path} ne s’ouvre pas avec ce fichier de clés : elle a été faite avec un autre, ou elle est "
            "abîmée. Donnez le fichier de clés de l’époque avec --cle.",
            path=copy,
        )
    return StorageError(sentence_for(error) or text("La sauvegarde {path} est abîmée.", path=copy))


def verify(copy: Path, keys: Keys) -> tuple[integrity.Report, Manifest | None]:
    """Look at everything in a backup and compare it with its manifest; never raises for what it finds.

    A copy of an older schema is first upgraded, in a passing copy of it: what would be restored is what is checked.
    """
    try:
        version = schema_of(copy, keys)
        with explained():
            said, found = _contents(copy, keys)
            examined = SqliteCopy(copy, keys.database)
            report = integrity.verify(examined) if _current(version) else _verify_upgraded(copy, keys)
    except DomainError as error:
        return integrity.Report(0, 0, (integrity.Finding("fichier", error.sentence),)), None
    except dbapi2.Error:
        finding = integrity.Finding("fichier", text("La sauvegarde {path} est abîmée.", path=copy))
        return integrity.Report(0, 0, (finding,)), None
    if said is not None and said.contents != found:
        report = replace(report, findings=(*report.findings, integrity.Finding("manifeste", _DIFFERS)))
    return report, said


def contents_of(copy: Path, keys: Keys) -> manifest.Contents:
    """Sum up what a copy, or a base, holds. Raises `StorageError` when it cannot be read."""
    schema_of(copy, keys)
    try:
        with explained():
            return _contents(copy, keys)[1]
    except dbapi2.Error as error:
        raise StorageError("La sauvegarde {path} est abîmée.", path=copy) from error


def _current(version: int) -> bool:
    return version == schema.SCHEMA_VERSION


def _contents(copy: Path, keys: Keys) -> tuple[Manifest | None, manifest.Contents]:
    opened = engine.copy_engine(copy, keys.database)
    try:
        with opened.connect() as connection:
            return manifest.read(connection), manifest.contents_of(connection, stamp.version(connection))
    finally:
        opened.dispose()


def _verify_upgraded(copy: Path, keys: Keys) -> integrity.Report:
    with tempfile.TemporaryDirectory(prefix="cpf-tui-") as folder:
        passing = Path(folder, "copie.db")
        passing.touch(mode=0o600)
        copy_file(copy, keys.database, passing, keys.database, read_only=True)
        schema.upgrade(SqliteDraft(passing, keys.database))
        return integrity.verify(SqliteCopy(passing, keys.database))
