"""The version of the schema: stamped in the file, brought up to date by Alembic in one exclusive transaction."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine

APPLICATION_ID = 0x43504654  # « CPFT », so that another program's file is never taken for ours
SCHEMA_VERSION = 2  # the number of modules in `migrations/versions`


def version(connection: Connection) -> int:
    """Read the version stamped in the file: 0 before the first migration."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def upgrade(engine: Engine) -> None:
    """Bring a file to the current schema, all or nothing; a second process that waited finds nothing left to do."""
    with engine.begin() as connection:
        if version(connection) >= SCHEMA_VERSION:
            return
        _run_migrations(connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def _run_migrations(connection: Connection) -> None:
    # A third of a second to import, needed on the first start and after an update only.
    from alembic import command
    from alembic.config import Config

    config = Config()
    scripts = Path(__file__).with_name("migrations")
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
