"""Rows of another database copied as they are: what guards seals and erased accounts sleeps meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from cpf_tui.persistence.erased import LEADS_TO_ERASED, guard_of
from cpf_tui.persistence.sqlite.rules import TRIGGERS

# A seal is checked against the lines it seals, which its purge took away: it cannot be written a second time. What is
# left of an erased account is copied like the rest.
_ASLEEP = ("audit_segment_check", *map(guard_of, LEADS_TO_ERASED))


@contextmanager
def loading(connection: Connection) -> Iterator[None]:
    """Let the block insert rows with the numbers they have, in the transaction of the caller.

    Movements pass their guards, which make the balances again. What was copied is to be looked at
    (`integrity.verify`).
    """
    for name in _ASLEEP:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for name in _ASLEEP:
        connection.exec_driver_sql(TRIGGERS[name])
