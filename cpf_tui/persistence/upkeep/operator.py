"""What the operator of an installation asks of its base, put together: the one door of this folder."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cpf_tui.domain.audit import Action, NewAuditLine
from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.people import Role
from cpf_tui.persistence import schema
from cpf_tui.persistence.backend import Backend
from cpf_tui.persistence.integrity import Report
from cpf_tui.persistence.sqlite import moved
from cpf_tui.persistence.sqlite.backend import SqliteBackend
from cpf_tui.persistence.unit_of_work import SqlDatabase
from cpf_tui.persistence.upkeep import backup, dated, examine, keyring, rekey, restore
from cpf_tui.persistence.upkeep.backup import Backup
from cpf_tui.persistence.upkeep.manifest import Contents, Manifest
from cpf_tui.persistence.upkeep.rekey import Rekeyed
from cpf_tui.persistence.upkeep.restore import Restored
from cpf_tui.persistence.upkeep.snapshot import Progress
from cpf_tui.ports import Clock
from cpf_tui.security import files, keys
from cpf_tui.security.keys import KeyPart, Keys
from cpf_tui.security.vault import KeyedVault

if TYPE_CHECKING:
    from cpf_tui.persistence.upkeep.transfer import Transferred


@dataclass(frozen=True)
class Upkeep(ABC):
    """The care of one installation: where its keys are, where its backups go unless told otherwise."""

    key_path: Path
    folder: Path
    clock: Clock

    @cached_property
    @abstractmethod
    def keys(self) -> Keys:
        """The keys in force, never drawn here. Raises `StorageError` when they are missing."""

    def back_up(
        self, target: Path | None = None, *, other_keys: Path | None = None, progress: Progress | None = None
    ) -> Backup:
        """Make a backup: at that path, or under a dated name in that folder, or in the usual one.

        With `other_keys`, it opens with that key file alone. Raises `StorageError`; then nothing is left of it.
        """
        self._refuse_absent()
        made_at = self.clock.now()
        if target is None:
            with files.reachable(self.folder):
                files.private_folder(self.folder)
        place = self.folder if target is None else target
        path = dated.free_name(place, made_at) if place.is_dir() else place
        made = self._copy(path, made_at, None if other_keys is None else keys.load_from(other_keys), progress)
        if made.manifest.contents.schema == schema.SCHEMA_VERSION:  # a base not yet upgraded is left as it is
            self._tell(Action.BACKED_UP, f"{made_at:%Y-%m-%dT%H:%M:%SZ}")
        return made

    def keep_last(self, count: int, just_made: Path) -> list[Path]:
        """Take away the oldest dated backups beside the one just made, but `count`; returns those taken away."""
        with files.reachable(just_made.parent):
            return dated.keep_last(just_made.parent, count, just_made)

    def last_backup(self) -> tuple[Path, int] | None:
        """Return the last dated backup of the usual folder and its age in days, None where there is none."""
        if not self.folder.is_dir():
            return None
        with files.reachable(self.folder):
            found = dated.backups(self.folder)
        return (found[-1], (self.clock.now() - dated.made_at(found[-1])).days) if found else None

    def keys_are_changing(self) -> bool:
        """Say whether a change of keys was cut short: it is to be finished by `change_keys`."""
        return keys.load(self.key_path).next is not None

    def verify_copy(self, copy: Path, *, copy_keys: Path | None = None) -> tuple[Report, Manifest | None]:
        """Look at everything in a backup, without changing anything; never raises for what it finds."""
        return examine.verify(copy, self._theirs(copy_keys))

    def compare(self, copy: Path, *, copy_keys: Path | None = None) -> tuple[Contents, Contents | None]:
        """Sum up a backup and the base in place, None when it is missing or cannot be read. Raises `StorageError`."""
        held = examine.contents_of(copy, self._theirs(copy_keys))
        try:
            return held, self._sum_up()
        except StorageError:
            return held, None

    @abstractmethod
    def restore(self, copy: Path, *, copy_keys: Path | None = None, progress: Progress | None = None) -> Restored:
        """Put a backup in the place of the base. Raises `StorageError`, nothing changed."""

    @abstractmethod
    def change_keys(
        self, parts: Collection[KeyPart], *, former_to: Path | None = None, progress: Progress | None = None
    ) -> Rekeyed:
        """Draw keys again and put the base under them. Raises `StorageError`, the base as it was."""

    @abstractmethod
    def _backend(self) -> Backend: ...

    @abstractmethod
    def _refuse_absent(self) -> None: ...

    @abstractmethod
    def _copy(self, path: Path, made_at: datetime, theirs: Keys | None, progress: Progress | None) -> Backup: ...

    @abstractmethod
    def _sum_up(self) -> Contents: ...

    def _theirs(self, copy_keys: Path | None) -> Keys:
        return self.keys if copy_keys is None else keys.load_from(copy_keys)

    def _tell(self, action: Action, detail: str) -> None:
        """Write in the audit what was done to the base."""
        database = SqlDatabase(self._backend(), KeyedVault(self.keys))
        try:
            with database.write() as uow:
                uow.audit.append(NewAuditLine(Role.OPERATOR, "", action, detail=detail), self.clock.now())
                uow.commit()
        finally:
            database.close()


@dataclass(frozen=True)
class FileUpkeep(Upkeep):
    """The care of an embedded base."""

    base: Path

    @cached_property
    def keys(self) -> Keys:
        """The keys that go with the file in place."""
        return keyring.in_force(keys.load(self.key_path), self.base)

    def restore(self, copy: Path, *, copy_keys: Path | None = None, progress: Progress | None = None) -> Restored:
        """Put a backup in the place of the base, which is kept beside."""
        theirs, now = self._theirs(copy_keys), self.clock.now()
        return restore.restore(self.base, self.keys, copy, at=now, copy_keys=theirs, progress=progress)

    def change_keys(
        self, parts: Collection[KeyPart], *, former_to: Path | None = None, progress: Progress | None = None
    ) -> Rekeyed:
        """Write the file anew under other keys."""
        self._refuse_absent()
        now = self.clock.now()
        return rekey.change_keys(self.base, self.key_path, parts, at=now, former_to=former_to, progress=progress)

    def transfer(self, url: str, *, progress: Progress | None = None) -> Transferred:
        """Move the base to the empty database of a server; the file stays, marked as moved. Raises `StorageError`."""
        from cpf_tui.persistence.postgresql.backend import PostgresBackend  # the driver of a server, loaded for it only
        from cpf_tui.persistence.upkeep import transfer

        self._refuse_absent()
        target = PostgresBackend.at(url, self.keys.fingerprint)
        return transfer.transfer(self.base, self.keys.database, target, at=self.clock.now(), progress=progress)

    def _backend(self) -> Backend:
        return SqliteBackend(self.base, self.keys.database)

    def _refuse_absent(self) -> None:
        if not self.base.exists():
            raise StorageError("Il n’y a pas encore de base : {path} n’existe pas.", path=self.base)
        moved.refuse(self.base)

    def _copy(self, path: Path, made_at: datetime, theirs: Keys | None, progress: Progress | None) -> Backup:
        return backup.back_up(self.base, self.keys, path, made_at=made_at, other_keys=theirs, progress=progress)

    def _sum_up(self) -> Contents:
        return examine.contents_of(self.base, self.keys)
