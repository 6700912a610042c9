"""What is stamped in the header of the file: whose it is, and the version of its schema."""

from __future__ import annotations

from sqlalchemy import Connection

APPLICATION_ID = 0x43504654  # « CPFT », so that another program's file is never taken for ours


def version(connection: Connection) -> int:
    """Read the version stamped in the file: 0 before the first migration."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def write(connection: Connection, schema_version: int) -> None:
    """Stamp both, in the transaction of the caller."""
    connection.exec_driver_sql(f"PRAGMA user_version = {schema_version:d}")
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
