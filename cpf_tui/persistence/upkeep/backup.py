"""A backup: made while the base is in use, encrypted as it is, checked before it takes its name, whole or absent."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.size import size_words
from cpf_tui.domain.text import Text, text
from cpf_tui.persistence.sqlite import engine, occupancy, stamp, startup
from cpf_tui.persistence.sqlite.failures import explained
from cpf_tui.persistence.upkeep import dated, examine, manifest
from cpf_tui.persistence.upkeep.manifest import Manifest
from cpf_tui.persistence.upkeep.sealing import reseal
from cpf_tui.persistence.upkeep.snapshot import Progress, copy_file
from cpf_tui.security import files
from cpf_tui.security.keys import Keys
from cpf_tui.security.vault import KeyedVault

_LOCK = ".sauvegarde"
_MARGIN = 1 << 20  # bytes left free beside the copy


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was made: where it is, its size in bytes, what it holds."""

    path: Path
    size: int
    manifest: Manifest


def back_up(
    base: Path,
    keys: Keys,
    target: Path,
    *,
    made_at: datetime,
    other_keys: Keys | None = None,
    progress: Progress | None = None,
) -> Backup:
    """Copy the base into a new file, while other programs write in it; every entry acknowledged before is in the copy.

    With `other_keys`, the copy opens with them alone: the file, the numbers and their index are put under them. Raises
    `StorageError` when the copy cannot be made or is not sound; then nothing of it is left.
    """
    with files.reachable(base):
        startup.refuse_file(base)
        if target.parent.resolve() == base.parent.resolve():
            raise StorageError("Une sauvegarde ne se range pas à côté de la base : choisissez un autre dossier.")
    locked = files.only_one(base.parent, _LOCK)
    with files.reachable(target), explained(), locked, occupancy.in_use(base):
        journal = base.with_name(f"{base.name}-wal")
        refuse_place(target, base.stat().st_size + (journal.stat().st_size if journal.exists() else 0))
        dated.clear(target.parent)
        made: list[Manifest] = []

        def fill(passing: Path) -> None:
            copy_file(base, keys.database, passing, (other_keys or keys).database, progress)
            made.append(finish(passing, keys, other_keys, made_at))

        if not files.create_once(target, fill):
            raise StorageError(taken(target))
        return Backup(target, target.stat().st_size, made[0])


def taken(target: Path) -> Text:
    """Say that a name is that of another file."""
    return text("{path} existe déjà. Choisissez un autre nom pour la sauvegarde.", path=target)


def refuse_place(target: Path, size: int) -> None:
    """Refuse a name already taken, and a disk that has not the room (`size`, in bytes), before anything is copied."""
    if not target.parent.is_dir():
        raise StorageError("Le dossier {folder} n’existe pas : créez-le, ou donnez-en un autre.", folder=target.parent)
    if target.exists():
        raise StorageError(taken(target))
    needed = size + _MARGIN
    free = shutil.disk_usage(target.parent).free
    if free < needed:
        raise StorageError(
            "Il n’y a pas assez de place dans {folder} pour la sauvegarde : il faut {needed}, il reste {free}. Libérez "
            "de la place, ou donnez un autre dossier.",
            folder=target.parent,
            needed=size_words(needed),
            free=size_words(free),
        )


def finish(copy: Path, keys: Keys, other_keys: Keys | None, made_at: datetime) -> Manifest:
    """Put a copy under its keys, write its manifest, and check all of it."""
    theirs = other_keys or keys
    opened = engine.upkeep_engine(copy, theirs.database)
    try:
        with opened.begin() as connection:
            if other_keys is not None:
                reseal(connection, KeyedVault(keys), KeyedVault(other_keys))
            written = Manifest(made_at, manifest.contents_of(connection, stamp.version(connection)))
            manifest.write(connection, written)
    finally:
        opened.dispose()
    report, _ = examine.verify(copy, theirs)
    if not report.clean:
        raise StorageError(
            "La sauvegarde n’est pas gardée, parce que la base a des anomalies. La première : {finding} Lancez "
            "« cpf-tui verifier ».",
            finding=report.findings[0].sentence,
        )
    return written
