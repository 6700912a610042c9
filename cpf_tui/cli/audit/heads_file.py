"""The file of the heads kept outside: one line a day, only ever added to."""

from __future__ import annotations

import os
from pathlib import Path

from cpf_tui.domain.audit_heads import Head
from cpf_tui.domain.errors import InvalidInput, StorageError


def read(path: Path) -> tuple[Head, ...]:
    """Read the heads of a file, oldest first. Raises `InvalidInput`, `StorageError`."""
    try:
        written = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise InvalidInput("« {path} » n’existe pas.", path=path) from None
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error
    return tuple(Head.parse(line) for line in written.splitlines() if line.strip())


def append(path: Path, head: Head) -> bool:
    """Add the head of the day at the end, on the disk when this returns; False when that day is already there.

    The file is made if missing, for its owner alone; what it holds is never rewritten. Raises `StorageError`.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "r+", encoding="utf-8") as file:
            kept = [Head.parse(line) for line in file if line.strip()]
            if kept and kept[-1].day >= head.day:
                if kept[-1].day > head.day:
                    raise InvalidInput(
                        "La dernière tête de « {path} » est du {day}, un jour à venir : vérifiez l’horloge.",
                        path=path,
                        day=kept[-1].day,
                    )
                return False
            file.write(f"{head}\n")
            file.flush()
            os.fsync(file.fileno())
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error
    return True


def _unreadable(path: Path, error: OSError | UnicodeDecodeError) -> StorageError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    return StorageError("Le fichier « {path} » ne peut pas être lu ni écrit : {reason}.", path=path, reason=reason)
