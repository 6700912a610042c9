"""The triggers in force: those of each schema, a later one replacing an earlier one of the same name."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from cpf_tui.persistence.sqlite import rules_v1, rules_v2

_BY_VERSION = {1: rules_v1.TRIGGERS, 2: rules_v2.TRIGGERS}

TRIGGERS: dict[str, str] = {**rules_v1.TRIGGERS, **rules_v2.TRIGGERS}


def statements(_connection: Connection, version: int) -> Iterator[str]:
    """Give what puts the triggers of a schema in place, on a file brought to the one before."""
    earlier = {name for number, triggers in _BY_VERSION.items() if number < version for name in triggers}
    for name, written in _BY_VERSION[version].items():
        if name in earlier:
            yield f"DROP TRIGGER {name}"
        yield written
