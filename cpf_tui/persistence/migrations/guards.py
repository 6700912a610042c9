"""The guards that a migration puts in place, in the dialect of the database it runs on."""

from __future__ import annotations

from alembic import op

from cpf_tui.persistence.postgresql import rules as server
from cpf_tui.persistence.sqlite import rules as embedded


def put(version: int) -> None:
    """Put in place the guards of that schema; one of the same name is replaced."""
    connection = op.get_bind()
    rules = embedded if connection.dialect.name == "sqlite" else server
    for statement in rules.statements(connection, version):
        connection.exec_driver_sql(statement)
