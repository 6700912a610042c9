"""What every importer shares: the report, the rows set aside, the progress."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TextIO

SHOWN = 10  # rejects kept in the report; all of them are in the file


class Progress(NamedTuple):
    """How far an import is: records read, bytes read of the file on the disk, its size, seconds since the start.

    `step` is « lecture » or « index »; during the second, bytes stay at the total.
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


class Reject(NamedTuple):
    """A row set aside: its line in the file (1 is the header), the column and value at fault, and why."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; counts are rows.

    `accepted` counts every good row, of which `repeated` were identical to an earlier one and are stored once;
    `rejects_path` is the file of all the rows set aside (None when there are none); `elapsed` is in seconds.
    """

    source: Path
    encoding: str
    accepted: int
    repeated: int
    rejected: int
    rejects: tuple[Reject, ...]
    rejects_path: Path | None
    elapsed: float
    checksum: str
    version: str


class BadRow(ValueError):
    """One row cannot be taken: the column, its value, and the reason in French."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason


class RejectFile:
    """Writes the rows set aside to a CSV as they come; the file exists only if there is one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self.first: list[Reject] = []
        self._file: TextIO | None = None

    def add(self, line: int, error: BadRow) -> None:
        """Set a row aside."""
        if self._file is None:
            self._file = self.path.open("w", encoding="utf-8", newline="")
            csv.writer(self._file).writerow(["ligne", "colonne", "valeur", "raison"])
        reject = Reject(line, error.column, _showable(error.value), error.reason)
        csv.writer(self._file).writerow([reject.line, reject.column, _inert(reject.value), reject.reason])
        self.count += 1
        if len(self.first) < SHOWN:
            self.first.append(reject)

    def close(self) -> None:
        """Finish the file."""
        if self._file is not None:
            self._file.close()


def _showable(value: str) -> str:
    """Make a value safe to print: control characters and broken bytes become visible escapes, and it is cut short."""
    short = value[:120] + ("…" if len(value) > 120 else "")
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in short)


def _inert(value: str) -> str:
    """Keep a spreadsheet from running a value as a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@")) else value
