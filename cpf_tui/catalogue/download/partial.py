"""The file being received, and what is needed to go on with it after a cut.

`<file>.part` holds the bytes received so far, as the server sent them; `<file>.part.json` where they come from, and the
mark by which the server knows that version again; `<file>.origine.json`, once the file is whole, the same with its
checksum.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cpf_tui.catalogue.locking import take
from cpf_tui.domain.errors import Conflict, StorageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cpf_tui.catalogue.download.addresses import OfficialFile


@dataclass(frozen=True, slots=True)
class Origin:
    """Where bytes come from: the address asked for, and what the server said of that version.

    `etag` and `modified` are its marks, as sent; `encoding` how the bytes are compressed on the way; `size` how many
    there will be, 0 when not said; `sha256` is known once the file is whole.
    """

    url: str
    etag: str = ""
    modified: str = ""
    encoding: str = ""
    size: int = 0
    sha256: str = ""

    @property
    def mark(self) -> str:
        """What one may ask to go on from: a strong ETag, else the date; nothing when the server gives neither."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.modified

    def same_version(self, headers: Mapping[str, str]) -> bool:
        """Say whether an answer speaks of the version these bytes are of; an answer without marks does not deny it."""
        etag, modified = headers.get("ETag", ""), headers.get("Last-Modified", "")
        return etag in {"", self.etag} and modified in {"", self.modified}


class Partial:
    """The file under way; its folder is held by `receiving`, so nobody else writes to it.

    `path` holds the bytes as sent; `plain` is where they are decoded, if they must be.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = _part(target)
        self.plain = _beside(self.path, ".clair")
        self._note = _beside(self.path, ".json")
        self._file = self.path.open("a+b")
        self.origin = read_origin(self._note)

    @property
    def size(self) -> int:
        """Bytes received so far."""
        return self._file.seek(0, os.SEEK_END)

    @property
    def kept(self) -> int:
        """Bytes a next try can go on from: none when the server gave no mark to know their version by."""
        return self.size if self.origin and self.origin.mark else 0

    def resumable(self, url: str) -> int:
        """Return the bytes that a try at this address can go on from."""
        return self.kept if self.origin and self.origin.url == url else 0

    def begin(self, origin: Origin) -> None:
        """Start from nothing: the former bytes go, then what the new ones are is written down."""
        self.drop()
        self.origin = origin
        write_origin(self._note, origin)

    def append(self, chunk: bytes) -> None:
        """Add bytes at the end."""
        self._file.write(chunk)

    def drop(self) -> None:
        """Forget the bytes; their note goes first, so that no bytes are ever taken for another version's."""
        self._note.unlink(missing_ok=True)
        self.origin = None
        self._file.truncate(0)

    def flush(self) -> None:
        """Give the bytes to the system, so that the file can be read by its path."""
        self._file.flush()

    def keep(self, whole: Path, origin: Origin) -> None:
        """Put the whole file (the bytes received, or what they decode to) in its place, with its origin beside it."""
        self._file.close()
        beside = _beside(self.target, ".origine.json")
        beside.unlink(missing_ok=True)
        whole.replace(self.target)
        write_origin(beside, origin)
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave what a next try can go on from, and nothing else."""
        self.plain.unlink(missing_ok=True)
        if self._file.closed:
            return
        kept = self.kept
        self._file.close()
        if not kept:
            self._note.unlink(missing_ok=True)
            self.path.unlink()


@contextmanager
def receiving(folder: Path) -> Iterator[None]:
    """Hold a folder, made if need be, for the files one program receives.

    Raises `Conflict` when another program is receiving there, `StorageError` when the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = (folder / ".verrou").open("a+b")
    except OSError as error:
        raise StorageError(
            "Le dossier « {folder} » ne peut pas être écrit ({reason}). Choisissez-en un autre avec « --vers ».",
            folder=folder,
            reason=error.strerror or type(error).__name__,
        ) from error
    with held:
        if not take(held.fileno(), wait=False):
            raise Conflict("Un autre téléchargement est en cours dans « {folder} ». Attendez sa fin.", folder=folder)
        yield


def kept_bytes(wanted: OfficialFile, folder: Path) -> int:
    """Return how many bytes of a file an interrupted run left to go on from."""
    try:
        return _part(folder / wanted.fichier).stat().st_size
    except OSError:
        return 0


def whole_origin(target: Path) -> Origin | None:
    """Return where a whole file comes from; None when it is not there, or not as it was received."""
    origin = read_origin(_beside(target, ".origine.json"))
    return origin if origin and target.is_file() and target.stat().st_size == origin.size else None


def origins(folder: Path) -> dict[str, str]:
    """Return the addresses of the files of a folder, by their SHA-256: what tells where a file imported comes from."""
    read = [read_origin(path) for path in sorted(folder.glob("*.origine.json"))]
    return {origin.sha256: origin.url for origin in read if origin and origin.sha256}


def read_origin(path: Path) -> Origin | None:
    """Read a note; None when there is none that can be read."""
    try:
        return Origin(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_origin(path: Path, origin: Origin) -> None:
    """Write a note, whole or not at all."""
    passing = _beside(path, ".nouveau")
    passing.write_text(json.dumps(asdict(origin), ensure_ascii=False, indent=1), "utf-8")
    passing.replace(path)


def _part(target: Path) -> Path:
    return _beside(target, ".part")


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
