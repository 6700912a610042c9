"""One-time codes: the vectors of RFC 6238, each period once, a window of one."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from cpf_tui.documents.qr import qr_lines
from cpf_tui.security import spoken_codes, totp

RFC = base64.b32encode(b"12345678901234567890").decode()
NOW = datetime(2026, 4, 10, 9, 30, 12, tzinfo=UTC)
STEP = totp.step_at(NOW)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_vectors_of_the_rfc(seconds: int, code: str) -> None:
    assert totp.code_at(RFC, seconds // 30) == code


def test_a_code_of_the_period_before_or_after_is_accepted_and_no_other() -> None:
    codes = {by: totp.code_at(RFC, STEP + by) for by in range(-3, 4)}
    accepted = {by for by, code in codes.items() if totp.accepted_step(RFC, code, NOW, 0) == STEP + by}
    assert accepted == {-1, 0, 1}
    assert totp.accepted_step(RFC, "", NOW, 0) is None


def test_a_period_serves_once_and_none_before_it_serves_after() -> None:
    for last, accepted in ((STEP - 1, {0, 1}), (STEP, {1}), (STEP + 1, set())):
        found = {by for by in (-1, 0, 1) if totp.accepted_step(RFC, totp.code_at(RFC, STEP + by), NOW, last)}
        assert found == accepted


def test_a_clock_set_back_locks_nobody_out() -> None:
    assert totp.accepted_step(RFC, totp.code_at(RFC, STEP), NOW, STEP + 2880) == STEP


def test_secrets_are_long_and_never_the_same() -> None:
    drawn = {totp.new_secret() for _ in range(50)}
    assert len(drawn) == 50
    assert {len(base64.b32decode(one)) for one in drawn} == {20}


@pytest.mark.parametrize("login", ["abc", "ml.exemple", "a" * 40])
def test_one_of_the_pictures_fits_beside_the_words_on_a_small_terminal(login: str) -> None:
    addresses = totp.uris(totp.new_secret(), login)
    assert addresses[0].startswith(f"otpauth://totp/cpf-tui:{login}?secret=")
    assert min(len(qr_lines(one)) for one in addresses) <= 19
    assert min(len(qr_lines(one)[0]) for one in addresses) <= 38


def test_spoken_codes_are_read_as_people_type_them() -> None:
    for code in (spoken_codes.new_reset_code() for _ in range(200)):
        bare = spoken_codes.bare(code)
        assert len(bare) == 8
        assert spoken_codes.bare(f" {code.lower().replace('-', ' ')} ") == bare
        assert spoken_codes.recovery_rank(code) is None
    assert spoken_codes.bare("5B82") == spoken_codes.bare("s8bz")


def test_a_recovery_code_begins_with_its_rank() -> None:
    codes = spoken_codes.new_recovery_codes()
    assert [spoken_codes.recovery_rank(one) for one in codes] == list(range(10))
    assert len({one[2:] for one in codes}) == 10
    for other in ("123 456", "", "12345678", "0-ABCD", "x-ABCD-EFGH"):
        assert spoken_codes.recovery_rank(other) is None
