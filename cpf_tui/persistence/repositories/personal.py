"""What is held about a person in every table: read for them, emptied when they ask, purged when its time is over."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, or_, select, update

from cpf_tui.domain.audit import AuditLine
from cpf_tui.domain.errors import NotFound
from cpf_tui.domain.lock import Attempts
from cpf_tui.domain.people import RequestState
from cpf_tui.domain.personal import AttestedReset, Traces
from cpf_tui.domain.records import DifDeclaration, Draft
from cpf_tui.domain.retention import Kept
from cpf_tui.persistence import tables
from cpf_tui.persistence.holdings import HOLDINGS
from cpf_tui.persistence.repositories.rows import columns, record

_INDEX_BYTES = 32
_RESET = (
    tables.secret_reset.c.id,
    tables.secret_reset.c.attested_by,
    tables.secret_reset.c.attested_at,
    tables.secret_reset.c.expires_at,
    tables.secret_reset.c.used_at,
)


class SqlPersonal:
    """One person across the tables; `doors` are the fingerprints under which their failed sign-ins are counted."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def traces(self, holder_id: str, doors: Sequence[bytes]) -> Traces:
        """Read what a person leaves; raises `NotFound`."""
        holder, attempts = tables.holder.c, tables.sign_in_attempt
        found = self._connection.execute(select(holder.last_sign_in_at).where(holder.id == holder_id)).first()
        if found is None:
            raise NotFound("Ce titulaire n’existe pas.")
        counted = select(*columns(attempts, Attempts)).where(attempts.c.key.in_(doors))
        return Traces(
            last_sign_in_at=found.last_sign_in_at,
            declarations=tuple(self._read(DifDeclaration, tables.dif_declaration, holder_id)),
            drafts=tuple(self._read(Draft, tables.draft, holder_id)),
            attempts=tuple(record(Attempts, row) for row in self._connection.execute(counted)),
            resets=tuple(self._read(AttestedReset, tables.secret_reset, holder_id, _RESET)),
            audit=tuple(self._read(AuditLine, tables.audit, holder_id)),
        )

    def erase(self, holder_id: str, doors: Sequence[bytes], at: datetime) -> None:
        """Empty or delete every row that leads to a person, in the transaction of the caller."""
        attempts = tables.sign_in_attempt
        self._connection.execute(delete(attempts).where(attempts.c.key.in_(doors)))
        for one in HOLDINGS:
            if one.goes:
                self._connection.execute(delete(one.table).where(one.whose(holder_id)))
            elif one.emptied:
                emptied = dict(one.emptied)
                if one.table is tables.holder:
                    emptied |= {"nir_index": secrets.token_bytes(_INDEX_BYTES), "erased_at": at}
                self._connection.execute(update(one.table).where(one.whose(holder_id)).values(emptied))

    def due(self, kept: Kept, limit: datetime) -> tuple[int, datetime | None]:
        """Count the rows that are kept no longer, with the date of the oldest."""
        table, when, condition = _due(kept, limit)
        found = self._connection.execute(select(func.count(), func.min(when)).select_from(table).where(condition)).one()
        return int(found[0]), found[1]

    def purge(self, kept: Kept, limit: datetime) -> int:
        """Delete them, in the transaction of the caller; returns how many there were."""
        table, _when, condition = _due(kept, limit)
        if kept is Kept.ASSISTANCE:
            ended = list(self._connection.execute(select(table.c.id).where(condition)).scalars())
            messages = tables.assistance_message
            self._connection.execute(delete(messages).where(messages.c.request_id.in_(ended)))
            condition = table.c.id.in_(ended)
        if kept is Kept.UNFINISHED:
            return self._unfinished(list(self._connection.execute(select(table.c.id).where(condition)).scalars()))
        return self._connection.execute(delete(table).where(condition)).rowcount

    def _unfinished(self, gone: Sequence[str]) -> int:
        """Delete accounts that were never opened, with whatever leads to them; they have no movement, no dossier."""
        for holder_id in gone:
            for one in HOLDINGS:
                if one.goes or one.table is tables.authorisation:
                    self._connection.execute(delete(one.table).where(one.whose(holder_id)))
            self._connection.execute(delete(tables.holder).where(tables.holder.c.id == holder_id))
        return len(gone)

    def _read(
        self, kind: type[Any], table: Table, holder_id: str, chosen: Sequence[ColumnElement[Any]] = ()
    ) -> Iterable[Any]:
        whose = next(one.whose for one in HOLDINGS if one.table is table)
        statement = select(*(chosen or columns(table, kind))).where(whose(holder_id)).order_by(*table.primary_key)
        for row in self._connection.execute(statement):
            yield record(kind, row)


def _due(kept: Kept, limit: datetime) -> tuple[Table, ColumnElement[Any], ColumnElement[bool]]:
    """Give the table of a rule, the date that counts, and which rows are kept no longer."""
    if kept is Kept.UNFINISHED:
        table = tables.holder
        led = (tables.account, tables.dossier)
        bare = [~select(one.c.id).where(one.c.holder_id == table.c.id).exists() for one in led]
        return table, table.c.created_at, and_(table.c.opened_at.is_(None), table.c.created_at < limit, *bare)
    if kept is Kept.DRAFTS:
        return tables.draft, tables.draft.c.updated_at, tables.draft.c.updated_at < limit
    if kept is Kept.ATTEMPTS:
        table = tables.sign_in_attempt
        open_again = or_(table.c.locked_until.is_(None), table.c.locked_until < limit)
        return table, table.c.last_at, and_(table.c.last_at < limit, open_again)
    if kept is Kept.RESETS:
        table = tables.secret_reset
        ended = func.coalesce(table.c.used_at, table.c.expires_at)
        return table, ended, or_(table.c.used_at < limit, table.c.expires_at < limit)
    if kept is Kept.ASSISTANCE:
        table, messages = tables.assistance_request, tables.assistance_message
        written = messages.c.request_id == table.c.id
        last = select(func.max(messages.c.at)).where(written).correlate(table).scalar_subquery()
        since = func.coalesce(last, table.c.created_at)
        return table, since, and_(table.c.state == RequestState.CLOSED, since < limit)
    if kept is Kept.INACTIVE:
        table = tables.holder
        came = func.coalesce(table.c.last_sign_in_at, table.c.opened_at)
        return table, came, and_(table.c.erased_at.is_(None), table.c.opened_at.is_not(None), came < limit)
    raise ValueError(kept)
