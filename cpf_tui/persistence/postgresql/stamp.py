"""What is stamped in the database, in a table of one row: whose it is, its version, the fingerprint of its keys."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy import text as sql

TABLE = "cpf_installation"
APPLICATION_ID = 0x43504654  # « CPFT », as in the header of the embedded file
_SEEN = "cpf-stamped"

_CREATE = (
    f"CREATE TABLE {TABLE} (id integer PRIMARY KEY CHECK (id = 1), "
    "application integer NOT NULL, version integer NOT NULL, keys text NOT NULL)"
)


def exists(connection: Connection) -> bool:
    """Say whether the table is there; remembered with the connection, for it is asked by every write."""
    if not connection.info.get(_SEEN):
        connection.info[_SEEN] = connection.exec_driver_sql(f"SELECT to_regclass('{TABLE}') IS NOT NULL").scalar_one()
    return bool(connection.info[_SEEN])


def read(connection: Connection) -> tuple[int, str]:
    """Read the version stamped in the database and the fingerprint of its keys: (0, "") before the first migration."""
    if not exists(connection):
        return 0, ""
    version, keys = connection.exec_driver_sql(f"SELECT version, keys FROM {TABLE}").one()  # noqa: S608 - a constant
    return int(version), str(keys)


def write(connection: Connection, schema_version: int, keys: str) -> None:
    """Stamp the version, in the transaction of the caller; on a new database, whose it is and under which keys."""
    if exists(connection):
        connection.execute(sql(f"UPDATE {TABLE} SET version = :version"), {"version": schema_version})  # noqa: S608
        return
    connection.exec_driver_sql(_CREATE)
    row = {"application": APPLICATION_ID, "version": schema_version, "keys": keys}
    connection.execute(sql(f"INSERT INTO {TABLE} VALUES (1, :application, :version, :keys)"), row)  # noqa: S608


def keys(connection: Connection) -> str:
    """Read the fingerprint of the keys under which everything is."""
    return str(connection.exec_driver_sql(f"SELECT keys FROM {TABLE}").scalar_one())  # noqa: S608 - a constant


def rewrite_keys(connection: Connection, keys: str) -> None:
    """Stamp the fingerprint of new keys, in the transaction that put everything under them."""
    connection.execute(sql(f"UPDATE {TABLE} SET keys = :keys"), {"keys": keys})  # noqa: S608 - a constant
