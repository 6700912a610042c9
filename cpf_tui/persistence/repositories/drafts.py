"""Unfinished forms."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, delete, select

from cpf_tui.domain.records import Draft
from cpf_tui.persistence.repositories.rows import columns, record, upsert, values
from cpf_tui.persistence.tables import draft as drafts

_KEY = ("owner_id", "form", "subject")


def _this(owner_id: str, form: str, subject: str) -> ColumnElement[bool]:
    return (drafts.c.owner_id == owner_id) & (drafts.c.form == form) & (drafts.c.subject == subject)


class SqlDrafts:
    """Answers saved one by one, until the form is sent."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, owner_id: str, form: str, subject: str) -> Draft | None:
        """Return a draft, or None."""
        statement = select(*columns(drafts, Draft)).where(_this(owner_id, form, subject))
        row = self._connection.execute(statement).first()
        return None if row is None else record(Draft, row)

    def save(self, draft: Draft) -> None:
        """Store a draft, replacing the former one."""
        row = values(drafts, draft)
        changed = {name: value for name, value in row.items() if name not in _KEY}
        self._connection.execute(
            upsert(self._connection, drafts).values(row).on_conflict_do_update(index_elements=list(_KEY), set_=changed)
        )

    def delete(self, owner_id: str, form: str, subject: str) -> None:
        """Forget a draft; nothing happens if there is none."""
        self._connection.execute(delete(drafts).where(_this(owner_id, form, subject)))
