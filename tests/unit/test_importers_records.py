"""CSV records with the line each starts on, whatever the quotes do."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import hypothesis
import pytest
from hypothesis import strategies as st

from cpf_tui.catalogue.importers.records import Record, delimiter_of, read_batches


def records(text: str) -> list[Record]:
    return given(iter(text.splitlines(keepends=True)))


def given(lines: Iterator[str]) -> list[Record]:
    return [record for batch in read_batches(lines, ",") for record in zip(*batch, strict=True)]


def test_each_record_has_the_line_it_starts_on() -> None:
    assert records('a,b\n1,2\n\n"x\ny",3\n4,5\n') == [
        (1, ["a", "b"]),
        (2, ["1", "2"]),
        (4, ["x\ny", "3"]),
        (6, ["4", "5"]),
    ]


def test_nothing_is_lost_where_batches_meet() -> None:
    lines = [f"{number},x\n" for number in range(3500)]
    assert records("".join(lines)) == [(n + 1, [str(n), "x"]) for n in range(3500)]


def test_a_field_on_several_lines_may_go_from_one_batch_to_the_next() -> None:
    text = "".join(f"{number},x\n" for number in range(998)) + '"one\ntwo\nthree",y\n' + "last,z\n"
    assert records(text)[-2:] == [(999, ["one\ntwo\nthree", "y"]), (1002, ["last", "z"])]


@pytest.mark.parametrize("at", [0, 5, 950, 998, 999, 1000, 1001, 1990])
def test_a_quote_left_open_costs_its_line_only(at: int) -> None:
    lines = [f"{number},x\n" for number in range(2000)]
    lines[at] = '"' + lines[at]
    found = records("".join(lines))
    assert found[at] == (at + 1, [lines[at]])
    assert [fields for line, fields in found if line != at + 1] == [[str(n), "x"] for n in range(2000) if n != at]


@hypothesis.given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=6), min_size=2, max_size=3),
        max_size=30,
    )
)
def test_what_a_csv_writer_wrote_is_read_back(rows: list[list[str]]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    lines = iter(io.StringIO(stream.getvalue(), newline="\n"))
    assert [fields for _line, fields in given(lines)] == rows


@pytest.mark.parametrize(
    ("header", "delimiter"),
    [("a,b,c", ","), ("a;b;c", ";"), ("a\tb", "\t"), ("a|b|c", "|"), ('"Nom, prénom";"Ville"', ";"), ("seul", ",")],
)
def test_what_separates_the_columns_is_told_by_the_header(header: str, delimiter: str) -> None:
    assert delimiter_of(header) == delimiter
