"""A database of a private PostgreSQL server, as a place that travels to other processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cpf_tui.persistence.postgresql.backend import PostgresBackend
from cpf_tui.persistence.unit_of_work import SqlDatabase
from cpf_tui.security.keys import load_or_create
from cpf_tui.security.vault import KeyedVault
from tests.soak.harness import NotShown
from tests.support.postgresql import Server, missing, serving


@dataclass(frozen=True)
class Served:
    """A database reached by its address; the keys of the numbers lie in a folder, as in an installation."""

    url: str
    folder: Path

    @property
    def backend(self) -> PostgresBackend:
        """What it is to the persistence."""
        return PostgresBackend.at(self.url)

    def open(self) -> SqlDatabase:
        """Open a handle of one's own; makes the tables the first time."""
        keys = load_or_create(self.folder / "cles.json", lambda: False)
        return SqlDatabase(self.backend, KeyedVault(keys))


@contextmanager
def private_server() -> Iterator[Server]:
    """Make a server for the length of a promise. Raises `NotShown` where none can be made."""
    if reason := missing():
        raise NotShown(reason)
    with serving() as server:
        yield server
