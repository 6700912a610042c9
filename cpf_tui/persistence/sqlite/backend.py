"""The embedded file as a `Backend`, and its copies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.text import Text
from cpf_tui.persistence.backend import Finding
from cpf_tui.persistence.failures import OutOfReach
from cpf_tui.persistence.sqlite import checks, engine, failures, loading, occupancy, stamp, startup


@dataclass(frozen=True, slots=True)
class SqliteCopy:
    """A backup, wherever it lies: nothing is written beside it."""

    path: Path
    key: bytes = field(repr=False)

    @contextmanager
    def examined(self) -> Iterator[Connection]:
        """Open the copy for reading, whatever state it is in."""
        opened = engine.copy_engine(self.path, self.key)
        with _readable(self.path, opened), opened.connect() as connection:
            yield connection

    def findings(self, connection: Connection) -> Iterator[Finding]:
        """Look at the pages of the file, the references between rows, the triggers."""
        yield from checks.findings(connection)

    def counted(self, connection: Connection, table: str) -> int:
        """Read the counter that SQLite keeps."""
        return checks.counted(connection, table)


@dataclass(frozen=True, slots=True)
class SqliteBackend:
    """An encrypted file and its raw key of 32 bytes."""

    path: Path
    key: bytes = field(repr=False)

    def in_use(self) -> AbstractContextManager[None]:
        """Hold the file: no restoration nor change of key takes its place meanwhile."""
        return occupancy.in_use(self.path)

    def prepare(self) -> None:
        """Create, check and upgrade the file as needed."""
        startup.prepare(self.path, self.key, lambda path: replace(self, path=path))

    def writer(self) -> Engine:
        """Build the engine that writes."""
        return engine.write_engine(self.path, self.key)

    def reader(self) -> Engine:
        """Build the engine that reads."""
        return engine.read_engine(self.path, self.key)

    def settle(self, writer: Engine) -> bool:
        """Copy the journal into the file and empty it; False while somebody still reads what it holds."""
        return engine.empty_journal(writer)

    def version(self, connection: Connection) -> int:
        """Read the version stamped in the header of the file."""
        return stamp.version(connection)

    def stamp(self, connection: Connection, version: int) -> None:
        """Stamp the header of the file."""
        stamp.write(connection, version)

    def loading(self, connection: Connection) -> AbstractContextManager[None]:
        """Let rows of another database be copied as they are, in a transaction of `writer`; see `loading`."""
        return loading.loading(connection)

    def sentence_for(self, error: BaseException | None) -> Text | None:
        """Say what an error of SQLite means."""
        return failures.sentence_for(error)

    @contextmanager
    def examined(self) -> Iterator[Connection]:
        """Open the file for reading, whatever state it is in."""
        opened = self.reader()
        with self.in_use(), _readable(self.path, opened):
            startup.refuse_file(self.path)
            startup.refuse_read_only(self.path)
            with opened.connect() as connection:
                yield connection

    def findings(self, connection: Connection) -> Iterator[Finding]:
        """Look at the pages of the file, the references between rows, the triggers."""
        yield from checks.findings(connection)

    def counted(self, connection: Connection, table: str) -> int:
        """Read the counter that SQLite keeps."""
        return checks.counted(connection, table)


class SqliteDraft(SqliteBackend):
    """A file not yet in its place, which nobody else knows: no journal is left by a kill."""

    def writer(self) -> Engine:
        """Build the engine that works on it."""
        return engine.upkeep_engine(self.path, self.key)


@contextmanager
def _readable(path: Path, opened: Engine) -> Iterator[None]:
    """Say what the errors of a file that cannot be read mean, and let it go."""
    try:
        yield
    except (DBAPIError, dbapi2.Error) as error:
        raised = error.orig if isinstance(error, DBAPIError) else error
        sentence = failures.sentence_for(raised)
        if sentence is not None and raised is not None and not failures.is_damage(raised):
            raise OutOfReach(sentence) from error
        raise StorageError(
            "La base {path} ne peut pas être lue : elle est abîmée, ou ses clés ne sont pas les bonnes.", path=path
        ) from error
    finally:
        opened.dispose()
