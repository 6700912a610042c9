"""The version of the schema: stamped in the database, brought up to date by Alembic in one exclusive transaction."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from cpf_tui.domain.text import Text, text
from cpf_tui.persistence.backend import Backend

SCHEMA_VERSION = 2  # the number of modules in `migrations/versions`


def upgrade(backend: Backend) -> None:
    """Bring a database to the current schema, all or nothing; one that waited its turn finds nothing left to do."""
    engine = backend.writer()
    try:
        with engine.begin() as connection:
            if backend.version(connection) >= SCHEMA_VERSION:
                return
            _run_migrations(connection)
            backend.stamp(connection, SCHEMA_VERSION)
    finally:
        engine.dispose()  # of SQLite: the last connection to close empties the journal into the file


def newer(version: int) -> Text:
    """Say that a more recent program has changed the database."""
    return text(
        "La base a été mise à jour par une version plus récente de cpf-tui (schéma {version}, celui-ci connaît "
        "jusqu’au {known}). Mettez le programme à jour.",
        version=version,
        known=SCHEMA_VERSION,
    )


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
