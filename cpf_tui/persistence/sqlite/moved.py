"""The mark left beside a base that was moved to a server: nobody goes on writing in the former by oversight."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from cpf_tui.domain.errors import StorageError
from cpf_tui.security import files

_NAME = "transferee.json"


def mark(base: Path, where: str, at: datetime) -> None:
    """Say beside the base where its rows are now."""
    content = {"vers": where, "le": at.astimezone(UTC).isoformat(timespec="seconds")}
    files.replace_whole(_path(base), (json.dumps(content, ensure_ascii=False) + "\n").encode(), mode=0o600)


def clear(base: Path) -> None:
    """Take the mark away: another base stands there now."""
    _path(base).unlink(missing_ok=True)


def refuse(base: Path) -> None:
    """Refuse a base that was moved. Raises `StorageError` with where to, and how to come back to it."""
    path = _path(base)
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        where, at = str(said["vers"]), str(said["le"])
    except FileNotFoundError:
        return
    except (ValueError, KeyError, TypeError):
        where, at = "?", "?"
    raise StorageError(
        "La base {base} a été transférée vers {where} le {at}, et ne sert plus. Donnez l’adresse du serveur dans "
        "CPF_TUI_DATABASE_URL ; pour revenir à ce fichier et perdre ce qui a été fait depuis, effacez {path}.",
        base=base,
        where=where,
        at=at,
        path=path,
    )


def _path(base: Path) -> Path:
    return base.with_name(_NAME)
