"""Which keys are in force while they change: the base itself says it, for it opens with one set or with the other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from cpf_tui.domain.nir import Nir
from cpf_tui.persistence.repositories.people import NIR_COLUMN
from cpf_tui.persistence.sqlite import engine, occupancy
from cpf_tui.persistence.tables import holder
from cpf_tui.security.keys import Keys
from cpf_tui.security.vault import KeyedVault


def in_force(keys: Keys, base: Path) -> Keys:
    """Give the keys that go with the file in place, alone; those of a change cut short are there beside the others.

    Where neither opens it, the former are given: what opens the base says what is wrong with it.
    """
    former = replace(keys, next=None)
    if keys.next is None or not base.exists():
        return former
    with occupancy.in_use(base):
        return keys.next if _go_with(keys.next, former, base) else former


def _go_with(coming: Keys, former: Keys, base: Path) -> bool:
    opened = engine.read_engine(base, coming.database)
    try:
        with opened.connect() as connection:
            return sealed_under(coming, former, connection)
    except (DBAPIError, dbapi2.Error):
        return False
    finally:
        opened.dispose()


def sealed_under(coming: Keys, former: Keys, connection: Connection) -> bool:
    """Say whether the rows have passed under the keys to come: all of them do in one transaction, so one row tells.

    With no row to tell, they may as well.
    """
    statement = select(holder.c.id, holder.c.nir_sealed, holder.c.nir_index).where(func.length(holder.c.nir_sealed) > 0)
    row = connection.execute(statement.limit(1)).first()
    if row is None:
        return True
    both = replace(former, sealing={**former.sealing, **coming.sealing})
    nir = Nir(KeyedVault(both).open(row.nir_sealed, owner_id=row.id, column=NIR_COLUMN))
    indexed = KeyedVault(coming).blind_index(nir) == row.nir_index
    sealed = bytes(row.nir_sealed).partition(b":")[0].decode() in coming.sealing
    return indexed and sealed
