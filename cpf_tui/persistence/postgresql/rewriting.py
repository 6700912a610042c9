"""Rewriting tables, so that their files hold the rows that are there and no byte of those that went."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import psycopg
from psycopg import sql
from psycopg.errors import LockNotAvailable
from sqlalchemy import Engine

_WAIT = "30s"


def rewrite(writer: Engine, tables: Iterable[str]) -> bool:
    """Rewrite each table and its indexes in new files, the former ones are given back; False if any was skipped.

    A deleted row stays in its page, and an ordinary VACUUM only marks its place as free. The server skips, with a
    warning, a table whose owner is somebody else, and gives up one that is in use for too long.
    """
    pooled = writer.raw_connection()
    driver: Any = pooled.driver_connection
    warnings: list[str] = []

    def heard(said: psycopg.errors.Diagnostic) -> None:
        if said.severity_nonlocalized == "WARNING":
            warnings.append(said.sqlstate or "")

    driver.add_notice_handler(heard)
    driver.autocommit = True
    try:
        driver.execute(f"SET lock_timeout = '{_WAIT}'")
        for table in tables:
            driver.execute(sql.SQL("VACUUM (FULL, ANALYZE) {}").format(sql.Identifier(table)))
    except LockNotAvailable:
        return False
    finally:
        driver.execute("RESET lock_timeout")
        driver.autocommit = False
        driver.remove_notice_handler(heard)
        pooled.close()
    return not warnings
