"""Rows of another database copied as they are: the guards of audit and erased accounts sleep meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, func, select
from sqlalchemy import text as sql

from cpf_tui.persistence.erased import LEADS_TO_ERASED, guard_of
from cpf_tui.persistence.postgresql.guards import schema_of
from cpf_tui.persistence.postgresql.rules import GUARDS, NUMBERED
from cpf_tui.persistence.tables import audit_segment, metadata

# A seal is checked against the lines it seals, which its purge took away: neither they nor it can be written again.
# What is left of an erased account is copied like the rest.
_ASLEEP = frozenset({"audit", "audit_segment", "numbering"})
_ALSO_ASLEEP = frozenset(map(guard_of, LEADS_TO_ERASED))


@contextmanager
def loading(connection: Connection) -> Iterator[None]:
    """Let the block insert rows with the numbers they have, in the transaction of the caller, who owns the tables.

    References, CHECKs and the guards of movements are held all along: the movements make the balances again. If the
    block raises, the caller rolls back, and no guard slept. What was copied is to be looked at (`integrity.verify`).
    """
    schema = schema_of(connection)
    asleep = {name: guard for name, guard in GUARDS.items() if guard.table in _ASLEEP or name in _ALSO_ASLEEP}
    for name, guard in asleep.items():
        connection.exec_driver_sql(f"ALTER TABLE {schema}.{guard.table} DISABLE TRIGGER {name}")
    yield
    _follow(connection, schema)
    for name, guard in asleep.items():
        connection.exec_driver_sql(f"ALTER TABLE {schema}.{guard.table} ENABLE ALWAYS TRIGGER {name}")


def _follow(connection: Connection, schema: str) -> None:
    """Put every counter after the last number copied."""
    sealed = connection.execute(select(func.max(audit_segment.c.last_seq))).scalar() or 0
    for table in metadata.sorted_tables:
        if "seq" not in table.c:
            continue
        last = int(connection.execute(select(func.max(table.c.seq))).scalar() or 0)
        if table.name in NUMBERED:
            given = {"last": max(last, sealed) if table.name == "audit" else last, "name": table.name}
            connection.execute(sql("UPDATE numbering SET last = :last WHERE name = :name"), given)
        elif last:
            given = {"table": f"{schema}.{table.name}", "last": last}
            connection.execute(sql("SELECT setval(pg_get_serial_sequence(:table, 'seq'), :last)"), given)
