"""How a guard is written for PostgreSQL: a function in PL/pgSQL and the trigger that calls it.

The functions that keep the numbers and the balances run as the owner of the tables (SECURITY DEFINER), so that the role
of the program needs no right to write them. Each has its search path pinned: no table of somebody else, temporary or
not, can stand in for ours. Triggers are ENABLE ALWAYS: a session that calls itself a replica does not escape them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.sql.elements import quoted_name

from cpf_tui.persistence.codes import IMMUTABLE

_PREFIX = "cpf_"


@dataclass(frozen=True, slots=True)
class Guard:
    """One trigger: when it fires (`BEFORE INSERT ON entry`), what it does; as the owner of the tables if it must."""

    event: str
    body: str
    as_owner: bool = False

    @property
    def table(self) -> str:
        """The table it stands on."""
        return self.event.rpartition(" ")[2]

    @property
    def level(self) -> str:
        """Once for each row, or once for a TRUNCATE, which has none."""
        return "STATEMENT" if "TRUNCATE" in self.event else "ROW"

    def definition(self, name: str, prefix: str = "") -> str:
        """Give the trigger as PostgreSQL shows it; `prefix` is that of the schema, with its dot."""
        when, _, table = self.event.rpartition(" ")
        calls = f"EXECUTE FUNCTION {prefix}{_PREFIX}{name}()"
        return f"CREATE TRIGGER {name} {when} {prefix}{table} FOR EACH {self.level} {calls}"

    def statements(self, name: str, schema: str) -> Iterator[str]:
        """Give what puts it in place, whether one of that name was there or not."""
        function = f"{schema}.{_PREFIX}{name}()"
        rights = "SECURITY DEFINER" if self.as_owner else "SECURITY INVOKER"
        yield (
            f"CREATE OR REPLACE FUNCTION {function} RETURNS trigger LANGUAGE plpgsql {rights} "
            f"SET search_path = {search_path(schema)} AS $guard${self.body}$guard$"
        )
        yield f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC"
        yield f"DROP TRIGGER IF EXISTS {name} ON {schema}.{self.table}"
        yield self.definition(name, f"{schema}.")
        yield f"ALTER TABLE {schema}.{self.table} ENABLE ALWAYS TRIGGER {name}"


def search_path(schema: str) -> str:
    """Give the search path of every function: our schema, and temporary tables last."""
    return f"{schema}, pg_temp"


def schema_of(connection: Connection) -> str:
    """Give the schema our tables are in, quoted where it must be."""
    name = connection.exec_driver_sql("SELECT current_schema()").scalar_one()
    return connection.dialect.identifier_preparer.quote(quoted_name(str(name), quote=None))


def refuse(code: str, condition: str = "") -> str:
    """Write the lines that refuse, under a condition or always."""
    raised = f"RAISE EXCEPTION '{code}' USING ERRCODE = 'integrity_constraint_violation';"
    return f"  IF {condition} THEN {raised} END IF;" if condition else f"  {raised}"


def body(*lines: str, declare: str = "", gives: str = "NEW") -> str:
    """Write the body of a function."""
    declared = f"DECLARE {declare}\n" if declare else ""
    return "\n" + declared + "\n".join(("BEGIN", *lines, f"  RETURN {gives};", "END")) + "\n"


def never(event: str) -> Guard:
    """Write the guard that refuses an event whatever it is about."""
    return Guard(event, "\n" + "\n".join(("BEGIN", refuse(IMMUTABLE), "END")) + "\n")
