"""Whether what was received is the file that was wanted."""

from __future__ import annotations

import gzip
import hashlib
import zipfile
import zlib
from pathlib import Path

from cpf_tui.catalogue.download.addresses import OfficialFile
from cpf_tui.catalogue.download.content import HEAD, unlike
from cpf_tui.catalogue.download.partial import Partial
from cpf_tui.catalogue.download.records import Target, too_large
from cpf_tui.domain.text import Text, text

_BLOCK = 1 << 20


class Damaged(Exception):
    """The bytes received are not the file: `reason` says what they are."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


def whole(partial: Partial, wanted: OfficialFile, target: Target) -> Path:
    """Return the file itself: what was received, or what it decodes to. Raises `Damaged`."""
    path = partial.path
    if partial.origin and partial.origin.encoding:
        path = partial.plain
        _decode(partial.path, path, wanted.octets_max)
    with path.open("rb") as file:
        if (reason := unlike(wanted.nature, file.read(HEAD))) is not None:
            raise Damaged(reason)
    size = path.stat().st_size
    if target.size and size != target.size:
        raise Damaged(text("{size} octets au lieu de {expected}", size=size, expected=target.size))
    if target.digest and _digest(path, target.algorithm) != target.digest:
        raise Damaged(text("un fichier dont la somme de contrôle n’est pas celle qui est attendue"))
    if wanted.nature == "zip" and not zipfile.is_zipfile(path):
        raise Damaged(text("une archive zip coupée"))
    return path


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return _digest(path, "sha256")


def _digest(path: Path, algorithm: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()


def _decode(received: Path, plain: Path, largest: int) -> None:
    """Undo the compression of the way, no further than the size a file may have."""
    size = 0
    try:
        with gzip.open(received) as packed, plain.open("wb") as file:
            while block := packed.read(_BLOCK):
                size += len(block)
                if size > largest:
                    raise Damaged(too_large(largest))
                file.write(block)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise Damaged(text("une réponse dont la compression est abîmée")) from error
