"""The only place that chooses what stands behind the ports: database, vault, hasher, clock, catalogue.

Everything is built on first use, so that a command pays only for what it needs: nothing here loads the search index
for `verifier`, nor the database for `chercher`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING

from cpf_tui.clock import SystemClock
from cpf_tui.domain.errors import InvalidInput, StorageError
from cpf_tui.settings import Settings, load

if TYPE_CHECKING:
    from cpf_tui import ports
    from cpf_tui.persistence.backend import Backend
    from cpf_tui.persistence.integrity import Report
    from cpf_tui.persistence.postgresql.backend import PostgresBackend
    from cpf_tui.persistence.postgresql.startup import Description
    from cpf_tui.persistence.unit_of_work import SqlDatabase
    from cpf_tui.persistence.upkeep.operator import FileUpkeep, Upkeep
    from cpf_tui.security.keys import Keys
    from cpf_tui.services.registry import Services
    from cpf_tui.services.retention import Retention


@dataclass(frozen=True)
class Container:
    """The parts of one running program; close it, or use it in a `with` block."""

    settings: Settings

    @cached_property
    def clock(self) -> ports.Clock:
        """The time, in the time zone of the installation."""
        return SystemClock(self.settings.timezone)

    @cached_property
    def keys(self) -> Keys:
        """The keys, drawn on the first start. Raises `StorageError`."""
        return self._keys_in_force()

    def _keys_in_force(self) -> Keys:
        from cpf_tui.security.keys import load_or_create

        server = self._server
        found = load_or_create(self.settings.key_path, server.exists if server else self.settings.database_path.exists)
        if found.next is None:
            return found
        if server is None:
            from cpf_tui.persistence.upkeep.keyring import in_force  # the keys were being changed when something cut it

            return in_force(found, self.settings.database_path)
        from cpf_tui.persistence.upkeep.server import in_force_on

        return in_force_on(found, server)

    @cached_property
    def vault(self) -> ports.Vault:
        """The protection of the NIR."""
        from cpf_tui.security.vault import KeyedVault

        return KeyedVault(self.keys)

    @cached_property
    def hasher(self) -> ports.SecretHasher:
        """The slow hashing of secrets."""
        from cpf_tui.security.hasher import Argon2Hasher

        return Argon2Hasher()

    @cached_property
    def _server(self) -> PostgresBackend | None:
        """The database of a server, before its keys are known; None for the embedded file."""
        if self.settings.database_url is None:
            return None
        from cpf_tui.persistence.postgresql.backend import PostgresBackend

        return PostgresBackend.at(self.settings.database_url.get_secret_value())

    @cached_property
    def backend(self) -> Backend:
        """What the database is: a server where an address is given, or the embedded file."""
        if self._server is not None:
            return replace(self._server, keys=self.keys.fingerprint)
        from cpf_tui.persistence.sqlite.backend import SqliteBackend

        return SqliteBackend(self.settings.database_path, self.keys.database)

    @cached_property
    def database(self) -> SqlDatabase:
        """The database, created on the first start. Raises `StorageError`."""
        from cpf_tui.persistence.unit_of_work import SqlDatabase

        opened = None
        try:
            opened = SqlDatabase(self.backend, self.vault)
        finally:
            # Whether it opened or not: with the former index key, a person would not be found, and could sign up again.
            if self._keys_in_force() != self.keys:
                if opened is not None:
                    opened.close()
                raise StorageError("Les clés viennent d’être changées par une autre commande. Relancez le programme.")
        return opened

    @cached_property
    def gazetteer(self) -> ports.Gazetteer:
        """The communes of France."""
        from cpf_tui.catalogue.gazetteer import CommuneGazetteer

        return CommuneGazetteer()

    @cached_property
    def catalogue(self) -> ports.TrainingCatalogue:
        """The trainings, from the version in force; made of the shipped examples on the first use."""
        from cpf_tui.catalogue.catalogue import open_catalogue

        return open_catalogue(self.settings.data_dir)

    @cached_property
    def reference(self) -> ports.Reference:
        """The tables to consult: those shipped with the program, and those imported."""
        from cpf_tui.catalogue.consulted import ConsultedReference

        return ConsultedReference(self.settings.data_dir)

    @cached_property
    def services(self) -> Services:
        """Every use case."""
        from cpf_tui.assembly import build_services

        return build_services(self)

    @property
    def upkeep(self) -> Upkeep:
        """What the operator does to the base as a whole: backups, restoration, keys."""
        if self._server is None:
            return self.file_upkeep
        from cpf_tui.persistence.upkeep.server_operator import ServerUpkeep

        chosen = self.settings
        return ServerUpkeep(chosen.key_path, chosen.backup_dir, self.clock, self._server)

    @property
    def file_upkeep(self) -> FileUpkeep:
        """The same of the embedded file, whether a server is chosen or not: what a transfer starts from."""
        from cpf_tui.persistence.upkeep.operator import FileUpkeep

        chosen = self.settings
        return FileUpkeep(chosen.key_path, chosen.backup_dir, self.clock, chosen.database_path)

    def prepare_server(self, role: str | None = None) -> Description:
        """Make or upgrade the tables of a server, give a role what the program needs, and say what the server is.

        Raises `InvalidInput` when no server is chosen, `StorageError` when it refuses.
        """
        if self._server is None:
            raise InvalidInput(
                "Il n’y a rien à préparer : la base de ce dossier se prépare seule. Pour un serveur, donnez son "
                "adresse dans CPF_TUI_DATABASE_URL."
            )
        server = replace(self._server, keys=self.keys.fingerprint)
        server.prepare()
        if role:
            server.grant(role)
        return server.describe()

    def describe_server(self) -> Description | None:
        """Say what the server of the database is; None for the embedded file. Raises `StorageError`."""
        return None if self._server is None else self._server.describe()

    def server_is_prepared(self) -> bool:
        """Say whether there is a server and our tables are on it. Raises `StorageError`."""
        return self._server is not None and self._server.exists()

    @property
    def retention(self) -> Retention:
        """The rules that say what is kept no longer, in the database and among the files."""
        from cpf_tui.documents.old_files import OldFiles
        from cpf_tui.services.retention import Retention

        return Retention(database=self.database, clock=self.clock, files=OldFiles(self.settings.passing_folders))

    def verify(self) -> Report:
        """Check file, chain and balances even where the database would be refused; created first if missing."""
        from cpf_tui.persistence.integrity import verify

        if self._server is None and not self.settings.database_path.exists():
            _ = self.database
        return verify(self.backend)

    def close(self) -> None:
        """Close what was opened."""
        for part in ("database", "catalogue"):
            opened = self.__dict__.pop(part, None)
            if opened is not None:
                opened.close()

    def __enter__(self) -> Container:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def build(settings: Settings | None = None) -> Container:
    """Build the program's parts; settings come from the environment unless given. Nothing is opened yet."""
    return Container(load() if settings is None else settings)


def open_database(settings: Settings) -> SqlDatabase:
    """Open the database alone, created on the first start. Raises `StorageError`."""
    return build(settings).database
