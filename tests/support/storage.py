"""A real database on a real file, and records to put in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cpf_tui.domain.ledger import EntryKind, NewEntry, Source
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import Holder
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.records import Dossier, State
from cpf_tui.persistence.sqlite.backend import SqliteBackend
from cpf_tui.persistence.sqlite.engine import connect
from cpf_tui.persistence.unit_of_work import SqlDatabase
from cpf_tui.security.keys import Keys, load_or_create
from cpf_tui.security.vault import KeyedVault

NIR = Nir("200999999900174")  # fictitious and valid
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Installation:
    """Where an installation keeps its state, as `Settings` lays it out."""

    folder: Path

    @property
    def path(self) -> Path:
        return self.folder / "base" / "cpf.db"

    @property
    def key_path(self) -> Path:
        return self.folder / "cles" / "cles.json"

    @property
    def keys(self) -> Keys:
        return load_or_create(self.key_path, self.path.exists)

    @property
    def backend(self) -> SqliteBackend:
        return SqliteBackend(self.path, self.keys.database)

    def open(self) -> SqlDatabase:
        return SqlDatabase(self.backend, KeyedVault(self.keys))

    def raw(self) -> Any:
        """Open the file as an attacker who has the key would: no PRAGMA of ours."""
        return connect(self.path, self.keys.database)

    def lawless(self) -> Any:
        """The same, references and recursive triggers switched off."""
        raw = self.raw()
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("PRAGMA recursive_triggers = OFF")
        return raw

    def restamp(self, version: int) -> None:
        """Stamp another version of the schema, as a program of that version would."""
        raw = self.raw()
        raw.execute(f"PRAGMA user_version = {version:d}")
        raw.close()

    def tamper(self, *statements: str) -> None:
        """Take the guards away, change the file, put the guards back."""
        raw = self.raw()
        guards = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            raw.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            raw.execute(statement)
        for _, sql in guards:
            raw.execute(sql)
        raw.close()


def holder(holder_id: str = "h1", **changes: Any) -> Holder:
    return Holder(holder_id, "Hérault", "Camille", **changes)


def dossier(dossier_id: str = "d1", **changes: Any) -> Dossier:
    given: dict[str, Any] = {
        "reference": f"CPF-{dossier_id}",
        "holder_id": "h1",
        "offer_id": "o1",
        "title": "Soudage TIG",
        "organisation": "Atelier école",
        "certification": "RNCP183",
        "state": State.DRAFT,
        "planned": Quantity.of(120),
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Dossier(dossier_id, **{**given, **changes})


def movement(op_id: str, kind: EntryKind, hundredths: int, **changes: Any) -> NewEntry:
    """Describe a movement of the CPF account of `h1`."""
    given: dict[str, Any] = {"account_id": f"h1/{Source.CPF}", "motive": "essai", "actor": "a1"}
    return NewEntry(op_id=op_id, kind=kind, amount=Quantity(hundredths), **{**given, **changes})


def furnish(database: SqlDatabase, hundredths: int = 8733) -> None:
    """Put in one holder with that much on the CPF account, and one dossier."""
    with database.write() as uow:
        uow.holders.add(holder(), NIR, "hash")
        uow.ledger.open_account("h1", Source.CPF)
        uow.dossiers.add(dossier())
        if hundredths:
            uow.ledger.append([movement("credit", EntryKind.CREDIT, hundredths)], NOW)
        uow.commit()
