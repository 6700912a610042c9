"""What a kind of database is to the rest of the persistence: the embedded file, or a server."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, Engine

from cpf_tui.domain.text import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be; `check` is a stable code, `account` and `seq` say where.

    `line` is a line or a seal of the audit.
    """

    check: str
    sentence: Text
    account: str = ""
    seq: int | None = None
    line: int | None = None

    def as_json(self) -> dict[str, object]:
        """Give plain values for a program to read."""
        where: dict[str, object] = {"compte": self.account, "mouvement": self.seq}
        if self.line is not None:
            where = {"ligne": self.line}
        return {"controle": self.check, "message": str(self.sentence), **where}


class Examinable(Protocol):
    """What the integrity report needs of a database, or of a copy of one."""

    def examined(self) -> AbstractContextManager[Connection]:
        """Open one consistent view for the integrity report, even of a database that `prepare` would refuse.

        Raises `StorageError` when it cannot be read, at the opening or later; `Unreachable` when its server is not.
        """

    def findings(self, connection: Connection) -> Iterable[Finding]:
        """Look at what is its own: the file, the references between rows, the guards in place."""

    def counted(self, connection: Connection, table: str) -> int:
        """Give the last number drawn for the rows of a numbered table, 0 if none ever was."""


class Backend(Examinable, Protocol):
    """One database: how it is prepared, opened, versioned, looked at, and what its failures mean."""

    def in_use(self) -> AbstractContextManager[None]:
        """Hold the database as one of the programs that use it, until the block ends: nobody replaces it meanwhile.

        Raises `StorageError` while somebody does.
        """

    def prepare(self) -> None:
        """Leave a database of this program, whole and up to date, made if missing. Raises `StorageError`."""

    def writer(self) -> Engine:
        """Build the engine that writes: a transaction is exclusive from its first statement."""

    def reader(self) -> Engine:
        """Build the engine that reads: a transaction sees one state, and cannot write."""

    def settle(self, writer: Engine) -> bool:
        """Let go of the bytes that deleted rows left behind, as far as this database can; False: not entirely.

        Called outside any transaction, with the engine that writes.
        """

    def version(self, connection: Connection) -> int:
        """Read the version of the schema, 0 before the first migration."""

    def stamp(self, connection: Connection, version: int) -> None:
        """Write the version of the schema, and whose database it is, in the transaction that brought it there."""

    def loading(self, connection: Connection) -> AbstractContextManager[None]:
        """Let the block copy the rows of another database as they are, in a transaction of `writer`.

        Movements pass their guards all the same; those of the audit, whose purged lines are gone, do not.
        """

    def sentence_for(self, error: BaseException | None) -> Text | None:
        """Say what a driver error means, or None when it is a fault of the program, to be left as it is."""
