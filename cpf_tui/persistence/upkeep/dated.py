"""The dated backups of a folder: their names, the oldest taken away, what a killed one left."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from cpf_tui.security import files

_NAME = re.compile(r"cpf-(\d{4}-\d{2}-\d{2}-\d{6})(?:-\d{2})?\.db")
_LEFT = re.compile(_NAME.pattern + r"\.nouveau-[0-9a-f]{8}(?:-journal)?")


def free_name(folder: Path, at: datetime) -> Path:
    """Give the name of a backup made at an instant, in UTC so that names follow one another whatever the season."""
    stem = f"cpf-{at.astimezone(UTC):%Y-%m-%d-%H%M%S}"
    names = (f"{stem}.db", *(f"{stem}-{rank:02}.db" for rank in range(2, 100)))
    return next((folder / name for name in names if not (folder / name).exists()), folder / names[-1])


def backups(folder: Path) -> list[Path]:
    """List the dated backups, the oldest first; another file is nobody's to count nor to take away."""
    found = (path for path in folder.iterdir() if _NAME.fullmatch(path.name) and path.is_file())
    return sorted(found, key=lambda path: path.stem)


def made_at(backup: Path) -> datetime:
    """Read in the name of a dated backup when it was made."""
    return datetime.strptime(backup.name[4:21], "%Y-%m-%d-%H%M%S").replace(tzinfo=UTC)


def keep_last(folder: Path, count: int, just_made: Path) -> list[Path]:
    """Take away the oldest dated backups but `count`, never the one just made; returns those taken away."""
    others = [path for path in backups(folder) if path != just_made]
    gone = others[: max(len(others) - (count - 1), 0)]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def clear(folder: Path) -> None:
    """Remove what killed backups left unfinished. The caller holds the lock of the backups."""
    with files.reachable(folder):
        for path in folder.iterdir():
            if _LEFT.fullmatch(path.name):
                path.unlink(missing_ok=True)
