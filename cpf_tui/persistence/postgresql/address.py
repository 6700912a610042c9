"""The address of a database: read as libpq reads it, completed with prudent choices, shown without its password."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import ProgrammingError

from cpf_tui.domain.errors import InvalidInput

_DEFAULTS: dict[str, str | int] = {
    "application_name": "cpf-tui",
    "connect_timeout": 10,  # seconds, for each machine named
    # A machine that no longer answers is noticed within a minute, not within two hours.
    "keepalives": 1,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
# What libpq takes from the environment, and that our choices must not undo.
_VARIABLES = {
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "port": "PGPORT",
    "service": "PGSERVICE",
    "sslmode": "PGSSLMODE",
    "connect_timeout": "PGCONNECT_TIMEOUT",
}
_HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is: what libpq is given, never shown, and the words that name it."""

    parameters: dict[str, str | int] = field(repr=False)
    shown: str

    @classmethod
    def read(cls, url: str) -> Address:
        """Read `postgresql://…`. Raises `InvalidInput` without repeating what may be a password."""
        try:
            given = conninfo_to_dict(url)
        except (ProgrammingError, UnicodeError):
            raise InvalidInput(
                "L’adresse de la base ne peut pas être lue. Écrivez CPF_TUI_DATABASE_URL sous la forme "
                "postgresql://role@machine:5432/base ; un signe particulier du mot de passe s’écrit en %XX."
            ) from None
        said = {name: value for name, value in given.items() if value is not None}
        chosen = {name: os.environ[variable] for name, variable in _VARIABLES.items() if os.environ.get(variable)}
        known = {**chosen, **said}
        prudent: dict[str, str | int] = {**_DEFAULTS, "sslmode": "prefer" if _is_here(known) else "require"}
        if "service" in known:  # its file may choose, and what is given to libpq goes before it
            del prudent["sslmode"]
        return cls({**prudent, **known, "client_encoding": "UTF8"}, _words(known))


def _is_here(given: dict[str, str | int]) -> bool:
    hosts = str(given.get("hostaddr") or given.get("host") or "").split(",")
    return all(not host or host.startswith(("/", "@")) or host in _HERE for host in hosts)


def _words(given: dict[str, str | int]) -> str:
    name = str(given.get("dbname") or given.get("service") or given.get("user") or "")
    where = str(given.get("host") or given.get("hostaddr") or "")
    port = f":{given['port']}" if given.get("port") else ""
    return f"{name}@{where}{port}" if where else name
