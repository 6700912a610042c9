"""The DIF balance: what may be entered, what proves it, how it is used."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpf_tui.domain.dif import (
    DOCUMENTS,
    can_change,
    check_balance,
    check_change,
    check_document,
    combine,
    entry_open_on,
    plan_use,
    usable_on,
)
from cpf_tui.domain.errors import InvalidInput, NotAllowed
from cpf_tui.domain.quantity import ZERO, Quantity

H = Quantity.of
TODAY = date(2015, 4, 10)
hours = st.integers(0, 50000).map(Quantity)


@pytest.mark.parametrize("typed", ["0,01", "87,33", "120", "20"])
def test_a_balance_between_zero_and_120_is_accepted(typed: str) -> None:
    check_balance(Quantity.parse(typed))


@pytest.mark.parametrize(
    ("typed", "says"),
    [("-1", "négatif"), ("0", "rien à inscrire"), ("121", "pendant six ans"), ("120,01", "entre 0 et 120")],
)
def test_an_impossible_balance_is_refused_with_why(typed: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        check_balance(Quantity.parse(typed))


def test_an_entry_made_by_mistake_can_be_corrected_to_zero() -> None:
    check_balance(ZERO, correcting=True)


@pytest.mark.parametrize(
    ("document", "dated"),
    [
        ("certificat", date(2010, 1, 20)),
        ("certificat", date(2014, 12, 31)),
        ("attestation", date(2015, 1, 31)),
        ("bulletin", date(2014, 12, 1)),
        ("bulletin", date(2015, 1, 31)),
    ],
)
def test_a_document_of_its_time_is_accepted(document: str, dated: date) -> None:
    check_document(document, dated, TODAY)


@pytest.mark.parametrize(
    ("document", "dated", "says"),
    [
        ("certificat", date(2010, 1, 19), "20 janvier 2010"),
        ("certificat", date(2015, 1, 1), "31 décembre 2014"),
        ("attestation", date(2015, 2, 1), "31 janvier 2015"),
        ("bulletin", date(2014, 11, 30), "1er décembre 2014"),
        ("bulletin", date(2015, 4, 11), "avenir"),
        ("lettre", date(2014, 12, 31), "Choisissez un document"),
    ],
)
def test_a_document_that_proves_nothing_is_refused(document: str, dated: date, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        check_document(document, dated, TODAY)


def test_every_document_says_where_to_find_the_number() -> None:
    assert set(DOCUMENTS) == {"certificat", "attestation", "bulletin"}
    assert all(str(document.label) and str(document.help) for document in DOCUMENTS.values())


def test_only_the_last_of_successive_employers_counts() -> None:
    assert combine([H(80), H(40)], simultaneous=False) == H(40)


def test_simultaneous_employers_add_up_to_the_cap() -> None:
    assert combine([Quantity(4733), H(40)], simultaneous=True) == Quantity(8733)
    assert combine([H(80), H(60)], simultaneous=True) == H(120)
    assert combine([], simultaneous=True) == ZERO


def test_the_published_example_leaves_18_hours() -> None:
    use = plan_use(H(120), H(48), H(200))
    assert (use.dif, use.cpf, use.total) == (H(120), H(30), H(150))
    assert (use.left_dif, use.left_cpf, use.remaining) == (ZERO, H(18), H(18))
    assert use.gap == H(50)


def test_the_bound_binds_a_400_hour_account_too() -> None:
    use = plan_use(ZERO, H(400), H(300))
    assert (use.cpf, use.gap) == (H(150), H(150))


def test_the_gap_of_the_tracker() -> None:
    assert plan_use(Quantity(8733), ZERO, H(120)).gap == Quantity(3267)


def test_top_ups_come_last_and_outside_the_bound() -> None:
    use = plan_use(H(120), H(48), H(200), H(70))
    assert (use.top_up, use.left_top_up, use.gap) == (H(50), H(20), ZERO)


def test_the_calculation_is_told_in_sentences() -> None:
    told = " ".join(map(str, plan_use(H(120), H(48), H(200)).explanation()))
    assert "D’abord le DIF : 120 h. Ensuite le CPF : 30 h." in told
    assert "150 h au plus" in told
    assert "il manque 50 h" in told
    enough = " ".join(map(str, plan_use(H(20), ZERO, H(10), ZERO).explanation()))
    assert "Il vous restera 10 h" in enough


def test_negative_quantities_are_a_programming_error() -> None:
    with pytest.raises(ValueError, match="negative"):
        plan_use(H(-1), ZERO, ZERO)


@given(hours, hours, hours, hours)
def test_nothing_is_created_nor_lost(dif: Quantity, cpf: Quantity, duration: Quantity, top_up: Quantity) -> None:
    use = plan_use(dif, cpf, duration, top_up)
    assert min(use.dif, use.cpf, use.top_up, use.gap, use.left_dif, use.left_cpf, use.left_top_up) >= ZERO
    assert use.dif + use.left_dif == dif
    assert use.cpf + use.left_cpf == cpf
    assert use.top_up + use.left_top_up == top_up
    assert use.total + use.gap == duration
    assert use.dif + use.cpf <= H(150)
    # The CPF is touched only when the DIF gave all it could.
    assert not use.cpf or use.dif == min(dif, H(150))


def test_the_entry_changes_until_a_dossier_is_validated() -> None:
    assert can_change(has_validated_dossier=False)
    check_change(has_validated_dossier=False)
    with pytest.raises(NotAllowed, match="assistance"):
        check_change(has_validated_dossier=True)


def test_later_closings_apply_only_to_a_reference_date() -> None:
    assert usable_on()
    assert entry_open_on()
    assert usable_on(date(2020, 12, 31))
    assert not usable_on(date(2021, 1, 1))
    assert entry_open_on(date(2021, 6, 30))
    assert not entry_open_on(date(2021, 7, 1))
