"""An installation whose database is on a server: the same surface as `storage.Installation`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from cpf_tui.persistence.postgresql.backend import PostgresBackend
from cpf_tui.persistence.postgresql.rules import GUARDS
from cpf_tui.persistence.unit_of_work import SqlDatabase
from cpf_tui.security.keys import Keys, load_or_create
from cpf_tui.security.vault import KeyedVault
from tests.support.postgresql import Server, serving

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


@dataclass(frozen=True)
class ServerInstallation:
    """A data folder, for the keys, and a database of a private server."""

    folder: Path
    url: str

    @property
    def key_path(self) -> Path:
        return self.folder / "cles" / "cles.json"

    @property
    def keys(self) -> Keys:
        return load_or_create(self.key_path, lambda: False)

    @property
    def backend(self) -> PostgresBackend:
        return PostgresBackend.at(self.url, self.keys.fingerprint)

    def open(self) -> SqlDatabase:
        return SqlDatabase(self.backend, KeyedVault(self.keys))

    def raw(self) -> psycopg.Connection[Any]:
        """Connect as a program that knows nothing of ours, each statement in a transaction of its own."""
        return psycopg.connect(self.url, autocommit=True)

    def lawless(self) -> psycopg.Connection[Any]:
        """Connect as a superuser who has switched off the references, and every trigger that is not ALWAYS."""
        raw = self.raw()
        raw.execute("SET session_replication_role = replica")
        return raw

    def restamp(self, version: int) -> None:
        """Stamp another version of the schema, as a program of that version would."""
        with self.raw() as raw:
            raw.execute("UPDATE cpf_installation SET version = %s", (version,))

    def tamper(self, *statements: str) -> None:
        """Take the guards away, change the rows, put the guards back."""
        with self.raw() as raw:
            tables = [name for (name,) in raw.execute(TABLES)]
            for name in tables:
                raw.execute(f"ALTER TABLE {name} DISABLE TRIGGER ALL".encode())
            for statement in statements:
                raw.execute(statement.encode())
            for name in tables:
                raw.execute(f"ALTER TABLE {name} ENABLE TRIGGER ALL".encode())
            for name, guard in GUARDS.items():
                raw.execute(f"ALTER TABLE {guard.table} ENABLE ALWAYS TRIGGER {name}".encode())


@dataclass(frozen=True)
class Servers:
    """A private server with a database to copy, already prepared, and the keys it was prepared with."""

    server: Server
    model: str
    keys: str

    def installation(self, folder: Path) -> ServerInstallation:
        """Make an installation on a new copy of the database."""
        made = ServerInstallation(folder, self.server.create(template=self.model))
        made.key_path.parent.mkdir(mode=0o700, parents=True)
        made.key_path.write_text(self.keys, encoding="utf-8")
        made.key_path.chmod(0o400)
        return made


@contextmanager
def prepared(folder: Path, *, in_memory: bool = False) -> Iterator[Servers]:
    """Make a server and, in it, a database of this program to copy; the folder receives its keys."""
    with serving(in_memory=in_memory) as server:
        first = ServerInstallation(folder, server.create())
        first.open().close()
        name = str(make_url(first.url).database)
        yield Servers(server, name, first.key_path.read_text(encoding="utf-8"))
