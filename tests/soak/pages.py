"""The bytes that a SQLCipher database and its journal really hold, free pages included, decrypted without SQLite.

Asking the database would only show rows that are there; exporting it writes new pages. Here each page of 4096 bytes is
taken as it lies and decrypted with the key (AES-256-CBC, its vector and its HMAC-SHA512 at its end), once its HMAC has
proved that it is read as it was written: a page that could not be read would hide what it holds.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE = 4096
_SALT, _VECTOR, _DIGEST = 16, 16, 64
_RESERVED = _VECTOR + _DIGEST
_WAL_HEADER, _FRAME_HEADER = 32, 24
_MASK, _ROUNDS = 0x3A, 2


class Unreadable(AssertionError):
    """A page is not what the key says it should be."""


class Pages:
    """The pages of one database, by its file and its raw key."""

    def __init__(self, path: Path, key: bytes) -> None:
        salt = _read(path)[:_SALT]
        self._path, self._key = path, key
        self._proof = hashlib.pbkdf2_hmac("sha512", key, bytes(one ^ _MASK for one in salt), _ROUNDS, len(key))

    def all(self) -> bytes:
        """Decrypt the file, its journal, and add the index of the journal as it is."""
        index = _read(self._path.with_name(f"{self._path.name}-shm"))
        return b"".join((*self._file(), *self._journal(), index))

    def _file(self) -> Iterator[bytes]:
        content = _read(self._path)
        if len(content) % PAGE:
            raise Unreadable(f"{len(content)} bytes are no whole number of pages")
        for number in range(1, len(content) // PAGE + 1):
            yield self._plain(content[(number - 1) * PAGE : number * PAGE], number)

    def _journal(self) -> Iterator[bytes]:
        content = _read(self._path.with_name(f"{self._path.name}-wal"))
        for at in range(_WAL_HEADER, len(content), _FRAME_HEADER + PAGE):
            frame = content[at : at + _FRAME_HEADER + PAGE]
            (number,) = struct.unpack(">I", frame[:4])
            yield self._plain(frame[_FRAME_HEADER:], number)

    def _plain(self, page: bytes, number: int) -> bytes:
        start = _SALT if number == 1 else 0
        sealed, rest = page[start : PAGE - _RESERVED], page[PAGE - _RESERVED :]
        vector, digest = rest[:_VECTOR], rest[_VECTOR : _VECTOR + _DIGEST]
        proof = hmac.digest(self._proof, sealed + vector + struct.pack("<I", number), "sha512")
        if not hmac.compare_digest(proof, digest):
            if not any(page):
                return b""  # never written
            raise Unreadable(f"page {number} does not prove itself")
        decryptor = Cipher(algorithms.AES(self._key), modes.CBC(vector)).decryptor()
        return decryptor.update(sealed) + decryptor.finalize()


def _read(path: Path) -> bytes:
    """Read a file, in another process: closing it in this one would let go of the locks that SQLite holds on it."""
    if not path.exists():
        return b""
    return subprocess.run(["cat", str(path)], check=True, capture_output=True).stdout
