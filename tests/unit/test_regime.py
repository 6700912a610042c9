"""Dated figures, and quantities in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import cpf_tui.domain.regime as regime_module
from cpf_tui.domain.dates import in_words
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.regime import HOURS, REGIMES, Dated, show, show_rounded


def test_a_figure_holds_between_its_dates_both_included() -> None:
    figure = Dated(1, "L0", date(2015, 1, 1), date(2015, 12, 31))
    assert [figure.in_force(day) for day in (date(2014, 12, 31), date(2015, 1, 1), date(2015, 12, 31))] == [
        False,
        True,
        True,
    ]
    assert not figure.in_force(date(2016, 1, 1))
    assert not HOURS.low_qualified_credit.in_force(date(2016, 12, 31))
    assert HOURS.low_qualified_credit.in_force(date(2026, 1, 1))


@pytest.mark.parametrize(
    ("typed", "shown", "rounded", "words"),
    [
        ("87,33", "87,33 h", "88 h (87,33 h exactement)", "87,33 heures"),
        ("120", "120 h", "120 h", "120 heures"),
        ("0,5", "0,5 h", "1 h (0,5 h exactement)", "0,5 heure"),
        ("1", "1 h", "1 h", "1 heure"),
        ("1,99", "1,99 h", "2 h (1,99 h exactement)", "1,99 heure"),
        ("0", "0 h", "0 h", "0 heure"),
    ],
)
def test_quantities_are_worded_by_the_regime(typed: str, shown: str, rounded: str, words: str) -> None:
    quantity = Quantity.parse(typed)
    assert (str(show(quantity)), str(show_rounded(quantity)), str(HOURS.words(quantity))) == (shown, rounded, words)


def test_the_setting_names_the_regime() -> None:
    assert REGIMES["heures"] is HOURS


def test_every_figure_has_an_article() -> None:
    dated = [value for name in HOURS.__slots__ if isinstance(value := getattr(HOURS, name), Dated)]
    assert len(dated) == 20
    assert all(figure.article for figure in dated)


def test_dates_are_written_as_people_say_them() -> None:
    assert str(in_words(date(2015, 1, 1))) == "1er janvier 2015"
    assert str(in_words(date(2015, 5, 12))) == "12 mai 2015"


def test_the_rules_import_nothing_but_the_standard_library_and_stdnum() -> None:
    folder = Path(regime_module.__file__).parent
    for module in folder.glob("*.py"):
        for name in ("textual", "rich", "sqlalchemy", "pydantic"):
            assert f"import {name}" not in module.read_text(encoding="utf-8"), module.name
            assert f"from {name}" not in module.read_text(encoding="utf-8"), module.name
