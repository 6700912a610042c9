"""How hours are credited each year, and at what age an account opens."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.quantity import ZERO, Quantity
from cpf_tui.domain.rights import Year, account_open_at, annual_credit, check_opening, credited_on, replay_credits

H = Quantity.of


def balances(years: list[Year], start: Quantity = ZERO) -> list[int]:
    """Give the balance after each year, in whole hours."""
    after = []
    for credit in replay_credits(years, start):
        start += credit.amount
        after.append(start.hundredths // 100)
    return after


def test_the_full_time_series_is_that_of_the_law() -> None:
    assert balances([Year(year) for year in range(2015, 2024)]) == [24, 48, 72, 96, 120, 132, 144, 150, 150]


def test_eighty_percent_goes_up_to_twenty() -> None:
    credit = annual_credit(ZERO, Year(2015, worked=H(80), full_time=H(100)))
    assert credit.amount == H(20)
    assert "20 h" in str(credit.explanation[0])
    assert credit.article == "L6323-11"


@pytest.mark.parametrize(
    ("balance", "worked", "expected"),
    [
        (0, 1607, 24),
        (0, 2000, 24),
        (0, 1, 1),
        (0, 0, 0),
        (0, 803.5, 12),
        (120, 1285.6, 10),
        (140, 1607, 10),
        (150, 1607, 0),
        (108, 1607, 12),
        (108, 300, 5),
        (119, 1607, 1),
    ],
)
def test_pro_rata_crossing_and_cap(balance: int, worked: float, expected: int) -> None:
    activity = Year(2016, worked=Quantity(round(worked * 100)))
    assert annual_credit(H(balance), activity).amount == H(expected)


def test_an_exact_fraction_is_not_rounded_up() -> None:
    assert annual_credit(ZERO, Year(2015, worked=H(50), full_time=H(100))).amount == H(12)


def test_a_decimal_balance_fills_exactly_to_the_threshold() -> None:
    credit = annual_credit(Quantity(11050), Year(2016))
    assert credit.amount == Quantity(950)
    assert "9,5 h" in str(credit.explanation[-1])


def test_protected_leave_counts_in_full() -> None:
    credit = annual_credit(ZERO, Year(2015, worked=H(803), protected_leave=H(804)))
    assert credit.amount == H(24)
    partial = annual_credit(ZERO, Year(2015, worked=ZERO, protected_leave=H(400)))
    assert partial.amount == H(6)
    assert "congés protégés" in str(partial.explanation[0])


def test_nothing_accrues_while_unemployed() -> None:
    credit = annual_credit(H(24), Year(2016, worked=ZERO))
    assert credit.amount == ZERO
    assert "sans activité" in str(credit.explanation[0])


def test_low_qualified_rate_starts_in_2017() -> None:
    years = [Year(year, low_qualified=True) for year in (2015, 2016, 2017, 2018)]
    assert balances(years) == [24, 48, 96, 144]
    assert balances([Year(2018, low_qualified=True)], H(380)) == [400]
    assert annual_credit(H(200), Year(2018)).amount == ZERO


def test_a_false_declaration_is_recalculated() -> None:
    declared = balances([Year(2017, low_qualified=True), Year(2018, low_qualified=True)])[-1]
    true = balances([Year(2017), Year(2018)])[-1]
    assert (declared, true) == (96, 48)


def test_no_credit_before_the_account_existed() -> None:
    assert annual_credit(ZERO, Year(2014)).amount == ZERO


def test_impossible_working_time_is_refused() -> None:
    with pytest.raises(InvalidInput):
        annual_credit(ZERO, Year(2015, worked=H(-1)))
    with pytest.raises(InvalidInput):
        annual_credit(ZERO, Year(2015, worked=H(1), full_time=ZERO))


@given(st.integers(0, 15000), st.integers(0, 250000), st.booleans())
def test_a_credit_never_exceeds_rate_or_cap(balance: int, worked: int, low: bool) -> None:
    credit = annual_credit(Quantity(balance), Year(2018, worked=Quantity(worked), low_qualified=low))
    assert ZERO <= credit.amount <= H(48 if low else 24)
    assert Quantity(balance) + credit.amount <= H(400 if low else 150)
    assert credit.explanation


def test_the_first_credit_came_at_the_end_of_february_2016() -> None:
    assert credited_on(2015) == date(2016, 2, 29)
    assert credited_on(2016) == date(2017, 2, 28)


def test_the_account_opens_at_sixteen_or_fifteen_for_an_apprentice() -> None:
    birth = date(2000, 5, 10)
    assert not account_open_at(birth, date(2016, 5, 9))
    assert account_open_at(birth, date(2016, 5, 10))
    assert account_open_at(birth, date(2015, 5, 10), apprentice=True)
    check_opening(birth, date(2016, 5, 10))
    with pytest.raises(InvalidInput, match="16 ans, 15 ans pour un apprenti"):
        check_opening(birth, date(2016, 5, 9))
