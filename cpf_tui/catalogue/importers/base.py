"""What every importer shares: the reader, the format that names it, the rows set aside, the progress, the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from cpf_tui.catalogue.datasets import Dataset
from cpf_tui.catalogue.importers.reading import Head, Source
from cpf_tui.catalogue.importers.records import Batch
from cpf_tui.catalogue.importers.rejects import BadRow, Reject, RejectFile
from cpf_tui.catalogue.manifest import ImportedFile
from cpf_tui.catalogue.versions import Version
from cpf_tui.domain.text import Text

Row = TypeVar("Row", bound=tuple[Any, ...])
Fields = TypeVar("Fields")


class Reader(Generic[Row]):
    """Reads the rows of one file, or of the files of one set: iterate to get them, once.

    `read` counts the records met, `repeated` those given once only because an earlier one was identical. Rows that
    cannot be taken go to `rejects`. Raises `InvalidInput` when a file as a whole is not what it should be.
    """

    row_type: ClassVar[type[Any]]
    """The NamedTuple of the dataset's rows."""
    lookups: ClassVar[Sequence[str]] = ()
    """The columns the rows will be asked for by."""
    in_force: Version | None = None
    """The version that the import is made beside, for what rows refer to; set before the first row is asked for."""

    def __init__(self, sources: Sequence[Source], rejects: RejectFile) -> None:
        self.sources, self.rejects = sources, rejects
        self.read = 0
        self.repeated = 0

    def __iter__(self) -> Iterator[Row]:
        """Give the good rows, in the order of the files."""
        raise NotImplementedError

    def taken(
        self, source: Source, records: Iterable[tuple[int, Fields]], take: Callable[[Fields], Row]
    ) -> Iterator[Row]:
        """Give the rows that `take` makes of the records; what it refuses with `BadRow` is set aside with its line."""
        for line, fields in records:
            self.read += 1
            try:
                row = take(fields)
            except BadRow as error:
                self.rejects.add(source.name, line, error)
            else:
                yield row

    def taken_together(
        self, source: Source, batches: Iterable[Batch], take: Callable[[Sequence[list[str]]], list[Row]]
    ) -> Iterator[Row]:
        """Give the rows that `take` makes of many records at once, column by column: several times faster.

        A batch that it refuses with `BadRow` is cut in two until the faulty records are alone, and set aside.
        """
        for lines, records in batches:
            self.read += len(records)
            yield from self._halved(source, lines, records, take)

    def _halved(
        self,
        source: Source,
        lines: Sequence[int],
        records: Sequence[list[str]],
        take: Callable[[Sequence[list[str]]], list[Row]],
    ) -> Iterator[Row]:
        try:
            rows = take(records)
        except BadRow as error:
            if len(records) == 1:
                self.rejects.add(source.name, lines[0], error)
                return
            half = len(records) // 2
            yield from self._halved(source, lines[:half], records[:half], take)
            yield from self._halved(source, lines[half:], records[half:], take)
        else:
            yield from rows


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file the program can import.

    `description` is one line; `recognises` tells from the beginning of a file whether it is one;
    the files of a `together` format are read by one reader as one set, else each is read alone.
    """

    name: str
    dataset: Dataset
    reader: type[Reader[Any]]
    description: Text
    recognises: Callable[[Head], bool]
    together: bool = False


class Progress(NamedTuple):
    """How far an import is: records read, bytes read, bytes to read (of all its files), seconds since the start.

    Bytes are those of the disk, or unpacked for a member of a zip. `step` is « lecture » or « index »; during the
    second, bytes stay at the total.
    """

    rows: int
    done: int
    total: int
    elapsed: float
    step: str

    @property
    def rate(self) -> float:
        """Records per second."""
        return self.rows / self.elapsed if self.elapsed > 0 else 0.0

    @property
    def remaining(self) -> float | None:
        """Seconds left of the reading, None while nothing can be said."""
        return self.elapsed * (self.total - self.done) / self.done if self.done else None


ProgressCallback = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; counts are rows.

    `accepted` counts every good row, of which `repeated` were identical to an earlier one and are stored once; `kept`
    counts the rows of other files that stayed beside them; `ignored` are the members of a zip that are of no use;
    `rejects_path` is the file of all the rows set aside (None when there are none); `elapsed` is in seconds.
    """

    sources: tuple[Path, ...]
    format: str
    dataset: Dataset
    files: tuple[ImportedFile, ...]
    ignored: tuple[str, ...]
    accepted: int
    repeated: int
    kept: int
    rejected: int
    rejects: tuple[Reject, ...]
    rejects_path: Path | None
    elapsed: float
    version: str

    @property
    def source(self) -> Path:
        """The first of the files given."""
        return self.sources[0]

    @property
    def encoding(self) -> str:
        """The encoding of the first file."""
        return self.files[0].encoding

    @property
    def checksum(self) -> str:
        """SHA-256 of the first file."""
        return self.files[0].checksum
