"""What each role may do: the owner of the tables, who migrates, and the role of the program, given the least it needs.

The guards refuse whoever writes; these rights refuse before them, and whatever happens to the guards.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection
from sqlalchemy import text as sql

from cpf_tui.domain.errors import StorageError
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
    "alembic_version": "SELECT",
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
_OWNS = sql(
    "SELECT pg_has_role(r.oid, c.relowner, 'MEMBER') FROM pg_roles r, pg_class c "
    "WHERE r.rolname = :role AND c.oid = to_regclass(:table)"
)


def settle(connection: Connection) -> None:
    """Close our tables to everybody else, and take from their owner what it never needs."""
    schema = schema_of(connection)
    for table in _tables():
        connection.exec_driver_sql(f"REVOKE ALL ON {schema}.{table} FROM PUBLIC")
    for table, rights in _OWNER_LOSES.items():
        connection.exec_driver_sql(f"REVOKE {rights} ON {schema}.{table} FROM CURRENT_USER")


def grant(connection: Connection, role: str) -> None:
    """Give the role of the program what it needs, and take back the rest. The caller is the owner of the tables.

    Raises `StorageError` for a role that does not exist, and for the owner itself, which would lose what it must do.
    """
    schema = schema_of(connection)
    owns = connection.execute(_OWNS, {"role": role, "table": f"{schema}.entry"}).scalar()
    if owns is None:
        raise StorageError("Le rôle {role} n’existe pas sur ce serveur : créez-le (docs/postgresql.md).", role=role)
    if owns:
        raise StorageError(
            "Le rôle {role} est celui du propriétaire des tables, ou en a les droits. Donnez un rôle à part pour le "
            "programme (docs/postgresql.md).",
            role=role,
        )
    to = connection.dialect.identifier_preparer.quote_identifier(role)
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO {to}")
    for table in _tables():
        connection.exec_driver_sql(f"REVOKE ALL ON {schema}.{table} FROM {to}")
        connection.exec_driver_sql(f"GRANT {_LESS.get(table, _WORK)} ON {schema}.{table} TO {to}")
    connection.exec_driver_sql(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {to}")


def _tables() -> Iterator[str]:
    yield from (table.name for table in metadata.sorted_tables)
    yield from ("numbering", stamp.TABLE, "alembic_version")
