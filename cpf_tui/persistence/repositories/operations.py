"""Operations already done, by their idempotency id."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from cpf_tui.domain.errors import Conflict
from cpf_tui.persistence.repositories.rows import attempt, breaks
from cpf_tui.persistence.tables import operation as operations


class SqlOperations:
    """What each operation gave the first time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def result(self, op_id: str) -> str | None:
        """Return what the operation gave the first time, or None if it was never done."""
        found = self._connection.execute(select(operations.c.result).where(operations.c.op_id == op_id)).scalar()
        return None if found is None else str(found)

    def record(self, op_id: str, result: str, at: datetime) -> None:
        """Record the result in the same transaction as its effects; raises `Conflict` if it was already done."""
        try:
            with attempt(self._connection):
                self._connection.execute(insert(operations).values(op_id=op_id, result=result, at=at))
        except IntegrityError as error:
            if breaks(error, "operation.op_id"):
                raise Conflict("Cette opération a déjà été enregistrée.") from error
            raise
