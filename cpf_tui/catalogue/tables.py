"""Rows of a NamedTuple type in a SQLite file of their own: what a dataset is stored in.

The table bears the name of the file (`rome.sqlite` holds `rome`), its columns those of the fields, and `numero` counts
the rows from 1 in the order they were given. Both ways are streamed: memory does not grow with the rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar, cast
from weakref import finalize

Row = TypeVar("Row", bound=tuple[Any, ...])


def write_rows(path: Path, row_type: type[Row], rows: Iterable[Row], *, lookups: Iterable[str] = ()) -> int:
    """Write rows to a new file and return how many there are; `lookups` are the columns they will be asked for by.

    No journal: the file belongs to a version being built aside, thrown away whole if anything fails.
    """
    table, columns = path.stem, _columns(row_type)
    marks = ", ".join("?" * len(columns.split(", ")))
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=8192")
        base.execute(f"CREATE TABLE {table} (numero INTEGER PRIMARY KEY, {columns})")
        base.execute("BEGIN")
        base.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608 our names
        for column in lookups:
            base.execute(f"CREATE INDEX par_{column} ON {table} ({column})")
        base.execute("COMMIT")
        return int(base.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 our names


def read_rows(path: Path, row_type: type[Row], *, first: int = 1, count: int | None = None) -> Iterator[Row]:
    """Give the rows in order, `count` of them from the number `first`. Raises `sqlite3.Error` on a damaged file."""
    query = f"SELECT {_columns(row_type)} FROM {path.stem} WHERE numero >= ? ORDER BY numero LIMIT ?"  # noqa: S608 our names
    make = cast("type[NamedTuple]", row_type)._make
    with closing(open_rows(path)) as base:
        for row in base.execute(query, (first, -1 if count is None else count)):
            yield cast("Row", make(row))


class RowFinder(Generic[Row]):
    """Finds rows by one of the columns they were written to be asked for by; one thread at a time.

    Raises `sqlite3.Error` on a damaged file. The file is let go with the finder.
    """

    def __init__(self, path: Path, row_type: type[Row], column: str) -> None:
        base = open_rows(path)
        finalize(self, base.close)
        self._base, self._make = base, cast("type[NamedTuple]", row_type)._make
        self._query = (
            f"SELECT {_columns(row_type)} FROM {path.stem} "  # noqa: S608 our names
            f"WHERE {column} = ? ORDER BY numero DESC LIMIT 1"
        )

    def find(self, value: str) -> Row | None:
        """Return the last row with that value: a file added later says better."""
        row = self._base.execute(self._query, (value,)).fetchone()
        return cast("Row", self._make(row)) if row else None


def open_rows(path: Path) -> sqlite3.Connection:
    """Open the file of a version, which never changes; one thread at a time may use the connection."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


def _columns(row_type: type[tuple[Any, ...]]) -> str:
    """Quote the names: a field may be called `end`."""
    return ", ".join(f'"{name}"' for name in cast("type[NamedTuple]", row_type)._fields)
