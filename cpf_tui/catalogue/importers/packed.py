"""The bytes of a file as they are stored (on the disk, in a zip) and once unpacked, counted, bounded, never trusted."""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, BinaryIO, NoReturn, Protocol

BLOCK = 1 << 16
LONGEST_LINE = 1 << 22
_RATIO = 200  # tables and XML shrink 5 to 60 times: beyond, the file was made to fill memories
_SMALL = 1 << 26  # what may unpack to anything, since it harms nobody
_GZIP = b"\x1f\x8b"


class Refuse(Protocol):
    """Refuses a whole file with one sentence that names it."""

    def __call__(self, sentence: str, **values: object) -> NoReturn:
        """Raise `InvalidInput`."""


class Stored(io.RawIOBase):
    """Bytes as they are stored, counted as they pass; `digest` takes those of a file of its own."""

    def __init__(self, file: IO[bytes], total: int, checksum: str = "") -> None:
        self._file, self._checksum = file, checksum
        self.total = total
        self.done = 0
        self._digest = hashlib.sha256()

    @classmethod
    def on_disk(cls, path: Path) -> Stored:
        """Open a file. Raises `OSError`."""
        return cls(path.open("rb", buffering=0), path.stat().st_size)

    @property
    def checksum(self) -> str:
        """SHA-256 of the file on the disk, whose end is read if it was not."""
        while not self._checksum and self.read(BLOCK):
            pass
        return self._checksum or self._digest.hexdigest()

    def readable(self) -> bool:
        """Yes: it is only read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what BufferedReader passes
        """Fill the buffer and return how many bytes were put in it."""
        block = self._file.read(len(buffer))
        buffer[: len(block)] = block
        self.done += len(block)
        if not self._checksum:
            self._digest.update(block)
        return len(block)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()


class Unpacked(io.RawIOBase):
    """Bytes once unpacked; damage, an absurd compression and an endless line are refused in one sentence.

    `bounded` is set by who reads lines: a table without line ends would otherwise come whole in memory.
    """

    def __init__(self, stored: Stored, refuse: Refuse) -> None:
        self._stored, self.refuse = stored, refuse
        self._done = 0
        self._line = 0
        self.bounded = False
        buffered = io.BufferedReader(stored, BLOCK)
        self._gzip = self._guarded(lambda: buffered.peek(2)[:2]) == _GZIP
        self._stream: BinaryIO = io.BufferedReader(gzip.GzipFile(fileobj=buffered), BLOCK) if self._gzip else buffered

    def readable(self) -> bool:
        """Yes: it is only read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what BufferedReader passes
        """Fill the buffer and return how many bytes were put in it."""
        block = self._guarded(lambda: self._stream.read(len(buffer)))
        buffer[: len(block)] = block
        self._done += len(block)
        if self._gzip and self._done > max(_SMALL, _RATIO * self._stored.done):
            refuse_bomb(self.refuse)
        if self.bounded:
            self._bound_line(block)
        return len(block)

    def _bound_line(self, block: bytes) -> None:
        if b"\n" in block or b"\r" in block:
            self._line = 0
        self._line += len(block)
        if self._line > LONGEST_LINE:
            self.refuse("« {file} » a une ligne de plus de quatre millions de signes : ce n’est pas un tableau CSV.")

    def _guarded(self, read: Callable[[], bytes]) -> bytes:
        try:
            return read()
        except EOFError:
            self.refuse(
                "Le fichier « {file} » est coupé : la compression s’arrête après {done} octets. "
                "Téléchargez-le à nouveau.",
                done=self._stored.done,
            )
        except (gzip.BadGzipFile, zipfile.BadZipFile, zlib.error):
            self.refuse(
                "Le fichier « {file} » est abîmé : sa compression est illisible après {done} octets. "
                "Téléchargez-le à nouveau.",
                done=self._stored.done,
            )
        except OSError as error:
            self.refuse("Le fichier « {file} » ne peut pas être lu : {reason}.", reason=error.strerror or "erreur")


def absurd(stored: int, unpacked: int) -> bool:
    """Whether so many stored bytes cannot honestly unpack to that many."""
    return unpacked > max(_SMALL, _RATIO * stored)


def refuse_bomb(refuse: Refuse) -> NoReturn:
    """Refuse a file made to fill memories or disks."""
    refuse(
        "« {file} » se déploierait plus de {ratio} fois : aucun fichier honnête n’est comprimé ainsi. Il n’est pas lu.",
        ratio=_RATIO,
    )
