"""Accounts and their movements. Balances belong to the triggers: this module only inserts, chained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select
from sqlalchemy.exc import IntegrityError

from cpf_tui.domain.errors import Conflict, DomainError, InsufficientHours, NotFound, StorageError
from cpf_tui.domain.ledger import Account, Entry, EntryKind, NewEntry, chain_digest
from cpf_tui.domain.regime import show
from cpf_tui.persistence import codes
from cpf_tui.persistence.repositories.rows import attempt, breaks, columns, record, values
from cpf_tui.persistence.tables import account as accounts
from cpf_tui.persistence.tables import entry as entries

_ACCOUNT = columns(accounts, Account)
_ENTRY = columns(entries, Entry)


class SqlLedger:
    """Accounts and their immutable entries."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open_account(self, holder_id: str, source: str) -> Account:
        """Return the account of that source, created empty if missing."""
        statement = select(*_ACCOUNT).where(accounts.c.holder_id == holder_id, accounts.c.source == source)
        row = self._connection.execute(statement).first()
        if row is not None:
            return record(Account, row)
        opened = Account(f"{holder_id}/{source}", holder_id, str(source))
        self._connection.execute(insert(accounts).values(id=opened.id, holder_id=holder_id, source=opened.source))
        return opened

    def accounts(self, holder_id: str) -> Sequence[Account]:
        """Return the accounts of a holder, by source."""
        statement = select(*_ACCOUNT).where(accounts.c.holder_id == holder_id).order_by(accounts.c.source)
        return [record(Account, row) for row in self._connection.execute(statement)]

    def entries(self, holder_id: str) -> Sequence[Entry]:
        """Return every movement of a holder, in the order of `seq`."""
        return self._entries(select(*_ENTRY).join(accounts).where(accounts.c.holder_id == holder_id))

    def append(self, entries: Sequence[NewEntry], at: datetime) -> Sequence[Entry]:
        """Write movements, chained; the database applies them to the balances.

        Raises `InsufficientHours` when an account would go below zero, `Conflict` when a reservation is already
        resolved or cannot bear the movement. A repeated `op_id` writes nothing and returns the first entry.
        """
        moment = at.astimezone(UTC)
        return [self._done(new.op_id) or self._write(new, moment) for new in entries]

    def heads(self, until: int | None = None) -> tuple[int, Mapping[str, str]]:
        """Return the number of the last movement, and the digest of the last one of each account.

        With `until`, as they were once that movement was written.
        """
        last = select(func.max(entries.c.seq)).group_by(entries.c.account_id)
        if until is not None:
            last = last.where(entries.c.seq <= until)
        statement = select(entries.c.seq, entries.c.account_id, entries.c.digest).where(entries.c.seq.in_(last))
        rows = self._connection.execute(statement).all()
        return max((int(row.seq) for row in rows), default=0), {row.account_id: row.digest for row in rows}

    def reservations(self, dossier_id: str) -> Sequence[Entry]:
        """Return the unresolved reservations of a dossier, in the order they were made."""
        resolving = entries.alias("resolving")
        resolved = select(resolving.c.seq).where(resolving.c.pending_seq == entries.c.seq).exists()
        return self._entries(
            select(*_ENTRY).where(entries.c.dossier_id == dossier_id, entries.c.kind == EntryKind.PEND, ~resolved)
        )

    def _entries(self, statement: Select[Any]) -> list[Entry]:
        return [record(Entry, row) for row in self._connection.execute(statement.order_by(entries.c.seq))]

    def _done(self, op_id: str) -> Entry | None:
        row = self._connection.execute(select(*_ENTRY).where(entries.c.op_id == op_id)).first()
        return None if row is None else record(Entry, row)

    def _write(self, new: NewEntry, at: datetime) -> Entry:
        last = accounts.join(entries, entries.c.seq == accounts.c.last_seq)
        found = select(entries.c.digest).select_from(last).where(accounts.c.id == new.account_id)
        previous = self._connection.execute(found).scalar() or ""
        digest = chain_digest(previous, new, at)
        row = {**values(entries, new), "at": at, "previous": previous, "digest": digest}
        try:
            with attempt(self._connection):
                seq = self._connection.execute(insert(entries).values(row).returning(entries.c.seq)).scalar_one()
        except IntegrityError as error:
            refusal = self._refusal(new, error)
            if refusal is None:
                raise
            raise refusal from error
        return Entry(seq=seq, **row)

    def _refusal(self, new: NewEntry, error: IntegrityError) -> DomainError | None:
        """Say which rule of the database a movement breaks; None when it is a fault of the program."""
        if breaks(error, codes.OVERSPENT):
            return self._overspent(new)
        if breaks(error, codes.RESOLVED) or breaks(error, "entry.pending_seq"):
            return Conflict("Ces droits ont déjà été débités ou rendus par quelqu’un d’autre. Relisez le dossier.")
        if breaks(error, codes.NOT_RESERVED):
            return Conflict(
                "Le mouvement de {amount} ne correspond pas à ce qui est réservé. Relisez le dossier.",
                amount=show(new.amount),
            )
        if breaks(error, codes.NO_ACCOUNT):
            return NotFound("Ce compte de droits n’existe pas.")
        if breaks(error, codes.BROKEN_CHAIN):
            return StorageError("La suite des mouvements de ce compte est rompue. Lancez « cpf-tui verifier ».")
        return None

    def _overspent(self, new: NewEntry) -> InsufficientHours:
        row = self._connection.execute(select(*_ACCOUNT).where(accounts.c.id == new.account_id)).one()
        asked = new.amount if new.kind is EntryKind.PEND else -new.amount
        return InsufficientHours(
            "Il n’y a pas assez sur ce compte : {asked} à prendre, {available} disponibles.",
            asked=show(asked),
            available=show(record(Account, row).available),
        )
