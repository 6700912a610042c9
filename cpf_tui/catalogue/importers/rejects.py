"""Rows set aside during an import, each with its file, line, column, value and the reason."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple, TextIO

SHOWN = 10  # rejects kept in the report; all of them are in the file
_HEADER = ("fichier", "ligne", "colonne", "valeur", "raison")


class Reject(NamedTuple):
    """A row set aside: its file, its line (1 is the header), the column and value at fault, and why."""

    file: str
    line: int
    column: str
    value: str
    reason: str


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

    def add(self, file: str, line: int, error: BadRow) -> None:
        """Set a row aside."""
        if self._file is None:
            self._file = self.path.open("w", encoding="utf-8", newline="")
            csv.writer(self._file).writerow(_HEADER)
        reject = Reject(_showable(file), line, error.column, _showable(error.value), error.reason)
        csv.writer(self._file).writerow(
            [_inert(reject.file), reject.line, _inert(reject.column), _inert(reject.value), reject.reason]
        )
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
