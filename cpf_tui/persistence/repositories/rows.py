"""Between records and rows: a column bears the name of the field it stores."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import Column, Row, Table
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


def breaks(error: IntegrityError, rule: str) -> bool:
    """Say whether an error breaks that rule: a trigger's code, or the `table.column` of a broken UNIQUE."""
    return rule in str(error.orig)
