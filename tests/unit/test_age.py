"""Ages and birth dates."""

from __future__ import annotations

from datetime import date

import pytest

from cpf_tui.domain.age import age_on, check_birth_date
from cpf_tui.domain.errors import InvalidInput


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(1985, 5, 4), date(2015, 5, 3), 29),
        (date(1985, 5, 4), date(2015, 5, 4), 30),
        (date(2000, 2, 29), date(2015, 2, 28), 14),
        (date(2000, 2, 29), date(2015, 3, 1), 15),
    ],
)
def test_an_age_counts_full_years(birth: date, day: date, age: int) -> None:
    assert age_on(birth, day) == age


def test_an_impossible_birth_date_is_refused() -> None:
    today = date(2015, 4, 10)
    check_birth_date(date(1985, 5, 4), today)
    with pytest.raises(InvalidInput, match="avenir"):
        check_birth_date(date(2015, 4, 11), today)
    with pytest.raises(InvalidInput, match="130 ans"):
        check_birth_date(date(1885, 4, 10), today)
