"""The lock, as a pure rule: how many tries, how long, and what a clock set wrong does to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cpf_tui.domain.lock import FORGOTTEN, LIMIT, LOCK, Attempts, count

NOON = datetime(2026, 4, 10, 12, 0, tzinfo=UTC)


def after(tries: int, at: datetime = NOON) -> Attempts:
    counted = None
    for _ in range(tries):
        counted = count(counted, at).attempts
    assert counted is not None
    return counted


def test_five_tries_leave_the_door_open_and_the_sixth_closes_it_behind_itself() -> None:
    assert after(LIMIT - 1).locked_until is None
    assert after(LIMIT - 1).left == 1
    sixth = count(after(LIMIT - 1), NOON)
    assert sixth.allowed
    assert sixth.attempts.locked_until == NOON + LOCK
    assert sixth.attempts.left == 0
    assert not count(sixth.attempts, NOON).allowed


def test_knocking_at_a_closed_door_neither_compares_nor_lengthens_the_lock() -> None:
    closed = after(LIMIT)
    for minutes in range(0, 60, 7):
        tried = count(closed, NOON + timedelta(minutes=minutes))
        assert not tried.allowed
        assert tried.attempts == closed
        closed = tried.attempts


def test_the_door_opens_by_itself_after_an_hour_and_counts_from_one_again() -> None:
    closed = after(LIMIT)
    assert not count(closed, NOON + LOCK - timedelta(microseconds=1)).allowed
    tried = count(closed, NOON + LOCK)
    assert tried.allowed
    assert tried.attempts == Attempts(1, NOON + LOCK)


def test_a_clock_set_back_a_day_closes_for_an_hour_no_more_no_less() -> None:
    back = NOON - timedelta(days=1)
    tried = count(after(LIMIT), back)
    assert not tried.allowed
    assert tried.attempts.closed_for(back) == LOCK
    assert not count(tried.attempts, back + LOCK - timedelta(seconds=1)).allowed
    assert count(tried.attempts, back + LOCK).allowed


def test_what_was_counted_is_forgotten_a_day_later_but_not_before() -> None:
    slips = after(LIMIT - 1)
    assert count(slips, NOON + FORGOTTEN).attempts.failures == 1
    assert count(slips, NOON + FORGOTTEN - timedelta(seconds=1)).attempts.locked_until is not None


def test_a_clock_set_back_forgets_nothing_of_what_was_counted() -> None:
    assert count(after(LIMIT - 1), NOON - timedelta(days=40)).attempts.failures == LIMIT
