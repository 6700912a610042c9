"""CSV records with the line each one starts on, many lines at a time.

Lines are parsed by batches. Where a batch has as many records as lines, a record's line is its rank; else it is
followed one record at a time. The last record of a batch may go on in the next one: its lines are read again there.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

Record = tuple[int, list[str]]
"""The line a record starts on (1 is the header) and its fields."""


class Batch(NamedTuple):
    """Records that follow one another, and the line each starts on."""

    lines: Sequence[int]
    records: Sequence[list[str]]


_BATCH = 1000
_MAX_LINES = 40  # lines of one record: beyond, a quote was left open and the lines are read one by one again
_MAX_FIELD = 1 << 20
_QUOTED = re.compile(r'"[^"]*"?')


def delimiter_of(header: str) -> str:
    """Return what separates the columns of a header: comma, semicolon, tab or bar, outside quotes."""
    bare = _QUOTED.sub("", header)
    return max(",;\t|", key=bare.count)


def read_batches(lines: Iterator[str], delimiter: str) -> Iterator[Batch]:
    """Give the records of a CSV, its header first, many at a time; blank lines are left out.

    A quote left open costs the line it is on, given as one field: the lines after it are read again.
    """
    csv.field_size_limit(_MAX_FIELD)
    before, carried = 1, list[str]()
    while True:
        fresh = list(islice(lines, _BATCH))
        batch = carried + fresh
        if not batch:
            return
        found, read = _batch(batch, before, delimiter, last=not fresh)
        if found.records:
            yield found
        before, carried = before + read, batch[read:]


def _batch(batch: list[str], first: int, delimiter: str, *, last: bool) -> tuple[Batch, int]:
    """Return the records of a batch whose first line is numbered `first`, and how many lines they take."""
    try:
        fields = list(csv.reader(batch, delimiter=delimiter))
    except csv.Error:
        fields = []
    if len(fields) == len(batch) and all(fields) and not last:
        return Batch(range(first, first + len(fields) - 1), fields[:-1]), len(fields) - 1
    *followed, (end, _nothing) = _followed(batch, delimiter, last=last)
    return Batch([first + line for line, _ in followed], [record for _, record in followed]), end


def _followed(batch: list[str], delimiter: str, *, last: bool) -> Iterator[Record]:
    """Give the records of a batch with their rank among its lines, then the rank of the first line that is left."""
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
                yield start, [batch[start]]
                start += 1
                break  # the lines after it are read again
            if end == len(batch) and not last:
                yield start, []
                return
            if fields:
                yield start, fields
            start = end
    yield start, []
