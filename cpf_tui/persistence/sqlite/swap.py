"""Another file in the place of the base, in one step: whatever kills the program, one of the two is there, whole.

The new file is made aside, then takes the name of « the next one »: from then on the swap is decided, and whoever comes
next finishes it before opening the base. Before, nothing has happened to the base in place.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path

from cpf_tui.security import files

_NEXT = re.compile(r"(?P<base>.+)\.suivante(?:-(?P<stamp>\d{4}-\d{2}-\d{2}-\d{6}(?:-\d+)?))?")
_BESIDE = ("-wal", "-shm", "-journal")


def pending(base: Path) -> Path | None:
    """Give the file that is to take the place of the base, None when no swap was decided."""
    if not base.parent.is_dir():
        return None
    for path in base.parent.iterdir():
        found = _NEXT.fullmatch(path.name)
        if found and found["base"] == base.name:
            return path
    return None


def decide(base: Path, made: Path, *, kept_at: datetime | None) -> None:
    """Let a whole file, flushed, take the place of the base; the former is kept under a name dated `kept_at`, if any.

    The caller holds the base alone.
    """
    stamp = "" if kept_at is None else f"-{_free(base, f'{kept_at.astimezone(UTC):%Y-%m-%d-%H%M%S}')}"
    made.rename(base.with_name(f"{base.name}.suivante{stamp}"))
    files.flush(base.parent)


def finish(base: Path) -> Path | None:
    """Finish the swap that was decided, if any, and return where the former base is kept. The caller holds it alone."""
    coming = pending(base)
    if coming is None:
        return None
    found = _NEXT.fullmatch(coming.name)
    stamp = found["stamp"] if found else None
    kept = _keep(base, stamp) if stamp else None
    for suffix in _BESIDE:  # pages of the former file, that would be taken for those of the new one
        base.with_name(base.name + suffix).unlink(missing_ok=True)
    files.flush(base.parent)
    coming.replace(base)
    files.flush(base.parent)
    return kept


def _kept(base: Path, stamp: str) -> Path:
    return base.with_name(f"{base.stem}-avant-{stamp}{base.suffix}")


def _free(base: Path, stamp: str) -> str:
    """Tell apart two swaps of the same second: what is kept is never replaced."""
    stamps = chain((stamp,), (f"{stamp}-{rank}" for rank in count(2)))
    return next(one for one in stamps if not _kept(base, one).exists())


def _keep(base: Path, stamp: str) -> Path | None:
    """Give the former base a second name, its journal first: under that name they are never one without the other."""
    former = any(base.with_name(base.name + suffix).exists() for suffix in ("", *_BESIDE))
    kept = _kept(base, stamp)
    for suffix in ("-wal", "-journal", ""):
        source, target = base.with_name(base.name + suffix), kept.with_name(kept.name + suffix)
        if source.exists() and not target.exists():
            os.link(source, target)
    files.flush(base.parent)
    return kept if former else None
