"""The migrations build exactly the tables the program knows, and every step is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine

from cpf_tui.persistence import schema
from cpf_tui.persistence.sqlite import engine, stamp
from cpf_tui.persistence.sqlite.rules import TRIGGERS
from cpf_tui.persistence.tables import metadata
from tests.soak import first_schema
from tests.support.storage import NOW, Installation

# A column added later is written on the line of the one before it.
_LINES = re.compile(r"\n|, (?=\w+ (?:TEXT|INTEGER|BLOB)\b)")
_OBJECTS = "SELECT name, sql FROM sqlite_master WHERE type = '{kind}' AND sql IS NOT NULL"


@pytest.fixture
def migrated(installation: Installation) -> Iterator[Connection]:
    """A file brought from nothing to the last version."""
    installation.open().close()
    opened = engine.read_engine(installation.path, installation.keys.database)
    with opened.connect() as connection:
        yield connection
    opened.dispose()


def written(connection: Connection, kind: str) -> dict[str, list[str]]:
    """Give the definition of every object of a kind, as a set of lines: their order and spaces do not count."""
    rows = connection.exec_driver_sql(_OBJECTS.format(kind=kind))
    return {name: sorted(re.sub(r"\s+", " ", line).strip(" ,\t") for line in _LINES.split(sql)) for name, sql in rows}


def test_alembic_sees_no_difference(migrated: Connection) -> None:
    context = MigrationContext.configure(migrated, opts={"compare_type": True})
    assert compare_metadata(context, metadata) == []


def test_tables_and_indexes_are_those_of_the_metadata_to_the_letter(migrated: Connection) -> None:
    memory = create_engine("sqlite://")
    with memory.connect() as connection:
        metadata.create_all(connection)
        for kind in ("table", "index"):
            found = written(migrated, kind)
            found.pop("alembic_version", None)
            assert found == written(connection, kind)
    memory.dispose()


def test_every_trigger_is_in_place(migrated: Connection) -> None:
    rows = migrated.exec_driver_sql(_OBJECTS.format(kind="trigger"))
    assert {str(name): str(sql) for name, sql in rows} == TRIGGERS


def test_the_file_is_stamped(migrated: Connection) -> None:
    assert stamp.version(migrated) == schema.SCHEMA_VERSION
    assert migrated.exec_driver_sql("PRAGMA application_id").scalar() == stamp.APPLICATION_ID


def test_the_version_counts_the_steps() -> None:
    scripts = ScriptDirectory(str(Path(schema.__file__).with_name("migrations")))
    steps = list(scripts.walk_revisions())
    assert len(steps) == schema.SCHEMA_VERSION
    assert scripts.get_current_head() == f"{schema.SCHEMA_VERSION:04d}"


def test_every_table_is_strict(migrated: Connection) -> None:
    rows = migrated.exec_driver_sql("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0")
    assert {name for (name,) in rows} == {"alembic_version", "sqlite_schema", "sqlite_sequence"}


def test_an_upgrade_that_fails_changes_nothing(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    installation.open().close()
    before = installation.path.read_bytes()

    def fail(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE half (x)")
        raise ZeroDivisionError

    monkeypatch.setattr(schema, "SCHEMA_VERSION", schema.SCHEMA_VERSION + 1)
    monkeypatch.setattr(schema, "_run_migrations", fail)
    with pytest.raises(ZeroDivisionError):
        installation.open()
    monkeypatch.undo()
    assert installation.path.read_bytes() == before
    installation.open().close()


def test_accounts_of_the_first_release_have_a_day_to_count_from(installation: Installation) -> None:
    """Without one, an account begun and never opened would be kept for ever."""
    first_schema.leave(installation)
    with first_schema.first_release():
        writer = installation.backend.writer()
        with writer.begin() as connection:
            columns = "nir_sealed, secret_hash, employment, out_of_school, disability_recognised, executive"
            connection.exec_driver_sql(
                f"INSERT INTO holder (id, nir_index, {columns}, opened_at) SELECT 'h2', x'02', {columns}, "  # noqa: S608
                "'2026-01-02T00:00:00+00:00' FROM holder WHERE id = 'h1'"
            )
            connection.exec_driver_sql(
                f"INSERT INTO holder (id, nir_index, {columns}) SELECT 'h3', x'03', {columns} "  # noqa: S608
                "FROM holder WHERE id = 'h1'"
            )
        writer.dispose()
    before = datetime.now(UTC)
    database = installation.open()
    with database.read() as uow:
        made = {key: uow.holders.get(key).created_at for key in ("h1", "h2", "h3")}
    database.close()
    assert made["h1"] == NOW  # when its first dossier was made
    assert made["h2"] == datetime(2026, 1, 2, tzinfo=UTC)
    assert made["h3"] is not None
    assert before <= made["h3"] <= datetime.now(UTC)
