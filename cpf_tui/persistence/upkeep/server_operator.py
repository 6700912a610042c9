"""What the operator asks of a base on a server; apart, so that its driver is loaded where there is one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from cpf_tui.domain.errors import StorageError
from cpf_tui.persistence.postgresql.backend import PostgresBackend
from cpf_tui.persistence.upkeep import server
from cpf_tui.persistence.upkeep.backup import Backup
from cpf_tui.persistence.upkeep.manifest import Contents
from cpf_tui.persistence.upkeep.operator import Upkeep
from cpf_tui.persistence.upkeep.rekey import Rekeyed
from cpf_tui.persistence.upkeep.restore import Restored
from cpf_tui.persistence.upkeep.snapshot import Progress
from cpf_tui.security import keys
from cpf_tui.security.keys import KeyPart, Keys


@dataclass(frozen=True)
class ServerUpkeep(Upkeep):
    """The care of a base on a server."""

    server: PostgresBackend

    @cached_property
    def keys(self) -> Keys:
        """The keys that go with the rows of the server."""
        return server.in_force_on(keys.load(self.key_path), self.server)

    def restore(self, copy: Path, *, copy_keys: Path | None = None, progress: Progress | None = None) -> Restored:
        """Put a backup in the database of the server, which must be empty."""
        theirs, now = self._theirs(copy_keys), self.clock.now()
        return server.restore_into(self._backend(), self.keys, copy, at=now, copy_keys=theirs, progress=progress)

    def change_keys(
        self, parts: Collection[KeyPart], *, former_to: Path | None = None, progress: Progress | None = None
    ) -> Rekeyed:
        """Seal the rows again under other keys; the server encrypts its own files, or not, as it is set up to."""
        del progress  # one transaction, that does not say how far it is
        if set(parts) == {KeyPart.DATABASE}:
            raise StorageError(
                "La base est sur un serveur, qui chiffre lui-même ses fichiers : il n’y a pas de clé de base à changer."
            )
        self._refuse_absent()
        now = self.clock.now()
        return server.change_keys(self._backend(), self.key_path, parts, at=now, former_to=former_to)

    def _backend(self) -> PostgresBackend:
        return PostgresBackend(self.server.address, self.keys.fingerprint)

    def _refuse_absent(self) -> None:
        if not self.server.exists():
            raise StorageError("Il n’y a pas encore de base sur {where}.", where=self.server.address.shown)

    def _copy(self, path: Path, made_at: datetime, theirs: Keys | None, progress: Progress | None) -> Backup:
        return server.back_up(self._backend(), self.keys, path, made_at=made_at, other_keys=theirs, progress=progress)

    def _sum_up(self) -> Contents:
        return server.sum_up(self._backend())
