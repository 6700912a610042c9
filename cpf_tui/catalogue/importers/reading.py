"""Open the files people hand in, plain or compressed, and read their CSV records with the line each one starts on."""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, NoReturn

from cpf_tui.domain.errors import InvalidInput

_SAMPLE = 1 << 16
_MAX_LINES = 40  # lines of one record: beyond, a quote was left open and the lines are read one by one again
_MAX_FIELD = 1 << 20
_BROKEN_BYTES = "".join(map(chr, range(0xDC80, 0xDD00)))  # what surrogateescape makes of them
_GZIP = b"\x1f\x8b"
_KINDS = (
    (b"PK\x03\x04", "une archive zip ou un classeur"),
    (b"\xd0\xcf\x11\xe0", "un classeur Excel"),
    (b"%PDF", "un PDF"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"SQLite format 3", "une base SQLite"),
    (b"\xff\xfe", "un texte en UTF-16"),
    (b"\xfe\xff", "un texte en UTF-16"),
)


class Record(NamedTuple):
    """One record: the line it starts on (1 is the header) and its fields."""

    line: int
    fields: list[str]


class Source:
    """A file being imported: its text, how far it was read, its checksum.

    Raises `InvalidInput` with one sentence when the whole file cannot be read for what it should be.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name
        try:
            self._raw = _Counted(path)
        except IsADirectoryError:
            self.refuse("« {file} » est un dossier. Donnez le fichier CSV lui-même (ou compressé en .gz).")
        except FileNotFoundError:
            self.refuse("Le fichier « {file} » n’existe pas. Vérifiez son nom et son emplacement.")
        except OSError as error:
            self.refuse("Le fichier « {file} » ne peut pas être lu : {reason}.", reason=error.strerror or "erreur")
        self.total = self._raw.total
        self.encoding = "utf-8"

    @property
    def done(self) -> int:
        """How many bytes of the file, as it is on the disk, were read."""
        return self._raw.done

    @property
    def checksum(self) -> str:
        """SHA-256 of the bytes read, that is of the file once it was read to its end."""
        return self._raw.digest.hexdigest()

    def close(self) -> None:
        """Close the file."""
        self._raw.close()

    def refuse(self, sentence: str, **values: object) -> NoReturn:
        """Refuse the whole file with one sentence that names it."""
        raise InvalidInput(sentence, file=self.name, **values)

    def records(self) -> Iterator[Record]:
        """Give the records of the CSV, header first."""
        lines = _Lines(self._text())
        reader = csv.reader(lines, delimiter=self._delimiter(lines))
        csv.field_size_limit(_MAX_FIELD)
        while True:
            start = lines.number + 1
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error:
                fields = []
            if not fields and not any(map(str.strip, lines.pending)):
                lines.forget()
                continue
            if len(lines.pending) > _MAX_LINES or not fields:
                fields = lines.replay()
            lines.forget()
            yield Record(start, fields)

    def _delimiter(self, lines: _Lines) -> str:
        header = lines.peek()
        return max(",;\t|", key=header.count) if header else ","

    def _text(self) -> Iterator[str]:
        """Give the lines of the text; bytes that are not UTF-8 come as lone surrogates, which no field may hold."""
        binary: BinaryIO = io.BufferedReader(self._raw, _SAMPLE)
        if binary.peek(2)[:2] == _GZIP:  # type: ignore[attr-defined]  # BufferedReader has it
            binary = io.BufferedReader(gzip.GzipFile(fileobj=binary), _SAMPLE)
        try:
            self._recognise(binary.peek(_SAMPLE)[:_SAMPLE])  # type: ignore[attr-defined]
            yield from io.TextIOWrapper(binary, self.encoding, errors="surrogateescape", newline="")
        except EOFError:
            self.refuse(
                "Le fichier « {file} » est coupé : la compression s’arrête après {done} octets. "
                "Téléchargez-le à nouveau.",
                done=self.done,
            )
        except (gzip.BadGzipFile, zlib.error):
            self.refuse(
                "Le fichier « {file} » est abîmé : sa compression est illisible après {done} octets. "
                "Téléchargez-le à nouveau.",
                done=self.done,
            )
        except OSError as error:
            self.refuse("Le fichier « {file} » ne peut pas être lu : {reason}.", reason=error.strerror or "erreur")

    def _recognise(self, sample: bytes) -> None:
        """Set the encoding, or refuse what is not a text."""
        if not sample.strip():
            self.refuse(
                "Le fichier « {file} » est vide : une ligne d’en-tête et des lignes d’offres étaient attendues."
            )
        kind = next((kind for magic, kind in _KINDS if sample.startswith(magic)), "")
        if not kind and sum(byte < 9 or 13 < byte < 27 for byte in sample) > len(sample) // 100:
            kind = "un fichier binaire"
        if kind:
            self.refuse("« {file} » est {kind} : un CSV en UTF-8 était attendu (ou compressé en .gz).", kind=kind)
        if sample.startswith(codecs.BOM_UTF8):
            self.encoding = "utf-8-sig"
            return
        # Text of another encoding hardly ever makes valid UTF-8: a few broken bytes among accents are broken rows.
        # The sample may end inside a character, whose bytes do not count.
        decoded = sample.decode("utf-8", "surrogateescape").rstrip(_BROKEN_BYTES)
        broken = sum(letter in _BROKEN_BYTES for letter in decoded if not letter.isascii())
        if broken * 2 > sum(not letter.isascii() for letter in decoded):
            self.encoding = "cp1252"


class _Counted(io.RawIOBase):
    """The bytes of a file, counted and digested as they pass."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb", buffering=0)
        self.total = path.stat().st_size
        self.done = 0
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what BufferedReader passes
        count = self._file.readinto(buffer)
        self.done += count
        self.digest.update(buffer[:count])
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


class _Lines:
    """Lines fed to the CSV reader, those of the record under way kept so that they can be read again."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: list[str] = []
        self.pending: list[str] = []
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._lines)
        self.pending.append(line)
        self.number += 1
        return line

    def peek(self) -> str:
        if not self._again:
            self._again.extend(line for line in [next(self._lines, "")] if line)
        return self._again[-1] if self._again else ""

    def forget(self) -> None:
        self.pending.clear()

    def replay(self) -> list[str]:
        """Take the first line of the record alone, as one broken field, and give the following lines again."""
        first, *others = self.pending
        self._again.extend(reversed(others))
        self.number -= len(others)
        return [first]
