"""Files of an installation that are kept for a time: those people take away, reports of errors, official files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.retention import Kept


class OldFiles:
    """The files under the folder of each rule, by the moment they were written."""

    def __init__(self, folders: Mapping[Kept, Path]) -> None:
        self._folders = folders

    def due(self, kept: Kept, limit: datetime) -> tuple[int, datetime | None]:
        """Count the files written before an instant, with the date of the oldest."""
        written = [at for _path, at in self._older(kept, limit)]
        return len(written), min(written, default=None)

    def purge(self, kept: Kept, limit: datetime) -> int:
        """Delete them; returns how many there were. Raises `StorageError` for one that cannot be."""
        return delete(path for path, _at in list(self._older(kept, limit)))

    def _older(self, kept: Kept, limit: datetime) -> Iterator[tuple[Path, datetime]]:
        for path in _files(self._folders[kept]):
            try:
                at = datetime.fromtimestamp(path.lstat().st_mtime, UTC)
            except FileNotFoundError:
                continue  # taken away meanwhile
            if at < limit:
                yield path, at


def forget_files(folder: Path, marks: Iterable[str]) -> int:
    """Delete the files to take away whose name has one of these marks; returns how many. Raises `StorageError`."""
    wanted = [one for one in marks if one]
    return delete(path for path in list(_files(folder)) if any(one in path.name for one in wanted))


def delete(paths: Iterable[Path]) -> int:
    """Delete files; one that is already gone is none. Raises `StorageError`."""
    count = 0
    for path in paths:
        try:
            path.unlink()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise StorageError(
                "Le fichier {path} ne peut pas être supprimé ({reason}). Supprimez-le vous-même.",
                path=path,
                reason=error.strerror,
            ) from error
        count += 1
    return count


def _files(folder: Path) -> Iterator[Path]:
    """Give the files of a folder and of those inside it; a link is a file, and is never followed."""
    for found, _folders, names in os.walk(folder, followlinks=False):
        yield from (Path(found, one) for one in sorted(names))
