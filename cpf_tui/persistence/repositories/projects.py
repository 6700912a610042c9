"""What a holder gathers before the dossier: kept trainings, diplomas, contacts, DIF declaration, permissions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, Table, delete, insert, select, update

from cpf_tui.domain.people import Authorisation, ContactNote, Diploma, ShortlistItem
from cpf_tui.domain.records import DifDeclaration
from cpf_tui.persistence.repositories.rows import columns, record, upsert, values
from cpf_tui.persistence.tables import authorisation as authorisations
from cpf_tui.persistence.tables import contact_note, dif_declaration, shortlist
from cpf_tui.persistence.tables import diploma as diplomas

RecordT = TypeVar("RecordT")


class SqlProjects:
    """The project of a holder."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def shortlist(self, holder_id: str) -> Sequence[ShortlistItem]:
        """Return the kept trainings, first kept first."""
        return self._all(ShortlistItem, self._of(shortlist, ShortlistItem, holder_id).order_by(shortlist.c.seq))

    def keep(self, item: ShortlistItem) -> None:
        """Keep a training, or change its note; `chosen` unmarks the one chosen before."""
        if item.chosen:
            mine = shortlist.c.holder_id == item.holder_id
            self._connection.execute(update(shortlist).where(mine).values(chosen=False))
        row = values(shortlist, item)
        self._connection.execute(
            upsert(self._connection, shortlist)
            .values(row)
            .on_conflict_do_update(
                index_elements=["holder_id", "offer_id"],
                set_={"note": item.note, "chosen": item.chosen},  # it stays kept since the first time
            )
        )

    def drop(self, holder_id: str, offer_id: str) -> None:
        """Take a training off the list."""
        this = (shortlist.c.holder_id == holder_id) & (shortlist.c.offer_id == offer_id)
        self._connection.execute(delete(shortlist).where(this))

    def diplomas(self, holder_id: str) -> Sequence[Diploma]:
        """Return the declared diplomas, in the order they were declared."""
        return self._all(Diploma, self._of(diplomas, Diploma, holder_id).order_by(diplomas.c.seq))

    def add_diploma(self, diploma: Diploma) -> None:
        """Declare a diploma."""
        self._insert(diplomas, diploma)

    def remove_diploma(self, holder_id: str, diploma_id: str) -> None:
        """Withdraw a declared diploma; one of somebody else's is left alone."""
        this = (diplomas.c.holder_id == holder_id) & (diplomas.c.id == diploma_id)
        self._connection.execute(delete(diplomas).where(this))

    def contacts(self, holder_id: str, offer_id: str = "") -> Sequence[ContactNote]:
        """Return the contact log, newest first, for one training or for all."""
        statement = self._of(contact_note, ContactNote, holder_id)
        if offer_id:
            statement = statement.where(contact_note.c.offer_id == offer_id)
        return self._all(ContactNote, statement.order_by(contact_note.c.on.desc(), contact_note.c.seq.desc()))

    def add_contact(self, note: ContactNote) -> None:
        """Write in the contact log."""
        self._insert(contact_note, note)

    def dif(self, holder_id: str) -> DifDeclaration | None:
        """Return the DIF declaration in force: the last one declared."""
        statement = self._of(dif_declaration, DifDeclaration, holder_id).order_by(dif_declaration.c.seq.desc())
        row = self._connection.execute(statement.limit(1)).first()
        return None if row is None else record(DifDeclaration, row)

    def declare_dif(self, declaration: DifDeclaration) -> None:
        """Store a declaration; the former one stays in the history of the table."""
        self._insert(dif_declaration, declaration)

    def authorisations(self, holder_id: str) -> Sequence[Authorisation]:
        """Return every permission given, newest first."""
        statement = self._of(authorisations, Authorisation, holder_id).order_by(authorisations.c.seq.desc())
        return self._all(Authorisation, statement)

    def authorise(self, authorisation: Authorisation) -> None:
        """Store a permission, or its revocation: the same permission again, with the moment it was revoked."""
        row = values(authorisations, authorisation)
        changed = {name: value for name, value in row.items() if name not in {"id", "holder_id"}}
        statement = (
            upsert(self._connection, authorisations)
            .values(row)
            .on_conflict_do_update(index_elements=["id"], set_=changed)
        )
        self._connection.execute(statement)

    def _of(self, table: Table, kind: type[Any], holder_id: str) -> Select[Any]:
        return select(*columns(table, kind)).where(table.c.holder_id == holder_id)

    def _all(self, kind: type[RecordT], statement: Select[Any]) -> Sequence[RecordT]:
        return [record(kind, row) for row in self._connection.execute(statement)]

    def _insert(self, table: Table, stored: Any) -> None:
        self._connection.execute(insert(table).values(values(table, stored)))
