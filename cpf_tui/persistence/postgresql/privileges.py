"""What each role may do: the owner of the tables, who migrates, and the role of the program, given the least it needs.

The guards refuse whoever writes; these rights refuse before them, and whatever happens to the guards.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from cpf_tui.persistence.postgresql import stamp
from cpf_tui.persistence.postgresql.guards import schema_of
from cpf_tui.persistence.tables import metadata

_WORK = "SELECT, INSERT, UPDATE, DELETE"
# What the role of the program may do where it is less than that. Balances and numbers belong to the guards, which run
# as the owner; lines of the audit leave by the owner alone; of a history, the words may go with an erased account.
_LESS = {
    "account": "SELECT, INSERT",
    "entry": "SELECT, INSERT",
    "audit": "SELECT, INSERT",
    "audit_segment": "SELECT",
    "dossier_event": "SELECT, INSERT, UPDATE (actor, reason, detail)",
    "numbering": "SELECT",
    "operation": "SELECT, INSERT",
    "holder": "SELECT, INSERT, UPDATE",
    stamp.TABLE: "SELECT",
}
# What even the owner gives up, against slips: it could take it back, and a reference to a table needs UPDATE on it.
_OWNER_LOSES = {
    "account": "TRUNCATE",
    "audit": "UPDATE, TRUNCATE",
    "audit_segment": "UPDATE, DELETE, TRUNCATE",
    "dossier_event": "DELETE, TRUNCATE",
    "entry": "DELETE, TRUNCATE",
    "numbering": "DELETE, TRUNCATE",
}


def settle(connection: Connection) -> None:
    """Close our tables to everybody else, and take from their owner what it never needs."""
    schema = schema_of(connection)
    for table in _tables():
        connection.exec_driver_sql(f"REVOKE ALL ON {schema}.{table} FROM PUBLIC")
    for table, rights in _OWNER_LOSES.items():
        connection.exec_driver_sql(f"REVOKE {rights} ON {schema}.{table} FROM CURRENT_USER")


def grant(connection: Connection, role: str) -> None:
    """Give the role of the program what it needs, and take back the rest. The caller is the owner of the tables."""
    schema = schema_of(connection)
    to = connection.dialect.identifier_preparer.quote_identifier(role)
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO {to}")
    for table in _tables():
        connection.exec_driver_sql(f"REVOKE ALL ON {schema}.{table} FROM {to}")
        connection.exec_driver_sql(f"GRANT {_LESS.get(table, _WORK)} ON {schema}.{table} TO {to}")
    connection.exec_driver_sql(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {to}")


def _tables() -> Iterator[str]:
    yield from (table.name for table in metadata.sorted_tables)
    yield from ("numbering", stamp.TABLE, "alembic_version")
