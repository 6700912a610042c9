"""What keys have sealed in the rows, and how it passes from one set of keys to another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Column, Connection, Table, bindparam, delete, inspect, select, update

from cpf_tui.domain.access import DoorKind
from cpf_tui.domain.nir import Nir
from cpf_tui.persistence.repositories.access import FACTOR_COLUMN
from cpf_tui.persistence.repositories.people import NIR_COLUMN
from cpf_tui.persistence.tables import advisor, holder, second_factor
from cpf_tui.persistence.tables import sign_in_attempt as attempts
from cpf_tui.ports import Vault


@dataclass(frozen=True, slots=True)
class Sealed:
    """A column of sealed values: whose each is, under which name it was bound, and the blind index beside it if any."""

    column: Column[bytes]
    owner: Column[str]
    bound_as: str
    index: Column[bytes] | None = None

    @property
    def table(self) -> Table:
        """The table of the column."""
        table = self.column.table
        assert isinstance(table, Table)  # noqa: S101 - what SQLAlchemy types as any selectable
        return table


SEALED: tuple[Sealed, ...] = (
    Sealed(holder.c.nir_sealed, holder.c.id, NIR_COLUMN, index=holder.c.nir_index),
    Sealed(second_factor.c.sealed, second_factor.c.advisor_id, FACTOR_COLUMN),
)


def reseal(connection: Connection, old: Vault, new: Vault) -> int:
    """Open every sealed value with the old keys and seal it with the new ones, every fingerprint computed again.

    Returns how many values were sealed. Raises `StorageError` when the old keys do not open one.
    """
    known = set(inspect(connection).get_table_names())
    if attempts.name in known:
        _reckon_doors(connection, old, new)
    return sum(_reseal(connection, one, old, new) for one in SEALED if one.table.name in known)


def _reseal(connection: Connection, one: Sealed, old: Vault, new: Vault) -> int:
    changed = []
    for owner_id, sealed in connection.execute(select(one.owner, one.column)):
        if not sealed:
            continue  # erased
        plain = old.open(bytes(sealed), owner_id=owner_id, column=one.bound_as)
        row = {"whose": owner_id, "sealed": new.seal(plain, owner_id=owner_id, column=one.bound_as)}
        changed.append(row if one.index is None else {**row, "found": new.blind_index(Nir(plain))})
    values: dict[str, BindParameter[Any]] = {one.column.name: bindparam("sealed")}
    if one.index is not None:
        values[one.index.name] = bindparam("found")
    if changed:
        connection.execute(update(one.table).where(one.owner == bindparam("whose")).values(values), changed)
    return len(changed)


def _reckon_doors(connection: Connection, old: Vault, new: Vault) -> None:
    """Carry what is counted at each door to its new fingerprint: one that is closed stays closed.

    Tries made at nobody's door cannot be carried, for nothing says what was typed: they are forgotten.
    """
    counted = [bytes(key) for key in connection.execute(select(attempts.c.key)).scalars()]
    if not counted:
        return
    moved = dict(_doors(connection, old, new))
    for key in counted:
        mine = attempts.c.key == key
        if key in moved:
            connection.execute(update(attempts).where(mine).values(key=moved[key]))
        else:
            connection.execute(delete(attempts).where(mine))


def _doors(connection: Connection, old: Vault, new: Vault) -> Iterator[tuple[bytes, bytes]]:
    """Give the former and the new fingerprint of the doors of everybody known."""
    for holder_id, sealed in connection.execute(select(holder.c.id, holder.c.nir_sealed)):
        if sealed:
            nir = Nir(old.open(bytes(sealed), owner_id=holder_id, column=NIR_COLUMN))
            for kind in (DoorKind.HOLDER, DoorKind.RENEWAL):
                yield (
                    old.fingerprint(kind, old.blind_index(nir).hex()),
                    new.fingerprint(kind, new.blind_index(nir).hex()),
                )
    for advisor_id, login in connection.execute(select(advisor.c.id, advisor.c.login)):
        for kind, value in ((DoorKind.ADVISOR, login), (DoorKind.ATTESTATION, advisor_id)):
            yield old.fingerprint(kind, value), new.fingerprint(kind, value)
