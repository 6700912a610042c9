"""Open the files people hand in, plain, gzip or zip: what they begin with, their bytes, their CSV records."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, NamedTuple, NoReturn

from cpf_tui.catalogue.fold import clean
from cpf_tui.catalogue.importers.packed import BLOCK, Stored, Unpacked
from cpf_tui.catalogue.importers.records import Batch, Record, delimiter_of, read_batches
from cpf_tui.catalogue.importers.text import WINDOWS, decode_sample, is_xml, recognise, text_lines
from cpf_tui.domain.errors import InvalidInput


class Head(NamedTuple):
    """How a file begins: its name, the columns of its first line (trimmed, in lower case), its text, whether it is XML.

    An XML has no columns.
    """

    name: str
    columns: tuple[str, ...]
    text: str
    xml: bool


class Source:
    """A file being imported: its text, how far it was read, its checksum.

    Raises `InvalidInput` with one sentence when the whole file cannot be read for what it should be.
    """

    def __init__(self, path: Path, member: Stored | None = None, name: str = "") -> None:
        self.path = path
        self.name = name or path.name
        self._stored = member or self._open()

    @property
    def total(self) -> int:
        """How many bytes there are to read."""
        return self._stored.total

    @property
    def done(self) -> int:
        """How many of them were read."""
        return self._stored.done

    @property
    def checksum(self) -> str:
        """SHA-256 of the file on the disk."""
        return self._stored.checksum

    @cached_property
    def encoding(self) -> str:
        """How the text is encoded; read to the end, a file whose accents come late may turn out to be windows-1252."""
        return recognise(self._sample, self.refuse)

    @cached_property
    def head(self) -> Head:
        """How the file begins; nothing of it is lost for who reads it then."""
        text = decode_sample(self._sample, self.encoding)
        if is_xml(self._sample):
            return Head(self.name, (), text, xml=True)
        lines = text.lstrip().splitlines(keepends=True)
        header = next(csv.reader(lines, delimiter=delimiter_of(lines[0])), []) if lines else []
        return Head(self.name, tuple(clean(name).lower() for name in header), text, xml=False)

    def binary(self) -> BinaryIO:
        """Return the bytes, unpacked: what an XML parser reads."""
        _ = self.encoding  # refuses what is not a text
        return self._binary

    def records(self) -> Iterator[Record]:
        """Give the records of the CSV, header first, each with the line it starts on (1 is the header)."""
        for lines, records in self.batches():
            yield from zip(lines, records, strict=True)

    def batches(self) -> Iterator[Batch]:
        """Give the same records many at a time, for who takes them column by column; the header is in the first."""
        encoding, sample = self.encoding, self._sample
        if is_xml(sample):
            self.refuse("« {file} » est un XML : un tableau CSV était attendu.")
        self._unpacked.bounded = True
        lines = text_lines(self._binary, encoding, self._found_windows if sample.isascii() else None)
        try:
            yield from read_batches(lines, delimiter_of(self._first_line))
        except UnicodeDecodeError:
            self.refuse(
                "Le fichier « {file} » est abîmé : son texte en {encoding} ne se lit plus après {done} octets.",
                encoding=self.encoding,
                done=self.done,
            )

    def close(self) -> None:
        """Close the file."""
        self._stored.close()

    def refuse(self, sentence: str, **values: object) -> NoReturn:
        """Refuse the whole file with one sentence that names it."""
        raise InvalidInput(sentence, file=self.name, **values)

    @cached_property
    def _unpacked(self) -> Unpacked:
        return Unpacked(self._stored, self.refuse)

    @cached_property
    def _binary(self) -> io.BufferedReader:
        return io.BufferedReader(self._unpacked, BLOCK)

    @cached_property
    def _sample(self) -> bytes:
        return self._binary.peek(BLOCK)[:BLOCK]

    @property
    def _first_line(self) -> str:
        return next(iter(self.head.text.lstrip().splitlines()), "")

    def _found_windows(self) -> None:
        self.encoding = WINDOWS

    def _open(self) -> Stored:
        try:
            return Stored.on_disk(self.path)
        except IsADirectoryError:
            self.refuse("« {file} » est un dossier. Donnez le fichier lui-même (ou compressé en .gz ou .zip).")
        except FileNotFoundError:
            self.refuse("Le fichier « {file} » n’existe pas. Vérifiez son nom et son emplacement.")
        except OSError as error:
            self.refuse("Le fichier « {file} » ne peut pas être lu : {reason}.", reason=error.strerror or "erreur")
