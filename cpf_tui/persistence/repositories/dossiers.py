"""Dossiers, their history, corrections and funding lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, insert, select, update

from cpf_tui.domain.errors import Conflict, NotFound
from cpf_tui.domain.records import Correction, Dossier, DossierEvent, FundingLine, State
from cpf_tui.persistence import tables
from cpf_tui.persistence.repositories.rows import columns, record, values
from cpf_tui.persistence.tables import dossier as dossiers

PartT = TypeVar("PartT")


class SqlDossiers:
    """Dossiers; `version` keeps two people from overwriting each other."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, dossier: Dossier) -> None:
        """Store a new dossier."""
        self._insert(dossiers, dossier)

    def update(self, dossier: Dossier) -> Dossier:
        """Store a change, return it with its next version; raises `Conflict` if the version is not the stored one."""
        changed = replace(dossier, version=dossier.version + 1)
        same = (dossiers.c.id == dossier.id) & (dossiers.c.version == dossier.version)
        if self._connection.execute(update(dossiers).where(same).values(values(dossiers, changed))).rowcount == 0:
            self.get(dossier.id)
            raise Conflict("Ce dossier vient d’être modifié par quelqu’un d’autre. Relisez-le, puis recommencez.")
        return changed

    def get(self, dossier_id: str) -> Dossier:
        """Return a dossier; raises `NotFound`."""
        row = self._connection.execute(select(*columns(dossiers, Dossier)).where(dossiers.c.id == dossier_id)).first()
        if row is None:
            raise NotFound("Ce dossier n’existe pas.")
        return record(Dossier, row)

    def of_holder(self, holder_id: str) -> Sequence[Dossier]:
        """Return a holder's dossiers, newest first."""
        statement = select(*columns(dossiers, Dossier)).where(dossiers.c.holder_id == holder_id)
        rows = self._connection.execute(statement.order_by(dossiers.c.created_at.desc(), dossiers.c.seq.desc()))
        return [record(Dossier, row) for row in rows]

    def queue(self, operator: str, states: Sequence[State] = ()) -> Sequence[Dossier]:
        """Return the dossiers submitted to an operator in these states, longest waiting first.

        No state given means all but drafts.
        """
        wanted = dossiers.c.state.in_(states) if states else dossiers.c.state != State.DRAFT
        statement = select(*columns(dossiers, Dossier)).where(dossiers.c.operator == operator, wanted)
        rows = self._connection.execute(statement.order_by(dossiers.c.updated_at, dossiers.c.seq))
        return [record(Dossier, row) for row in rows]

    def add_event(self, event: DossierEvent) -> None:
        """Append to the history."""
        self._insert(tables.dossier_event, event)

    def events(self, dossier_id: str) -> Sequence[DossierEvent]:
        """Return the history, oldest first."""
        return self._parts(tables.dossier_event, DossierEvent, dossier_id)

    def add_correction(self, correction: Correction) -> None:
        """Record a correction asked for."""
        self._insert(tables.correction, correction)

    def update_correction(self, correction: Correction) -> None:
        """Record that it was answered."""
        self._update(tables.correction, correction)

    def corrections(self, dossier_id: str) -> Sequence[Correction]:
        """Return the corrections asked for, oldest first."""
        return self._parts(tables.correction, Correction, dossier_id)

    def add_funding(self, line: FundingLine) -> None:
        """Record a request to a funder."""
        self._insert(tables.funding_line, line)

    def update_funding(self, line: FundingLine) -> None:
        """Record the funder's answer."""
        self._update(tables.funding_line, line)

    def funding(self, dossier_id: str) -> Sequence[FundingLine]:
        """Return the funding lines, oldest first."""
        return self._parts(tables.funding_line, FundingLine, dossier_id)

    def _insert(self, table: Table, stored: Any) -> None:
        self._connection.execute(insert(table).values(values(table, stored)))

    def _update(self, table: Table, stored: Correction | FundingLine) -> None:
        statement = update(table).where(table.c.id == stored.id).values(values(table, stored))
        if self._connection.execute(statement).rowcount == 0:
            raise NotFound("Cette ligne du dossier n’existe pas.")

    def _parts(self, table: Table, kind: type[PartT], dossier_id: str) -> Sequence[PartT]:
        statement = select(*columns(table, kind)).where(table.c.dossier_id == dossier_id).order_by(table.c.seq)
        return [record(kind, row) for row in self._connection.execute(statement)]
