"""What the integrity report finds that is PostgreSQL's own: references between rows, guards, counters.

A reference can only be broken by somebody who switched its check off; a guard by the owner of the tables. Whether the
files of the server are whole is for its checksums to say (docs/postgresql.md).
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, and_, exists, select
from sqlalchemy import text as sql

from cpf_tui.domain.text import text
from cpf_tui.persistence.backend import Finding
from cpf_tui.persistence.postgresql.guards import schema_of, search_path
from cpf_tui.persistence.postgresql.rules import GUARDS
from cpf_tui.persistence.tables import metadata

_TRIGGERS = """
SELECT t.tgname AS name, pg_get_triggerdef(t.oid) AS definition, t.tgenabled = 'A' AS always,
  p.prosrc AS body, p.prosecdef AS as_owner, p.proconfig AS settings, l.lanname AS language,
  p.pronamespace = c.relnamespace AS beside
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
  JOIN pg_language l ON l.oid = p.prolang
WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"""


def findings(connection: Connection) -> Iterator[Finding]:
    """Look at what surrounds the rows, in the transaction of the caller."""
    yield from _references(connection)
    yield from _guards(connection)


def counted(connection: Connection, table: str) -> int:
    """Read the last number given to a row of a table whose numbers follow one another."""
    found = connection.execute(sql("SELECT last FROM numbering WHERE name = :table"), {"table": table})
    return int(found.scalar() or 0)


def _references(connection: Connection) -> Iterator[Finding]:
    for child in metadata.sorted_tables:
        for constraint in child.foreign_key_constraints:
            parent = constraint.referred_table.alias("parent")
            pairs = [(one.parent, parent.c[one.column.name]) for one in constraint.elements]
            missing = ~exists().where(and_(*(mine == theirs for mine, theirs in pairs)))
            given = [mine.is_not(None) for mine, _ in pairs]
            key = next(iter(child.primary_key.columns))
            for (row,) in connection.execute(select(key).where(missing, *given)):
                yield Finding(
                    "references",
                    text(
                        "La ligne {row} de {table} renvoie à une ligne de {parent} qui n’existe pas.",
                        row=row,
                        table=child.name,
                        parent=constraint.referred_table.name,
                    ),
                )


def _guards(connection: Connection) -> Iterator[Finding]:
    schema = schema_of(connection)
    found = {row.name: row for row in connection.exec_driver_sql(_TRIGGERS)}
    wanted_settings = [f"search_path={search_path(schema)}"]
    for name, guard in GUARDS.items():
        wanted = (guard.definition(name), guard.body, guard.as_owner, wanted_settings, "plpgsql", True, True)
        row = found.get(name)
        if row is None or wanted != (
            str(row.definition).replace(f"{schema}.", ""),
            row.body,
            row.as_owner,
            row.settings,
            row.language,
            row.always,
            row.beside,
        ):
            yield Finding("protections", text("La protection « {name} » manque ou a été changée.", name=name))
