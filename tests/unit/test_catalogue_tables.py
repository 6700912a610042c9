"""Rows of any NamedTuple in a file of their own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from cpf_tui.catalogue.tables import read_rows, write_rows


class Period(NamedTuple):
    """Two of its fields have names that SQL keeps for itself."""

    code: str
    end: str | None
    order: int
    share: float


ROWS = [Period("a", None, 1, 0.5), Period("b", "2017-12-31", 2, 0.0), Period("c", "", -3, 1.25)]


def test_rows_come_back_as_they_were_given_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "periodes.sqlite"
    assert write_rows(path, Period, ROWS, lookups=["code"]) == 3
    assert list(read_rows(path, Period)) == ROWS


def test_a_range_of_rows_can_be_read_alone(tmp_path: Path) -> None:
    path = tmp_path / "periodes.sqlite"
    write_rows(path, Period, ROWS)
    assert list(read_rows(path, Period, first=2, count=1)) == ROWS[1:2]
    assert list(read_rows(path, Period, first=2)) == ROWS[1:]


def test_no_row_makes_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "rien.sqlite"
    assert write_rows(path, Period, iter(())) == 0
    assert list(read_rows(path, Period)) == []


def test_rows_are_taken_one_at_a_time(tmp_path: Path) -> None:
    written = 0

    def many() -> Iterator[Period]:
        nonlocal written
        for number in range(1000):
            written += 1
            yield Period(str(number), None, number, 0.0)

    path = tmp_path / "periodes.sqlite"
    write_rows(path, Period, many())
    rows = read_rows(path, Period)
    assert next(rows).code == "0"
    rows.close()  # type: ignore[attr-defined]  # a generator, whose file must close with it
    assert written == 1000


def test_a_damaged_file_is_an_error_of_sqlite(tmp_path: Path) -> None:
    path = tmp_path / "periodes.sqlite"
    path.write_bytes(b"not a database at all, and long enough to be read as one" * 10)
    with pytest.raises(sqlite3.Error):
        list(read_rows(path, Period))
