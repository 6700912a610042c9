"""Who may complete the hours, on which conditions, for how much."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpf_tui.domain.dif import plan_use
from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.funding import FUNDERS, check_aif, check_line, estimate, euros, fpspp, funders_for, gap
from cpf_tui.domain.people import Employment
from cpf_tui.domain.quantity import ZERO, Quantity

H = Quantity.of
SEEKER, EMPLOYEE = Employment.JOB_SEEKER, Employment.EMPLOYEE


def test_the_gap_of_the_tracker_in_hours_and_euros() -> None:
    missing = gap(H(120), plan_use(Quantity(8733), ZERO, H(120)))
    assert missing == Quantity(3267)
    assert euros(estimate(missing)) == "294,03 €"


def test_enough_hours_leave_no_gap() -> None:
    assert gap(H(10), plan_use(H(20), ZERO, H(20))) == ZERO


def test_the_published_fpspp_vectors() -> None:
    assert fpspp(H(100), H(120)).euros_cents == 90000
    assert fpspp(None, H(120)).euros_cents == 108000


@pytest.mark.parametrize(
    ("balance", "planned", "added", "paid"),
    [(0, 120, 100, 100), (40, 120, 60, 100), (40, 80, 40, 80), (120, 120, 0, 120), (150, 300, 0, 150), (30, 20, 0, 20)],
)
def test_the_fpspp_completes_up_to_100_not_by_100(balance: int, planned: int, added: int, paid: int) -> None:
    brought = fpspp(H(balance), H(planned))
    assert (brought.quantity, brought.paid) == (H(added), H(paid))
    assert brought.euros_cents == paid * 900


def test_the_fpspp_tells_its_calculation() -> None:
    told = " ".join(map(str, fpspp(H(40), H(120)).explanation))
    assert "complète jusqu’à 100 h : 60 h en plus" in told
    assert "100 h à 9 € l’heure : 900 €" in told
    assert "n’est pas connu" in str(fpspp(None, H(120)).explanation[0])


@given(st.integers(0, 50000), st.integers(0, 50000))
def test_the_fpspp_never_lifts_an_account_above_100(balance: int, planned: int) -> None:
    brought = fpspp(Quantity(balance), Quantity(planned))
    assert brought.quantity >= ZERO
    assert not brought.quantity or Quantity(balance) + brought.quantity <= H(100)
    assert brought.paid <= min(Quantity(planned), H(150))


def test_negative_balances_are_a_programming_error() -> None:
    with pytest.raises(ValueError, match="negative"):
        fpspp(H(-1), H(1))


def test_the_aif_is_asked_15_days_before() -> None:
    check_aif(date(2015, 4, 27), date(2015, 5, 12), is_vae=False)
    with pytest.raises(InvalidInput, match="au plus tard le 27 avril 2015"):
        check_aif(date(2015, 4, 28), date(2015, 5, 12), is_vae=False)
    with pytest.raises(InvalidInput, match="VAE"):
        check_aif(date(2015, 4, 1), date(2015, 5, 12), is_vae=True)


def test_who_may_be_asked_depends_on_the_status() -> None:
    seeker = [funder.key for funder in funders_for(SEEKER)]
    assert seeker == ["FPSPP", "POLE_EMPLOI", "REGION", "ETAT", "AGEFIPH", "OPCA", "OPACIF", "TITULAIRE"]
    assert "EMPLOYEUR" in {funder.key for funder in funders_for(EMPLOYEE)}
    assert "AGEFIPH" not in {funder.key for funder in funders_for(SEEKER, disability_recognised=False)}
    assert all(str(funder.name) and str(funder.rule) and funder.article for funder in FUNDERS.values())


def test_a_request_that_holds_is_accepted() -> None:
    assert check_line("REGION", SEEKER, Quantity(3267), 29403, Quantity(3267)).key == "REGION"
    assert check_line("TITULAIRE", SEEKER, ZERO, 5000).key == "TITULAIRE"


@pytest.mark.parametrize(
    ("funder", "quantity", "cents", "says"),
    [
        ("EMPLOYEUR", H(1), 0, "Seulement pour un salarié"),
        ("AGEFIPH", H(1), 0, "handicap est reconnu"),
        ("BANQUE", H(1), 0, "dans la liste"),
        ("REGION", H(-1), 0, "négative"),
        ("REGION", ZERO, -1, "négative"),
        ("REGION", ZERO, 0, "à zéro"),
        ("REGION", H(33), 0, "Il ne manque que 32,67 h"),
    ],
)
def test_a_request_that_does_not_is_refused(funder: str, quantity: Quantity, cents: int, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        check_line(funder, SEEKER, quantity, cents, Quantity(3267), disability_recognised=False)
