"""A database of a server as a `Backend`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from cpf_tui.domain.errors import StorageError, Unreachable
from cpf_tui.domain.text import Text
from cpf_tui.persistence import schema
from cpf_tui.persistence.backend import Finding
from cpf_tui.persistence.failures import explained
from cpf_tui.persistence.holdings import HOLDINGS
from cpf_tui.persistence.postgresql import (
    checks,
    engine,
    failures,
    loading,
    privileges,
    rewriting,
    stamp,
    startup,
)
from cpf_tui.persistence.postgresql.address import Address
from cpf_tui.persistence.postgresql.startup import Description


@dataclass(frozen=True, slots=True)
class PostgresBackend:
    """A database reached by its address, and the fingerprint of the keys that protect what it holds."""

    address: Address
    keys: str = ""

    @classmethod
    def at(cls, url: str, keys: str = "") -> PostgresBackend:
        """Read an address, `postgresql://…`. Raises `InvalidInput`."""
        return cls(Address.read(url), keys)

    def in_use(self) -> AbstractContextManager[None]:
        """Nothing to hold: no file takes the place of another, and the server knows who is connected."""
        return nullcontext()

    def prepare(self) -> None:
        """Check the server; make or upgrade the tables when the role may."""
        opened = self.reader()
        try:
            with explained(self.sentence_for):
                with opened.connect() as connection:
                    found = startup.inspect(connection, self.address.shown, self.keys)
                if found < schema.SCHEMA_VERSION:
                    schema.upgrade(self)
        finally:
            opened.dispose()

    def exists(self) -> bool:
        """Say whether the program has already prepared it. Raises `StorageError` when the server does not answer."""
        opened = self.reader()
        try:
            with explained(self.sentence_for), opened.connect() as connection:
                return stamp.exists(connection)
        finally:
            opened.dispose()

    def grant(self, role: str) -> None:
        """Give a role what the program needs, and no more. Raises `StorageError` where the caller is not the owner."""
        opened = self.writer()
        try:
            with explained(self.sentence_for), opened.begin() as connection:
                privileges.grant(connection, role)
        finally:
            opened.dispose()

    def loading(self, connection: Connection) -> AbstractContextManager[None]:
        """Let rows of another database be copied as they are, in a transaction of `writer`; see `loading`."""
        return loading.loading(connection)

    def describe(self) -> Description:
        """Say what the server is and what the role is on it. Raises `StorageError`."""
        opened = self.reader()
        try:
            with explained(self.sentence_for), opened.connect() as connection:
                return startup.describe(connection, self.address.shown)
        finally:
            opened.dispose()

    def writer(self) -> Engine:
        """Build the engine that writes."""
        return engine.write_engine(self.address)

    def reader(self) -> Engine:
        """Build the engine that reads."""
        return engine.read_engine(self.address)

    def settle(self, writer: Engine) -> bool:
        """Rewrite the tables that the erasure of an account touches; False where the role does not own them.

        The journal of the server, its archives and its replicas keep the former pages until they are recycled.
        """
        with explained(self.sentence_for):
            return rewriting.rewrite(writer, [one.table.name for one in HOLDINGS])

    def version(self, connection: Connection) -> int:
        """Read the version stamped in its table.

        Raises `StorageError` when the keys were changed since: a program left open would go on with the former ones.
        """
        found, keys = stamp.read(connection)
        if found and keys != self.keys:
            raise StorageError(startup.other_keys(self.address.shown))
        return found

    def stamp(self, connection: Connection, version: int) -> None:
        """Stamp its table, and settle who may do what with the others."""
        stamp.write(connection, version, self.keys)
        privileges.settle(connection)

    def sentence_for(self, error: BaseException | None) -> Text | None:
        """Say what an error of PostgreSQL means."""
        return failures.sentence_for(error, self.address.shown)

    @contextmanager
    def examined(self) -> Iterator[Connection]:
        """Open one state of the database. A server that does not answer says nothing of it: `Unreachable`."""
        opened = self.reader()
        try:
            with opened.connect() as connection:
                startup.inspect(connection, self.address.shown, self.keys)
                yield connection
        except DBAPIError as error:
            sentence = self.sentence_for(error.orig)
            if sentence is None:
                raise
            raise Unreachable(sentence) from error
        finally:
            opened.dispose()

    def findings(self, connection: Connection) -> Iterator[Finding]:
        """Look at the references between rows and at the guards."""
        yield from checks.findings(connection)

    def counted(self, connection: Connection, table: str) -> int:
        """Read the counter kept by the guards."""
        return checks.counted(connection, table)
