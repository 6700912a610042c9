"""Tables of figures, written on the terminal or kept in a page between two marks."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; the first row names the columns."""

    title: str
    rows: Sequence[Row]


def aligned(table: Table) -> str:
    """Write a table with its columns aligned."""
    widths = [max(map(len, column)) for column in zip(*table.rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table.rows
    ]
    return "\n".join([table.title, "─" * max(map(len, lines)), *lines])


def markdown(rows: Sequence[Row]) -> str:
    """Write rows in Markdown; the first names the columns."""
    head, *others = [f"| {' | '.join(row)} |" for row in rows]
    rule = f"|{'|'.join(['---'] * len(rows[0]))}|"
    return "\n".join([head, rule, *others])


@dataclass(frozen=True, slots=True)
class Kept:
    """The part of a page written by a run, between `<!-- name: begin -->` and `<!-- name: end -->`."""

    page: Path
    name: str

    def read(self) -> str:
        """Return what is kept there. Raises `ValueError` when the page has no such marks."""
        return self._parts()[1].strip("\n")

    def write(self, told: str) -> None:
        """Replace it; the rest of the page is written by hand and stays."""
        before, _, after = self._parts()
        begin, end = self._marks
        self.page.write_text(f"{before}{begin}\n\n{told}\n\n{end}{after}", encoding="utf-8")

    @property
    def _marks(self) -> tuple[str, str]:
        return f"<!-- {self.name}: begin -->", f"<!-- {self.name}: end -->"

    def _parts(self) -> tuple[str, str, str]:
        begin, end = self._marks
        before, begun, rest = self.page.read_text(encoding="utf-8").partition(begin)
        inside, ended, after = rest.partition(end)
        if not begun or not ended:
            raise ValueError(f"{self.page.name} has no {begin} … {end}")
        return before, inside, after


@dataclass(frozen=True, slots=True)
class Machine:
    """What is said of the machine: figures of two machines are not compared, ratios of one run are."""

    cores: int
    memory_gb: int
    python: str
    packages: Mapping[str, str]
    day: str

    def told(self) -> str:
        """Say it in one line."""
        packages = ", ".join(f"{name} {known}" for name, known in self.packages.items())
        return f"Measured on {self.day}: {self.cores} cores, {self.memory_gb} GB, Python {self.python}, {packages}."


def machine(*packages: str) -> Machine:
    """Describe this machine, today, with the versions of the packages that are installed."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    found = {name: known for name in packages if (known := _version(name))}
    return Machine(
        os.cpu_count() or 1, round(pages / 2**30), platform.python_version(), found, f"{datetime.now(UTC):%Y-%m-%d}"
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
