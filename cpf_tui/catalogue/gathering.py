"""What a dataset is made of during an import: the rows read from files, and those in force that stay beside them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from cpf_tui.catalogue.datasets import Dataset
from cpf_tui.catalogue.importers import Format, RejectFile
from cpf_tui.catalogue.importers.reading import Source
from cpf_tui.catalogue.manifest import Imported, ImportedFile, now
from cpf_tui.catalogue.rows import read_offers
from cpf_tui.catalogue.tables import read_rows
from cpf_tui.catalogue.versions import Version

Seen = set[int]
"""Hashes of the rows given so far: 64 bits tell millions of rows apart, and are small in memory."""

_BLOCK = 1000  # rows between two reports of progress


class Fresh:
    """The rows of one file, or of one set of files; `read` counts what they were taken from."""

    def __init__(self, form: Format, sources: Sequence[Source], rejects: RejectFile, in_force: Version | None) -> None:
        self._format, self._sources, self._rejects = form, sources, rejects
        self._reader = form.reader(sources, rejects)
        self._reader.in_force = in_force
        self._rows = 0
        self.rejected = 0

    @property
    def read(self) -> int:
        """How many records were read."""
        return self._reader.read

    @property
    def repeated(self) -> int:
        """How many rows were identical to an earlier one."""
        return self._reader.repeated

    def rows(self, seen: Seen, tell: Callable[[], None]) -> Iterator[tuple[Any, ...]]:
        """Give the rows not seen yet, telling now and then that some were read."""
        before, rows = self._rejects.count, iter(self._reader)
        while block := list(islice(rows, _BLOCK)):
            tell()
            new = self._new(block, seen)
            self._rows += len(new)
            yield from new
        self.rejected = self._rejects.count - before

    def _new(self, block: list[tuple[Any, ...]], seen: Seen) -> list[tuple[Any, ...]]:
        """Return the rows of a block not seen yet; nearly always, that is all of them."""
        marks = set(map(hash, block))
        if len(marks) == len(block) and seen.isdisjoint(marks):
            seen |= marks
            return block
        new = {hash(row): row for row in block if hash(row) not in seen}
        seen.update(new)
        self._reader.repeated += len(block) - len(new)
        return list(new.values())

    def imported(self) -> Imported:
        """Return what the manifest says of them, once read."""
        files = tuple(ImportedFile(one.name, one.encoding, one.checksum) for one in self._sources)
        return Imported(self._format.name, now(), files, self._rows, self.read, self.repeated, self.rejected)


class Kept:
    """The rows in force that came from one file, or one set of files: `count` of them from the number `first`."""

    def __init__(self, imported: Imported, path: Path, row_type: type[tuple[Any, ...]], first: int) -> None:
        self._imported, self._path, self._row_type, self._first = imported, path, row_type, first

    def rows(self, seen: Seen, _tell: Callable[[], None]) -> Iterator[tuple[Any, ...]]:
        """Give the rows as their reader gave them."""
        count = self._imported.rows
        if self._path.name == Dataset.OFFERS.file:
            stored: Iterator[tuple[Any, ...]] = read_offers(self._path, self._first, count)
        else:
            stored = read_rows(self._path, self._row_type, first=self._first, count=count)
        for row in stored:
            seen.add(hash(row))
            yield row

    def imported(self) -> Imported:
        """Return what the manifest said of them."""
        return self._imported


def kept(version: Version, form: Format, names: Collection[str]) -> list[Kept]:
    """Return what stays of a version beside files of these names; never the demonstration rows."""
    path, first, groups = version.path / form.dataset.file, 1, []
    for imported in version.manifest.datasets.get(form.dataset, ()):
        if not imported.example and imported.names.isdisjoint(names):
            groups.append(Kept(imported, path, form.reader.row_type, first))
        first += imported.rows
    return groups
