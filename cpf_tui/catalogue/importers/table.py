"""Reading a table by the names of its columns, which sources write in several ways."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar, TypeVar

from cpf_tui.catalogue.importers.base import Reader
from cpf_tui.catalogue.importers.columns import Columns
from cpf_tui.catalogue.importers.reading import Head, Source
from cpf_tui.catalogue.importers.records import Record
from cpf_tui.catalogue.importers.values import renamed

Row = TypeVar("Row", bound=tuple[Any, ...])
Names = Mapping[str, Sequence[str]]
"""The columns by our name, each with the other names sources give it."""


class TableReader(Reader[Row]):
    """Reads CSVs where each record is a row: a format says its columns and how their values make one."""

    names: ClassVar[Names]
    required: ClassVar[Sequence[str]]
    """The columns a file must have, the first of `names`; the others may be missing and are then empty."""

    def __iter__(self) -> Iterator[Row]:
        """Give the good rows, in the order of the files; the others go to `rejects`."""
        for source in self.sources:
            records, columns = opened(source, self.names, self.required)
            yield from self.taken(source, records, partial(self._taken, columns))

    def row(self, values: tuple[str, ...]) -> Row:
        """Make a row of the values of the columns, in the order of `names`. Raises `BadRow`."""
        raise NotImplementedError

    def _taken(self, columns: Columns, fields: Sequence[str]) -> Row:
        return self.row(columns(fields))


def opened(source: Source, names: Names, required: Sequence[str]) -> tuple[Iterator[Record], Columns]:
    """Return the records of a file after its header, and what reads their columns."""
    records = source.records()
    header = renamed(next(records, (1, []))[1], names)
    return records, Columns(source, header, required, [name for name in names if name not in required])


def has_columns(head: Head, names: Names, wanted: Collection[str]) -> bool:
    """Tell whether a file has all these columns, under any of their names."""
    return not head.xml and set(wanted) <= set(renamed(head.columns, names))
