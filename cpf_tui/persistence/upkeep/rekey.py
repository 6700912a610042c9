"""The keys drawn again: of the file, of what is sealed in it, of the blind index.

Two files change, the base and the key file, and no step changes both. So the key file first holds both sets; then the
base, written anew under the coming one, takes the place of the former in one step; then the former set goes. At every
instant the base in place opens with a set of the key file in place (`keyring.in_force` says which).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from cpf_tui.domain.audit import Action, NewAuditLine
from cpf_tui.domain.people import Role
from cpf_tui.persistence import schema
from cpf_tui.persistence.repositories.audit import SqlAudit
from cpf_tui.persistence.sqlite import occupancy
from cpf_tui.persistence.sqlite.backend import SqliteDraft
from cpf_tui.persistence.sqlite.failures import explained
from cpf_tui.persistence.upkeep import keyring, restore
from cpf_tui.persistence.upkeep.sealing import reseal
from cpf_tui.persistence.upkeep.snapshot import Progress, copy_file
from cpf_tui.security import files, keys
from cpf_tui.security.keys import KeyPart, Keys
from cpf_tui.security.vault import KeyedVault


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """What was changed, how many values were sealed again, and whether a change cut short was taken up."""

    parts: tuple[KeyPart, ...]
    resealed: int
    resumed: bool


def change_keys(
    base: Path,
    key_path: Path,
    parts: Collection[KeyPart],
    *,
    at: datetime,
    former_to: Path | None = None,
    progress: Progress | None = None,
) -> Rekeyed:
    """Draw some keys again and put the base under them; `former_to` keeps the former key file, which old backups need.

    A change cut short is finished instead, whatever is asked. Raises `StorageError`, the base as it was.
    """

    def put(current: Keys, coming: Keys, hold_both: Callable[[], None]) -> int:
        with files.reachable(base), explained(), occupancy.sole_use(base, current.database):
            restore.refuse_full(base.parent, base.stat().st_size)
            hold_both()
            return _swap(base, current, coming, at, progress)

    return through_both(key_path, parts, former_to, lambda stored: keyring.in_force(stored, base), put)


def through_both(
    key_path: Path,
    parts: Collection[KeyPart],
    former_to: Path | None,
    in_force: Callable[[Keys], Keys],
    put: Callable[[Keys, Keys, Callable[[], None]], int],
) -> Rekeyed:
    """Take the key file from its keys to those that come, by way of a file that holds both.

    `in_force` says under which the base is. `put` puts it under the coming ones and counts what it sealed again; it
    calls what it is given once nothing but the change itself can fail: from then on the file holds both.
    """
    keys.refuse_read_only(key_path)
    with files.only_one(key_path.parent):
        stored = keys.load(key_path)
        current = in_force(stored)
        former = replace(stored, next=None)
        coming = current.renewed(parts) if stored.next is None else stored.next
        if former_to is not None:
            keys.save_apart(former_to, former)

        def hold_both() -> None:
            if stored.next is None:
                keys.save(key_path, replace(current, next=coming))

        resealed = put(current, coming, hold_both) if current == former else 0
        keys.save(key_path, coming)
    return Rekeyed(changed(former, coming), resealed, resumed=stored.next is not None)


def changed(former: Keys, coming: Keys) -> tuple[KeyPart, ...]:
    """List what differs between two sets of keys."""
    pairs = {
        KeyPart.DATABASE: former.database != coming.database,
        KeyPart.SEALING: former.sealing != coming.sealing,
        KeyPart.INDEX: former.index != coming.index,
    }
    return tuple(part for part, changed in pairs.items() if changed)


def _swap(base: Path, current: Keys, coming: Keys, at: datetime, progress: Progress | None) -> int:
    """Write the base anew under the coming keys, and let it take the place of the former, which is not kept."""
    resealed = 0

    def fill(made: Path) -> None:
        nonlocal resealed
        copy_file(base, current.database, made, coming.database, progress)
        draft = SqliteDraft(made, coming.database)
        schema.upgrade(draft)
        opened = draft.writer()
        try:
            with opened.begin() as connection:
                if {KeyPart.SEALING, KeyPart.INDEX} & set(changed(current, coming)):
                    resealed = reseal(connection, KeyedVault(current), KeyedVault(coming))
                tell(connection, changed(current, coming), at)
        finally:
            opened.dispose()

    restore.replace(base, coming, fill, kept_at=None)
    return resealed


def tell(connection: Connection, parts: Collection[KeyPart], at: datetime) -> None:
    """Write in the audit which keys were changed."""
    line = NewAuditLine(Role.OPERATOR, "", Action.KEY_CHANGED, detail=",".join(parts))
    SqlAudit(connection).append(line, at)
