"""What the operator of an installation asks of its base, put together: the one door of this folder."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cpf_tui.domain.audit import Action, NewAuditLine
from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.people import Role
from cpf_tui.persistence import schema
from cpf_tui.persistence.integrity import Report
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


@dataclass(frozen=True)
class Upkeep:
    """The care of one installation: where its base and its keys are, where its backups go unless told otherwise."""

    base: Path
    key_path: Path
    folder: Path
    clock: Clock

    @cached_property
    def keys(self) -> Keys:
        """The keys, never drawn here. Raises `StorageError` when they are missing."""
        return keyring.in_force(keys.load(self.key_path), self.base)

    def back_up(
        self, target: Path | None = None, *, other_keys: Path | None = None, progress: Progress | None = None
    ) -> Backup:
        """Make a backup: at that path, or under a dated name in that folder, or in the usual one.

        Raises `StorageError`; then nothing is left where it was to be.
        """
        if not self.base.exists():
            raise StorageError("Il n’y a pas encore de base à sauvegarder : {path} n’existe pas.", path=self.base)
        made_at = self.clock.now()
        if target is None:
            with files.reachable(self.folder):
                files.private_folder(self.folder)
        place = self.folder if target is None else target
        path = dated.free_name(place, made_at) if place.is_dir() else place
        theirs = None if other_keys is None else keys.load_from(other_keys)
        made = backup.back_up(self.base, self.keys, path, made_at=made_at, other_keys=theirs, progress=progress)
        if made.manifest.contents.schema == schema.SCHEMA_VERSION:  # a base not yet upgraded is left as it is
            self._tell(Action.BACKED_UP, f"{made_at:%Y-%m-%dT%H:%M:%SZ}")
        return made

    def keep_last(self, count: int, just_made: Path) -> list[Path]:
        """Take away the oldest dated backups beside the one just made, but `count`; returns those taken away."""
        with files.reachable(just_made.parent):
            return dated.keep_last(just_made.parent, count, just_made)

    def verify_copy(self, copy: Path, *, copy_keys: Path | None = None) -> tuple[Report, Manifest | None]:
        """Look at everything in a backup, without changing anything; never raises for what it finds."""
        return examine.verify(copy, self._theirs(copy_keys))

    def _theirs(self, copy_keys: Path | None) -> Keys:
        return self.keys if copy_keys is None else keys.load_from(copy_keys)

    def compare(self, copy: Path, *, copy_keys: Path | None = None) -> tuple[Contents, Contents | None]:
        """Sum up a backup and the base in place, None when it is missing or cannot be read. Raises `StorageError`."""
        theirs = self._theirs(copy_keys)
        held = examine.contents_of(copy, theirs)
        try:
            return held, examine.contents_of(self.base, self.keys)
        except StorageError:
            return held, None

    def restore(self, copy: Path, *, copy_keys: Path | None = None, progress: Progress | None = None) -> Restored:
        """Put a backup in the place of the base, which is kept beside. Raises `StorageError`, nothing changed."""
        theirs, now = self._theirs(copy_keys), self.clock.now()
        return restore.restore(self.base, self.keys, copy, at=now, copy_keys=theirs, progress=progress)

    def change_keys(
        self, parts: Collection[KeyPart], *, former_to: Path | None = None, progress: Progress | None = None
    ) -> Rekeyed:
        """Draw keys again and put the base under them. Raises `StorageError`, the base as it was."""
        if not self.base.exists():
            raise StorageError("Il n’y a pas encore de base : {path} n’existe pas.", path=self.base)
        now = self.clock.now()
        return rekey.change_keys(self.base, self.key_path, parts, at=now, former_to=former_to, progress=progress)

    def _tell(self, action: Action, detail: str) -> None:
        """Write in the audit what was done to the base."""
        database = SqlDatabase(SqliteBackend(self.base, self.keys.database), KeyedVault(self.keys))
        try:
            with database.write() as uow:
                uow.audit.append(NewAuditLine(Role.OPERATOR, "", action, detail=detail), self.clock.now())
                uow.commit()
        finally:
            database.close()
