"""The guards in force: those of each schema, a later one replacing an earlier one of the same name."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from cpf_tui.persistence.postgresql import rules_v1, rules_v2
from cpf_tui.persistence.postgresql.guards import Guard, schema_of

_BY_VERSION = {1: rules_v1, 2: rules_v2}

NUMBERED = frozenset({"entry", "audit", "audit_segment"})
"""The tables whose numbers follow one another without a hole, each with its row in `numbering`."""
GUARDS: dict[str, Guard] = {**rules_v1.GUARDS, **rules_v2.GUARDS}


def statements(connection: Connection, version: int) -> Iterator[str]:
    """Give what puts the guards of a schema in place, on a database brought to the one before."""
    schema, rules = schema_of(connection), _BY_VERSION[version]
    yield from rules.NUMBERING
    for name, guard in rules.GUARDS.items():
        yield from guard.statements(name, schema)
