"""The social-security number: vectors, precise refusals, and a value that never shows itself."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpf_tui.domain.nir import Nir, NirError, NirProblem, cross_check
from cpf_tui.domain.people import Civility

FICTITIOUS = "200999999900174"
VALID = [
    "185052A00400379",
    "290072B03301231",
    "178059741102255",
    "288039935011896",
    "192207511234523",
    "790017505600186",
    "269054958815780",
    FICTITIOUS,
    "100999999900226",
    "201999999900323",
]


def with_key(number: str) -> str:
    """Complete 13 digits with their key."""
    return f"{number}{97 - int(number) % 97:02d}"


@pytest.mark.parametrize("number", VALID)
def test_published_and_fictitious_numbers_are_valid(number: str) -> None:
    assert Nir.parse(number).compact == number


@pytest.mark.parametrize(
    "typed",
    [
        "2 00 99 99 999 001 74",
        " 2-00-99-99-999-001-74 ",
        "2.00.99.99.999.001.74",
        "2\u00a000\u202f99\u200999 999 001 74",
        "2–00—99‑99 999 001 74",
        "\ufeff2009999\u200b99900174",
        FICTITIOUS.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)}),
        "2\t00 99\n99 999 001 74",
    ],
)
def test_any_usual_separator_is_accepted(typed: str) -> None:
    assert Nir.parse(typed).compact == FICTITIOUS


def test_corsica_is_accepted_in_lower_case() -> None:
    assert Nir.parse("1 85 05 2a 004 003 79").compact == "185052A00400379"
    assert Nir.parse("2 90 07 2b 033 012 31").compact == "290072B03301231"


@pytest.mark.parametrize(
    ("typed", "problem", "says"),
    [
        ("", NirProblem.EMPTY, "15 chiffres"),
        (" . - ", NirProblem.EMPTY, "carte Vitale"),
        ("2A0999999900174", NirProblem.CHARACTER, "« A »"),
        ("200992C99900174", NirProblem.CHARACTER, "« C »"),
        ("200991A99900174", NirProblem.CHARACTER, "« A »"),
        ("200/999999900174", NirProblem.CHARACTER, "« / »"),
        ("٢00999999900174", NirProblem.CHARACTER, "2A ou 2B"),
        ("[@click=app.quit]", NirProblem.CHARACTER, "« [ »"),
        ("2009999999001", NirProblem.LENGTH, "Il manque la clé"),
        ("20099999990017", NirProblem.LENGTH, "14 ont été lus"),
        ("2009999999001745", NirProblem.LENGTH, "16 ont été lus"),
        *[(with_key(f"{sex}009999999001"), NirProblem.SEX, f"ne peut pas être {sex}") for sex in "0569"],
        *[
            (with_key(f"200{month:02d}99999001"), NirProblem.MONTH, f"ne peuvent pas être {month:02d}")
            for month in (0, *range(13, 20), *range(43, 50))
        ],
        *[
            (with_key(f"20099{place}001"), NirProblem.PLACE, "le lieu de naissance")
            for place in ("00123", "75000", "75991", "99000", "97100", "97199", "98891")
        ],
        (with_key("2009999999000"), NirProblem.ORDER, "000"),
        ("200999999900175", NirProblem.KEY, "carte Vitale"),
        ("020999999900174", NirProblem.SEX, "0"),
    ],
)
def test_each_mistake_has_its_own_sentence(typed: str, problem: NirProblem, says: str) -> None:
    with pytest.raises(NirError) as refused:
        Nir.parse(typed)
    assert refused.value.problem is problem
    assert says in str(refused.value)


@pytest.mark.parametrize("sex", list("123478"))
def test_definitive_and_provisional_sexes_are_accepted(sex: str) -> None:
    assert Nir.parse(with_key(f"{sex}009999999001")).compact[0] == sex


@pytest.mark.parametrize("month", [*range(1, 13), *range(20, 43), *range(50, 100)])
def test_every_month_in_use_is_accepted(month: int) -> None:
    assert Nir.parse(with_key(f"200{month:02d}99999001"))


@pytest.mark.parametrize("place", ["97101", "97690", "98801", "99999", "20004", "96001", "91352", "75056"])
def test_overseas_foreign_and_old_places_are_accepted(place: str) -> None:
    assert Nir.parse(with_key(f"20099{place}001"))


def test_a_wrong_key_does_not_tell_the_right_one() -> None:
    with pytest.raises(NirError) as refused:
        Nir.parse("200999999900112")
    assert "74" not in str(refused.value)


@given(st.integers(0, 12), st.integers(1, 9))
def test_any_single_wrong_digit_is_refused(place: int, shift: int) -> None:
    digit = (int(FICTITIOUS[place]) + shift) % 10
    with pytest.raises(NirError):
        Nir.parse(f"{FICTITIOUS[:place]}{digit}{FICTITIOUS[place + 1 :]}")


@given(st.integers(0, 99), st.integers(1, 12), st.integers(1, 95), st.integers(1, 990), st.integers(1, 999))
def test_a_number_built_with_its_key_is_read_back(year: int, month: int, dep: int, commune: int, order: int) -> None:
    number = with_key(f"1{year:02d}{month:02d}{dep:02d}{commune:03d}{order:03d}")
    nir = Nir.parse(number)
    assert Nir.parse(nir.formatted()) == nir


@given(st.text(max_size=40))
def test_anything_typed_is_read_or_refused_with_a_sentence(typed: str) -> None:
    try:
        assert len(Nir.parse(typed).compact) == 15
    except NirError as refused:
        sentence = str(refused)
    else:
        sentence = "accepté"
    assert sentence


def test_it_is_shown_in_groups_or_masked() -> None:
    nir = Nir.parse(FICTITIOUS)
    assert nir.formatted() == "2 00 99 99 999 001 74"
    assert nir.masked() == "2 •• •• •• ••• ••• ••"


def test_it_never_leaks_by_being_printed() -> None:
    nir = Nir.parse(FICTITIOUS)
    for shown in (str(nir), repr(nir), f"{nir}", repr([nir]), repr({"nir": nir})):
        assert "99" not in shown


BORN_IN_MAY_85 = Nir.parse("185052A00400379")


def test_a_number_that_agrees_raises_no_warning() -> None:
    assert cross_check(BORN_IN_MAY_85, Civility.SIR, date(1985, 5, 4)) == ()
    assert cross_check(BORN_IN_MAY_85, None, None) == ()


@pytest.mark.parametrize(
    ("civility", "birth", "says"),
    [
        (Civility.MADAM, date(1985, 5, 4), "civilité"),
        (Civility.SIR, date(1986, 5, 4), "année"),
        (Civility.SIR, date(1985, 6, 4), "mois"),
    ],
)
def test_each_disagreement_is_a_warning(civility: Civility, birth: date, says: str) -> None:
    (warning,) = cross_check(BORN_IN_MAY_85, civility, birth)
    assert says in str(warning)


def test_provisional_numbers_and_odd_months_say_nothing_certain() -> None:
    provisional = Nir.parse("790017505600186")
    assert cross_check(provisional, Civility.SIR, date(1950, 2, 1)) == ()
    odd_month = Nir.parse("192207511234523")
    assert cross_check(odd_month, Civility.SIR, date(1992, 7, 1)) == ()
