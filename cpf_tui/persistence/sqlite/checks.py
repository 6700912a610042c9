"""What the integrity report finds that is SQLite's own: pages, structure, references, triggers, counters.

SQLite's own check notices about half of the changes made to data behind its back; the chain of digests and the
recomputed balances (`cpf_tui.persistence.integrity`) notice the others.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection
from sqlalchemy import text as sql

from cpf_tui.domain.text import text
from cpf_tui.persistence.backend import Finding
from cpf_tui.persistence.sqlite.rules import TRIGGERS


def findings(connection: Connection) -> Iterator[Finding]:
    """Look at the file, in the transaction of the caller."""
    yield from _file(connection)
    yield from _references(connection)
    yield from _guards(connection)


def counted(connection: Connection, table: str) -> int:
    """Read the last number SQLite gave to a row of a numbered table."""
    found = connection.execute(sql("SELECT seq FROM sqlite_sequence WHERE name = :table"), {"table": table})
    return int(found.scalar() or 0)


def _file(connection: Connection) -> Iterator[Finding]:
    # Twice: a page that another program was writing during the first reading is whole at the second.
    pages = [connection.exec_driver_sql("PRAGMA cipher_integrity_check").scalars().all() for _ in range(2)]
    for problem in sorted(set(pages[0]) & set(pages[1])):
        yield Finding("chiffrement", text("Le fichier a été modifié ou abîmé : {problem}.", problem=problem))
    for (problem,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if problem != "ok":
            yield Finding("structure", text("La structure de la base est abîmée : {problem}.", problem=problem))


def _references(connection: Connection) -> Iterator[Finding]:
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Finding(
            "references",
            text(
                "La ligne {row} de {table} renvoie à une ligne de {parent} qui n’existe pas.",
                row=row,
                table=table,
                parent=parent,
            ),
        )


def _guards(connection: Connection) -> Iterator[Finding]:
    found = {
        str(name): str(written)
        for name, written in connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    }
    for name, written in TRIGGERS.items():
        if found.get(name) != written:
            yield Finding("protections", text("La protection « {name} » manque ou a été changée.", name=name))
