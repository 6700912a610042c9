"""What is stamped in the database, in a table of one row: whose it is, and the version of its schema."""

from __future__ import annotations

from sqlalchemy import Connection

TABLE = "cpf_installation"
APPLICATION_ID = 0x43504654  # « CPFT », as in the header of the embedded file
_SEEN = "cpf-stamped"

_CREATE = (
    f"CREATE TABLE {TABLE} (id integer PRIMARY KEY CHECK (id = 1), "
    "application integer NOT NULL, version integer NOT NULL)"
)


def exists(connection: Connection) -> bool:
    """Say whether the table is there; remembered with the connection, for it is asked by every write."""
    if not connection.info.get(_SEEN):
        connection.info[_SEEN] = connection.exec_driver_sql(f"SELECT to_regclass('{TABLE}') IS NOT NULL").scalar_one()
    return bool(connection.info[_SEEN])


def version(connection: Connection) -> int:
    """Read the version stamped in the database: 0 before the first migration."""
    if not exists(connection):
        return 0
    return int(connection.exec_driver_sql(f"SELECT version FROM {TABLE}").scalar_one())  # noqa: S608 - a constant


def write(connection: Connection, schema_version: int) -> None:
    """Stamp both, in the transaction of the caller."""
    if exists(connection):
        connection.exec_driver_sql(f"UPDATE {TABLE} SET version = {schema_version:d}")  # noqa: S608 - constants
    else:
        connection.exec_driver_sql(_CREATE)
        connection.exec_driver_sql(f"INSERT INTO {TABLE} VALUES (1, {APPLICATION_ID}, {schema_version:d})")  # noqa: S608
