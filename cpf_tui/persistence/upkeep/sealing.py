"""What keys have sealed in the rows, and how it passes from one set of keys to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Column, Connection, Table, bindparam, inspect, select, update

from cpf_tui.domain.nir import Nir
from cpf_tui.persistence.repositories.people import NIR_COLUMN
from cpf_tui.persistence.tables import holder
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


SEALED: tuple[Sealed, ...] = (Sealed(holder.c.nir_sealed, holder.c.id, NIR_COLUMN, index=holder.c.nir_index),)


def reseal(connection: Connection, old: Vault, new: Vault) -> int:
    """Open every sealed value with the old keys and seal it with the new ones, its blind index computed again.

    Returns how many values were. Raises `StorageError` when the old keys do not open one.
    """
    known = set(inspect(connection).get_table_names())
    return sum(_reseal(connection, one, old, new) for one in SEALED if one.table.name in known)


def _reseal(connection: Connection, one: Sealed, old: Vault, new: Vault) -> int:
    changed = []
    for owner_id, sealed in connection.execute(select(one.owner, one.column)):
        if not sealed:
            continue  # erased
        plain = old.open(sealed, owner_id=owner_id, column=one.bound_as)
        row = {"whose": owner_id, "sealed": new.seal(plain, owner_id=owner_id, column=one.bound_as)}
        changed.append(row if one.index is None else {**row, "found": new.blind_index(Nir(plain))})
    values: dict[str, BindParameter[Any]] = {one.column.name: bindparam("sealed")}
    if one.index is not None:
        values[one.index.name] = bindparam("found")
    if changed:
        connection.execute(update(one.table).where(one.owner == bindparam("whose")).values(values), changed)
    return len(changed)
