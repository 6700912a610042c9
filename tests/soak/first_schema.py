"""An installation as the first release left it: schema 1, a holder, movements, a dossier and its history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from alembic import command

from cpf_tui.domain.ledger import EntryKind, Source
from cpf_tui.domain.people import Role
from cpf_tui.domain.records import DossierEvent, State
from cpf_tui.persistence import schema
from cpf_tui.persistence.postgresql import privileges
from tests.soak.crowds import Place
from tests.support.storage import NIR, NOW, dossier, holder, movement

_upgrade = command.upgrade


def _first(config: Any, _: str) -> None:
    _upgrade(config, "0001")


@contextmanager
def first_release() -> Iterator[None]:
    """Make the program, in this process, the one that knows only the first schema.

    That one knew no PostgreSQL, where privileges are those of the tables of today: they wait for the upgrade.
    """
    with (
        patch.object(schema, "SCHEMA_VERSION", 1),
        patch.object(command, "upgrade", _first),
        patch.object(privileges, "settle", lambda _: None),
    ):
        yield


def leave(place: Place) -> None:
    """Leave there a base of the first release, in use: reservations open and ended, a dossier with its history."""
    with first_release():
        database = place.open()
        with database.write() as uow:
            uow.holders.add(holder(), NIR, "hash")
            uow.dossiers.add(dossier())
            uow.ledger.open_account("h1", Source.CPF)
            uow.ledger.append([movement("credit", EntryKind.CREDIT, 20_000)], NOW)
            for number in range(20):
                (reserved,) = uow.ledger.append([movement(f"p{number}", EntryKind.PEND, 500, dossier_id="d1")], NOW)
                if number % 2:
                    ends = movement(f"q{number}", EntryKind.POST, 300, pending_seq=reserved.seq, dossier_id="d1")
                    uow.ledger.append([ends], NOW)
                uow.dossiers.add_event(DossierEvent("d1", NOW, Role.HOLDER, "h1", "note", State.DRAFT, f"mot {number}"))
            uow.commit()
        database.close()
