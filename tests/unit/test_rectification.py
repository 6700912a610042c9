"""Rectifying hours: what an account could have held, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from cpf_tui.domain.errors import InsufficientHours, InvalidInput
from cpf_tui.domain.ledger import MOTIVES, Account, Source
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.rectification import REASONS, Change, check

BEFORE_2017, NOW = date(2016, 12, 31), date(2026, 4, 10)
H = Quantity.of


def held(source: Source, credited: int, pending: int = 0, posted: int = 0) -> Account:
    return Account("a", "h", source, H(credited), H(pending), H(posted))


def verdict(change: Change, account: Account, *, level: int | None = 3, on: date = NOW) -> str:
    try:
        check(change, account, level=level, on=on)
    except (InvalidInput, InsufficientHours) as error:
        return str(error.sentence)
    return ""


@pytest.mark.parametrize(
    ("source", "credited", "hours", "declared", "said"),
    [
        (Source.CPF, 138, 12, (3, NOW), ""),
        (Source.CPF, 139, 12, (3, NOW), "le plafond est de 150 h"),
        (Source.CPF, 139, 12, (None, NOW), "le plafond est de 150 h"),
        (Source.CPF, 388, 12, (2, NOW), ""),
        (Source.CPF, 389, 12, (2, NOW), "le plafond est de 400 h"),
        (Source.CPF, 139, 12, (2, BEFORE_2017), "le plafond est de 150 h"),
        (Source.DIF, 100, 20, (3, NOW), ""),
        (Source.DIF, 101, 20, (3, NOW), "le plafond est de 120 h"),
        (Source.TOP_UP, 900, 100, (3, NOW), ""),
        (Source.CPF, 12, -12, (3, NOW), ""),
        (Source.CPF, 12, -13, (3, NOW), "on ne peut pas en ôter 13 h"),
        (Source.CPF, 12, 0, (3, NOW), "ne change rien"),
    ],
)
def test_an_account_holds_what_it_could_have_held(
    source: Source, credited: int, hours: int, declared: tuple[int | None, date], said: str
) -> None:
    level, on = declared
    found = verdict(Change(source, H(hours), "rectified_error"), held(source, credited), level=level, on=on)
    assert said in found if said else not found


def test_what_is_blocked_or_debited_is_not_taken_back() -> None:
    account = held(Source.CPF, 100, pending=60, posted=30)
    assert verdict(Change(Source.CPF, H(-10), "rectified_work"), account) == ""
    assert "10 h disponibles" in verdict(Change(Source.CPF, H(-11), "rectified_work"), account)


def test_what_was_debited_leaves_room_under_the_cap() -> None:
    assert verdict(Change(Source.CPF, H(30), "rectified_work"), held(Source.CPF, 150, posted=30)) == ""
    assert "Ajoutez 30 h au plus" in verdict(
        Change(Source.CPF, H(31), "rectified_work"), held(Source.CPF, 150, posted=30)
    )


@pytest.mark.parametrize("source", list(Source))
def test_a_motive_fits_the_account_or_is_refused(source: Source) -> None:
    for motive in MOTIVES:
        change = Change(source, H(1), motive)
        fits = source in REASONS.get(motive, ())
        assert ("motif ne convient pas" in verdict(change, held(source, 1))) is not fits, motive


def test_an_account_above_its_cap_may_still_go_down() -> None:
    assert verdict(Change(Source.CPF, H(-100), "rectified_level"), held(Source.CPF, 400)) == ""
