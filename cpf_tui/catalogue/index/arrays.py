"""Named numpy arrays in one file, read without copying: the system keeps one copy in memory for all processes.

Layout: magic, length of the header, header (JSON: name → type, length, offset), then the arrays, each aligned.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
_MAGIC = b"CPFIDX01"
_ALIGN = 64
_REMEMBERED = 4096  # texts kept unpacked


class BrokenIndex(ValueError):
    """The file is not an index, or not whole."""


def write_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write one-dimensional arrays to a new file."""
    header: dict[str, tuple[str, int, int]] = {}
    offset = 0
    for name, array in arrays.items():
        header[name] = (array.dtype.str, len(array), offset)
        offset += -(-array.nbytes // _ALIGN) * _ALIGN
    described = json.dumps(header).encode()
    described += b" " * (-(len(_MAGIC) + 8 + len(described)) % _ALIGN)
    with path.open("wb") as file:
        file.write(_MAGIC + len(described).to_bytes(8, "little") + described)
        for array in arrays.values():
            file.write(np.ascontiguousarray(array).tobytes())
            file.write(b"\0" * (-array.nbytes % _ALIGN))


def read_arrays(path: Path) -> dict[str, Array]:
    """Map the file and return its arrays, read-only; they keep the mapping alive. Raises `BrokenIndex`."""
    with path.open("rb") as file:
        try:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            if mapped[: len(_MAGIC)] != _MAGIC:
                raise BrokenIndex(path)
            base = len(_MAGIC) + 8
            length = int.from_bytes(mapped[len(_MAGIC) : base], "little")
            header = json.loads(mapped[base : base + length])
            start = base + length
            return {n: np.frombuffer(mapped, d, count, start + at) for n, (d, count, at) in header.items()}
        except ValueError as error:  # an empty file, a header cut short, an array beyond the end
            raise BrokenIndex(path) from error


def pack_texts(texts: Iterable[str]) -> Array:
    """Pack texts that hold no line feed into one array of UTF-8 bytes."""
    return np.frombuffer("\n".join(texts).encode(), np.uint8)


def unpack_texts(packed: Array) -> list[str]:
    """Return the texts of `pack_texts`; an empty array is no text."""
    return packed.tobytes().decode().split("\n") if len(packed) else []


class Texts:
    """Texts left packed, for those read one at a time by number."""

    def __init__(self, arrays: Mapping[str, Array], name: str) -> None:
        self._bytes, self._ends = arrays[f"{name}.bytes"], arrays[f"{name}.ends"]
        self._read: dict[int, str] = {}

    @staticmethod
    def pack(name: str, texts: Iterable[str]) -> dict[str, Array]:
        """Return the arrays that hold the texts."""
        encoded = [text.encode() for text in texts]
        ends = np.cumsum([len(text) for text in encoded], dtype=np.int64).astype(np.uint32)
        return {f"{name}.bytes": np.frombuffer(b"".join(encoded), np.uint8), f"{name}.ends": ends}

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        text = self._read.get(number)
        if text is None:
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            start = int(self._ends[number - 1]) if number else 0
            text = self._read[number] = self._bytes[start : int(self._ends[number])].tobytes().decode()
        return text
