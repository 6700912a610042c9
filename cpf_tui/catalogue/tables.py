"""Rows of a NamedTuple type in a SQLite file of their own: what a dataset is stored in.

The table bears the name of the file (`rome.sqlite` holds `rome`), its columns those of the fields, and `numero` counts
the rows from 1 in the order they were given. Both ways are streamed: memory does not grow with the rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice, repeat
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar, cast
from weakref import finalize

_BLOCK = 2000  # rows written at once
_LITERALS: dict[object, str] = {"": "''", None: "NULL", 0: "0", 1: "1"}

Row = TypeVar("Row", bound=tuple[Any, ...])


def write_rows(path: Path, row_type: type[Row], rows: Iterable[Row], *, lookups: Iterable[str] = ()) -> int:
    """Write rows to a new file and return how many there are; `lookups` are the columns they will be asked for by.

    No journal: the file belongs to a version being built aside, thrown away whole if anything fails.
    """
    table, names = path.stem, _quoted(row_type)
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=8192")
        base.execute(f"CREATE TABLE {table} (numero INTEGER PRIMARY KEY, {', '.join(names)})")
        base.execute("BEGIN")
        rows = iter(rows)
        while block := list(islice(rows, _BLOCK)):
            _write_block(base, f"INSERT INTO {table} ({', '.join(names)})", block)
        for column in lookups:
            base.execute(f"CREATE INDEX par_{column} ON {table} ({column})")
        base.execute("COMMIT")
        return int(base.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 our names


def _write_block(base: sqlite3.Connection, into: str, block: Sequence[tuple[Any, ...]]) -> None:
    """Write rows; a column that says the same in all of them, such as nothing, is said once: binding is what costs."""
    columns = list(zip(*block, strict=True))
    said = [_literal(column) for column in columns]
    values = ", ".join(one or "?" for one in said)
    varying = [column for column, one in zip(columns, said, strict=True) if one is None]
    rows = zip(*varying, strict=True) if varying else repeat((), len(block))
    base.executemany(f"{into} VALUES ({values})", rows)


def _literal(column: Sequence[Any]) -> str | None:
    """Return the constant of a column in SQL, None when it varies or is not one of the plainest."""
    first = column[0]
    if first not in _LITERALS or isinstance(first, float) or column.count(first) < len(column):
        return None
    return _LITERALS[first]


def read_rows(path: Path, row_type: type[Row], *, first: int = 1, count: int | None = None) -> Iterator[Row]:
    """Give the rows in order, `count` of them from the number `first`. Raises `sqlite3.Error` on a damaged file."""
    query = f"SELECT {', '.join(_quoted(row_type))} FROM {path.stem} WHERE numero >= ? ORDER BY numero LIMIT ?"  # noqa: S608 our names
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
            f"SELECT {', '.join(_quoted(row_type))} FROM {path.stem} "  # noqa: S608 our names
            f"WHERE {column} = ? ORDER BY numero DESC LIMIT 1"
        )

    def find(self, value: str) -> Row | None:
        """Return the last row with that value: a file added later says better."""
        row = self._base.execute(self._query, (value,)).fetchone()
        return cast("Row", self._make(row)) if row else None


def open_rows(path: Path) -> sqlite3.Connection:
    """Open the file of a version, which never changes; one thread at a time may use the connection."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


def _quoted(row_type: type[tuple[Any, ...]]) -> list[str]:
    """Quote the names: a field may be called `end`."""
    return [f'"{name}"' for name in cast("type[NamedTuple]", row_type)._fields]
