"""A backup put back in the place of the base: checked first, swapped in one step, the former base kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from cpf_tui.domain.audit import Action, NewAuditLine
from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.people import Role
from cpf_tui.domain.size import size_words
from cpf_tui.persistence import integrity, schema
from cpf_tui.persistence.repositories.audit import SqlAudit
from cpf_tui.persistence.sqlite import moved, occupancy, swap
from cpf_tui.persistence.sqlite.backend import SqliteCopy, SqliteDraft
from cpf_tui.persistence.sqlite.failures import explained
from cpf_tui.persistence.upkeep import examine, manifest
from cpf_tui.persistence.upkeep.manifest import Manifest
from cpf_tui.persistence.upkeep.sealing import reseal
from cpf_tui.persistence.upkeep.snapshot import Progress, copy_file
from cpf_tui.security import files
from cpf_tui.security.keys import Keys
from cpf_tui.security.vault import KeyedVault

_MARGIN = 1 << 20  # bytes left free beside the file made


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: the manifest of the copy if it had one, its report, where the former base is kept if any."""

    manifest: Manifest | None
    report: integrity.Report
    kept: Path | None


def restore(
    base: Path,
    keys: Keys,
    copy: Path,
    *,
    at: datetime,
    copy_keys: Keys | None = None,
    progress: Progress | None = None,
) -> Restored:
    """Put a copy in the place of the base, upgraded if it is older, and under `keys` if it was made with others.

    Raises `StorageError`, the base in place untouched, when the copy is not sound, when another program has the base
    open, or when the disk has not the room.
    """
    theirs = copy_keys or keys
    if base.exists() and copy.exists() and copy.samefile(base):
        raise StorageError("{path} est la base en place, pas une sauvegarde.", path=copy)
    report, said = examine.verify(copy, theirs)
    if not report.clean:
        raise StorageError(report.findings[0].sentence)
    with files.reachable(base), explained():
        files.private_folder(base.parent)
        files.refuse_network(base.parent)
        with occupancy.sole_use(base, keys.database):
            refuse_full(base.parent, copy.stat().st_size)
            fill = filled(copy, theirs, keys, told_restored(said, at), progress)
            kept = replace(base, keys, fill, kept_at=at)
            moved.clear(base)
            return Restored(said, report, kept)


def refuse_full(folder: Path, size: int) -> None:
    """Refuse to begin where a file of that size, in bytes, would not hold."""
    free = shutil.disk_usage(folder).free
    if free < size + _MARGIN:
        raise StorageError(
            "Il n’y a pas assez de place dans {folder} : il faut {needed}, il reste {free}. La base en place n’a pas "
            "changé. Libérez de la place, puis recommencez.",
            folder=folder,
            needed=size_words(size + _MARGIN),
            free=size_words(free),
        )


def replace(base: Path, keys: Keys, fill: Callable[[Path], None], *, kept_at: datetime | None) -> Path | None:
    """Make a file, check all of it, then swap it with the base, which is held alone; returns the former, if kept."""
    for leftover in base.parent.glob(f"{base.name}.nouveau-*"):
        leftover.unlink(missing_ok=True)  # what killed restorations left
    made = base.with_name(f"{base.name}.nouveau-remise")
    made.touch(mode=0o600, exist_ok=False)
    try:
        fill(made)
        report = integrity.verify(SqliteCopy(made, keys.database))
        if not report.clean:
            raise StorageError(report.findings[0].sentence)
        files.flush(made)
        swap.decide(base, made, kept_at=kept_at)
    finally:
        made.unlink(missing_ok=True)
    return swap.finish(base)


def filled(
    copy: Path, theirs: Keys, keys: Keys, tell: Callable[[Connection], None], progress: Progress | None
) -> Callable[[Path], None]:
    """Give what makes, of a copy, the file of a base: of this schema, under these keys, without a manifest."""

    def fill(made: Path) -> None:
        copy_file(copy, theirs.database, made, keys.database, progress, read_only=True)
        draft = SqliteDraft(made, keys.database)
        schema.upgrade(draft)
        opened = draft.writer()
        try:
            with opened.begin() as connection:
                manifest.remove(connection)
                if theirs != keys:
                    reseal(connection, KeyedVault(theirs), KeyedVault(keys))
                tell(connection)
        finally:
            opened.dispose()

    return fill


def told_restored(said: Manifest | None, at: datetime) -> Callable[[Connection], None]:
    """Give what writes in the audit of the base restored from when it comes."""

    def tell(connection: Connection) -> None:
        detail = "" if said is None else f"{said.made_at:%Y-%m-%dT%H:%M:%SZ}"
        SqlAudit(connection).append(NewAuditLine(Role.OPERATOR, "", Action.RESTORED, detail=detail), at)

    return tell
