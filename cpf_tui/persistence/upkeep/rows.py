"""Every row of one database in another, and the proof that they are the same.

Rows go as the driver gives them, untouched by the types of the program. Balances are not copied: accounts are opened
empty, and the movements, in their order, pass the guards of the target, which make the balances again. The comparison
then looks at every column of every table, balances included.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import zip_longest

from sqlalchemy import Connection, Row, Select, TableClause, column, func, insert, select, table
from sqlalchemy.schema import Table

from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.text import Text, text
from cpf_tui.persistence.tables import account, audit, audit_segment, metadata
from cpf_tui.persistence.upkeep.snapshot import Progress

_BATCH = 1000
_BALANCES = ("credits", "pending", "posted", "last_seq")


@dataclass(frozen=True, slots=True)
class Compared:
    """A table found the same on both sides, and how many rows it has."""

    table: str
    rows: int


def tables() -> list[Table]:
    """List the tables in an order to fill them: references first, seals before the lines that follow them."""
    ordered = [one for one in metadata.sorted_tables if one is not audit_segment]
    ordered.insert(ordered.index(audit), audit_segment)
    return ordered


def copy_rows(source: Connection, target: Connection, progress: Progress | None = None) -> None:
    """Fill an empty database, put to `loading`, with the rows of another of the same schema."""
    total = sum(count(source, one) for one in tables())
    done = 0
    for one in tables():
        with source.execute(_all(one)) as found:
            for batch in found.partitions(_BATCH):
                target.execute(insert(_raw(one)), [_opened(one, row) for row in batch])
                done += len(batch)
                if progress is not None:
                    progress(done, total)


def compare_rows(source: Connection, target: Connection, *, but_last: Table | None = None) -> list[Compared]:
    """Compare every column of every row; `but_last` may have one more row in the target, written since.

    Raises `StorageError` at the first difference, which names the table and no value.
    """
    return [_compare(one, source, target, spared=one is but_last) for one in tables()]


def count(connection: Connection, one: Table) -> int:
    """Count the rows of a table."""
    return int(connection.execute(select(func.count()).select_from(_raw(one))).scalar_one())


def _compare(one: Table, source: Connection, target: Connection, *, spared: bool) -> Compared:
    rows = 0
    with closing(stream(source, one)) as here, closing(stream(target, one)) as there:
        pairs = zip_longest(here, there)
        for ours, theirs in pairs:
            if ours is None and spared and next(pairs, None) is None:
                break
            if ours is None or theirs is None or tuple(ours) != tuple(theirs):
                raise StorageError(_differs(one, rows + 1))
            rows += 1
    return Compared(one.name, rows)


def _differs(one: Table, row: int) -> Text:
    return text(
        "La table {table} n’est pas la même des deux côtés, à sa ligne {row}. Rien n’a été gardé : vérifiez la base "
        "avec « cpf-tui verifier », puis recommencez.",
        table=one.name,
        row=row,
    )


def stream(connection: Connection, one: Table) -> Generator[Row[tuple[object, ...]], None, None]:
    """Give every row of a table in the order of its key, as the driver gives it, without holding them all."""
    with connection.execute(_all(one)) as found:
        yield from found


def _opened(one: Table, row: Row[tuple[object, ...]]) -> dict[str, object]:
    """Give a row to insert: an account opens empty, its movements will fill it."""
    given = dict(row._mapping)
    return {**given, **dict.fromkeys(_BALANCES, 0)} if one is account else given


def _raw(one: Table) -> TableClause:
    """Give a table whose columns have no type but the driver's."""
    return table(one.name, *(column(each.name) for each in one.columns))


def _all(one: Table) -> Select[tuple[object, ...]]:
    """Select every row in the order of the key, which is that of bytes on both sides."""
    raw = _raw(one)
    keys: Sequence[str] = [each.name for each in one.primary_key.columns]
    return select(*raw.columns).order_by(*(raw.c[name] for name in keys)).execution_options(yield_per=_BATCH)
