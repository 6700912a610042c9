"""Between records and rows: a column bears the name of the field it stores."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Row, Table
from sqlalchemy.exc import IntegrityError

RecordT = TypeVar("RecordT")


def columns(table: Table, kind: type[Any]) -> list[Column[Any]]:
    """List the columns that hold the fields of a record."""
    return [table.c[field.name] for field in fields(kind) if field.name in table.c]


def record(kind: type[RecordT], row: Row[Any]) -> RecordT:
    """Build a record from a row selected with `columns`."""
    return kind(**row._mapping)


def values(table: Table, stored: Any) -> dict[str, Any]:
    """Give the values of a record by column, `seq` excepted: the database numbers."""
    return {
        column.name: getattr(stored, column.name) for column in columns(table, type(stored)) if column.name != "seq"
    }


@contextmanager
def attempt(connection: Connection) -> Iterator[None]:
    """Run one statement that may be refused, after which the transaction goes on.

    SQLite undoes the statement alone; PostgreSQL the whole transaction, unless it is told up to where.
    """
    if connection.dialect.name == "sqlite":
        yield
    else:
        with connection.begin_nested():
            yield


def breaks(error: IntegrityError, rule: str) -> bool:
    """Say whether an error breaks that rule: a trigger's code, or the `table.column` of a broken UNIQUE.

    SQLite names the column; PostgreSQL names the constraint, whose name is made of it (`tables.metadata`).
    """
    constraint = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    if constraint:
        table, _, column = rule.partition(".")
        return constraint in {f"uq_{table}_{column}", f"pk_{table}"}
    return rule in str(error.orig)


def upsert(connection: Connection, table: Table) -> Any:
    """Begin an INSERT that may have an `on_conflict_do_update`: both dialects have it, SQLAlchemy in two classes."""
    # The one in use is loaded already, with its engine; the other one is not to be.
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert

        return insert(table)
    from sqlalchemy.dialects.postgresql import insert as insert_on_server

    return insert_on_server(table)
