"""An installation as the first release left it: schema 1, a holder, movements, a dossier and its history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from alembic import command
from sqlalchemy import text as sql

from cpf_tui.domain.ledger import EntryKind, Source
from cpf_tui.persistence import schema
from cpf_tui.persistence.postgresql import privileges
from tests.soak.crowds import Place
from tests.support.storage import NOW, movement

_upgrade = command.upgrade
_AT = NOW.isoformat(timespec="microseconds")
_HOLDER = {
    "id": "h1",
    "nir_index": b"index",
    "nir_sealed": b"sealed",
    "secret_hash": "hash",
    "last_name": "Hérault",
    "first_names": "Camille",
    "employment": "DE",
    "out_of_school": 1,
    "disability_recognised": 0,
    "executive": 0,
}
_DOSSIER = {
    "id": "d1",
    "reference": "CPF-d1",
    "holder_id": "h1",
    "offer_id": "o1",
    "title": "Soudage TIG",
    "state": "brouillon",
    "planned": 12_000,
    "created_at": _AT,
    "updated_at": _AT,
    "answers": "{}",
    "consent_quantity": 0,
    "version": 1,
}
_EVENT = {
    "dossier_id": "d1",
    "at": _AT,
    "role": "titulaire",
    "actor": "Camille HÉRAULT",
    "action": "create",
    "state": "brouillon",
}
_ROWS = (("holder", _HOLDER), ("dossier", _DOSSIER), ("dossier_event", _EVENT))


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
        place.open().close()
        engine = place.backend.writer()
        with engine.begin() as connection:
            # What has changed since is written as it was then; the movements have not.
            for table, row in _ROWS:
                names = ", ".join(row)
                values = ", ".join(f":{name}" for name in row)
                connection.execute(sql(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)  # noqa: S608
        engine.dispose()
        database = place.open()
        with database.write() as uow:
            uow.ledger.open_account("h1", Source.CPF)
            uow.ledger.append([movement("credit", EntryKind.CREDIT, 20_000)], NOW)
            for number in range(20):
                (reserved,) = uow.ledger.append([movement(f"p{number}", EntryKind.PEND, 500, dossier_id="d1")], NOW)
                if number % 2:
                    ends = movement(f"q{number}", EntryKind.POST, 300, pending_seq=reserved.seq, dossier_id="d1")
                    uow.ledger.append([ends], NOW)
            uow.commit()
        database.close()
