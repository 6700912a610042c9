"""Quantities: integers in hundredths, read and written as in French."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.money import euros, parse_euros
from cpf_tui.domain.quantity import Quantity, total

quantities = st.integers(-99999999, 99999999).map(Quantity)


@given(quantities)
def test_what_is_written_is_read_back(quantity: Quantity) -> None:
    assert Quantity.parse(str(quantity)) == quantity


@given(quantities)
def test_rounding_up_adds_less_than_one(quantity: Quantity) -> None:
    rounded = quantity.round_up()
    assert quantity <= rounded < quantity + Quantity.of(1)
    assert rounded.hundredths % 100 == 0


@pytest.mark.parametrize(
    ("typed", "hundredths"),
    [("87,33", 8733), ("87.3", 8730), (" 1 607 ", 160700), ("1\u202f607,5", 160750), ("-1", -100), ("+2", 200)],
)
def test_french_numbers_are_read(typed: str, hundredths: int) -> None:
    assert Quantity.parse(typed).hundredths == hundredths


@pytest.mark.parametrize("typed", ["", "douze", "1,234", "1e3", "--1", "12345678", "1,", ",5", "{typed}", "[/"])
def test_anything_else_is_refused_and_shown(typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Quantity.parse(typed)
    assert f"« {typed} »" in str(refused.value)


def test_totals() -> None:
    assert total([Quantity(1), Quantity(2)]) == Quantity(3)
    assert not total([])


@pytest.mark.parametrize(
    ("cents", "written"),
    [
        (29403, "294,03 €"),
        (108000, "1 080 €"),
        (0, "0 €"),
        (5, "0,05 €"),
        (-1050, "-10,50 €"),
        (123456789, "1 234 567,89 €"),
    ],
)
def test_euros_are_written_in_french(cents: int, written: str) -> None:
    assert euros(cents) == written


@given(st.integers(0, 99999999))
def test_euros_are_read_back(cents: int) -> None:
    assert parse_euros(euros(cents)) == cents


@pytest.mark.parametrize("typed", ["beaucoup", "-5", "€", "1,234 €"])
def test_other_amounts_are_refused(typed: str) -> None:
    with pytest.raises(InvalidInput):
        parse_euros(typed)
