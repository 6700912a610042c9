"""CSV records with the line each one starts on, many lines at a time.

Lines are parsed by batches. Where a batch has as many records as lines, a record's line is its rank; else it is
followed one record at a time. The last record of a batch may go on in the next one: its lines are read again there.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import count, islice

Record = tuple[int, list[str]]
"""The line a record starts on (1 is the header) and its fields."""

_BATCH = 1000
_MAX_LINES = 40  # lines of one record: beyond, a quote was left open and the lines are read one by one again
_MAX_FIELD = 1 << 20
_QUOTED = re.compile(r'"[^"]*"?')


def delimiter_of(header: str) -> str:
    """Return what separates the columns of a header: comma, semicolon, tab or bar, outside quotes."""
    bare = _QUOTED.sub("", header)
    return max(",;\t|", key=bare.count)


def read_records(lines: Iterator[str], delimiter: str) -> Iterator[Record]:
    """Give the records of a CSV, its header first; blank lines are left out.

    A quote left open costs the line it is on, given as one field: the lines after it are read again.
    """
    csv.field_size_limit(_MAX_FIELD)
    before, carried = 0, list[str]()
    while True:
        fresh = list(islice(lines, _BATCH))
        batch = carried + fresh
        if not batch:
            return
        records, read = _batch(batch, delimiter, last=not fresh)
        yield from ((before + line, fields) for line, fields in records if fields)
        before, carried = before + read, batch[read:]


def _batch(batch: list[str], delimiter: str, *, last: bool) -> tuple[Iterator[Record], int]:
    """Return the records of a batch, each with its line in it, and how many lines they take."""
    try:
        fields = list(csv.reader(batch, delimiter=delimiter))
    except csv.Error:
        fields = []
    if len(fields) == len(batch) and not last:
        return zip(count(1), fields[:-1], strict=False), len(batch) - 1
    followed = list(_followed(batch, delimiter, last=last))
    line, _nothing = followed.pop()
    return iter(followed), line - 1


def _followed(batch: list[str], delimiter: str, *, last: bool) -> Iterator[Record]:
    """Give the records of a batch one at a time, then one without fields on the first line that is left."""
    start = 0
    while start < len(batch):
        reader = csv.reader(islice(batch, start, None), delimiter=delimiter)
        first = start
        while start < len(batch):
            try:
                fields = next(reader)
            except csv.Error:
                fields = []
            end = first + reader.line_num
            open_quote = end == len(batch) and end > start + 1 and "".join(batch[start:end]).count('"') % 2
            if end - start > _MAX_LINES or (not fields and batch[start].strip()) or (last and open_quote):
                yield start + 1, [batch[start]]
                start += 1
                break  # the lines after it are read again
            if end == len(batch) and not last:
                yield start + 1, []
                return
            if fields:
                yield start + 1, fields
            start = end
    yield start + 1, []
