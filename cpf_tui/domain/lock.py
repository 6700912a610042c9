"""The lock: six refused tries close a door for an hour, whoever knocks, whether or not anybody lives there.

A try is counted before its secret is compared: of sixteen guesses sent together, only those that were counted in time
are compared (CNIL 2022-100, NIST 800-63B).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

LIMIT = 6
"""Refused tries in a row before a door closes."""
LOCK = timedelta(hours=1)
"""How long it stays closed: it opens by itself, so that nobody can lock somebody else out for ever."""
FORGOTTEN = timedelta(days=1)
"""After that long without a try, what was counted is forgotten (choice): an old slip must not close today's door."""


@dataclass(frozen=True, slots=True)
class Attempts:
    """What is counted at one door: tries since the last success, and until when it is closed."""

    failures: int
    last_at: datetime
    locked_until: datetime | None = None

    @property
    def left(self) -> int:
        """How many more tries before the door closes."""
        return max(0, LIMIT - self.failures)

    def closed_for(self, now: datetime) -> timedelta:
        """How long the door stays closed, zero when it is open.

        Never more than an hour from now: a clock set back must not make the lock endless, and keeps it an hour.
        """
        if self.locked_until is None:
            return timedelta(0)
        return min(max(self.locked_until - now, timedelta(0)), LOCK)


@dataclass(frozen=True, slots=True)
class Try:
    """A try once counted: what to store, and whether its secret may be compared."""

    attempts: Attempts
    allowed: bool


def count(before: Attempts | None, now: datetime) -> Try:
    """Count one more try, presumed wrong until a success wipes the count; the sixth one closes the door behind it."""
    if before is not None and before.locked_until is not None:
        closed = before.closed_for(now)
        if closed:
            return Try(replace(before, locked_until=now + closed), allowed=False)
        before = None
    if before is not None and now - before.last_at >= FORGOTTEN:
        before = None
    failures = 1 + (before.failures if before else 0)
    return Try(Attempts(failures, now, now + LOCK if failures >= LIMIT else None), allowed=True)
