"""What guards an access: tries counted, second factors, codes given at an agency."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from cpf_tui.domain.access import RecoveryCode, SecondFactor, SecretReset
from cpf_tui.domain.lock import Attempts
from cpf_tui.persistence.repositories.rows import columns, record, values
from cpf_tui.persistence.tables import recovery_code as codes
from cpf_tui.persistence.tables import second_factor as factors
from cpf_tui.persistence.tables import secret_reset as resets
from cpf_tui.persistence.tables import sign_in_attempt as attempts
from cpf_tui.ports import Vault

FACTOR_COLUMN = "second_factor.secret"


class SqlAttempts:
    """Tries counted at each door; the key is a fingerprint, so the table says nothing of who was looked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: bytes) -> Attempts | None:
        """Return what is counted there, or None."""
        row = self._connection.execute(select(*columns(attempts, Attempts)).where(attempts.c.key == key)).first()
        return None if row is None else record(Attempts, row)

    def put(self, key: bytes, counted: Attempts) -> None:
        """Store the count."""
        row = values(attempts, counted)
        if self._connection.execute(update(attempts).where(attempts.c.key == key).values(row)).rowcount == 0:
            self._connection.execute(insert(attempts).values(key=key, **row))

    def clear(self, key: bytes) -> bool:
        """Forget the count; says whether there was one."""
        return bool(self._connection.execute(delete(attempts).where(attempts.c.key == key)).rowcount)

    def forget(self, until: datetime) -> int:
        """Delete the counts of doors where nobody knocked since an instant; returns how many."""
        return int(self._connection.execute(delete(attempts).where(attempts.c.last_at <= until)).rowcount)

    def closed(self) -> Sequence[tuple[bytes, Attempts]]:
        """Return the doors that a sixth try closed and that nobody has opened since, the last closed first."""
        statement = (
            select(attempts.c.key, *columns(attempts, Attempts))
            .where(attempts.c.locked_until.is_not(None))
            .order_by(attempts.c.locked_until.desc(), attempts.c.key)
        )
        return [
            (bytes(row.key), Attempts(row.failures, row.last_at, row.locked_until))
            for row in self._connection.execute(statement)
        ]


class SqlSecondFactors:
    """Second factors, whose secret is sealed for its advisor, and their recovery codes, hashed."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def get(self, advisor_id: str) -> SecondFactor | None:
        """Return the second factor of an advisor, or None. Raises `StorageError` when it was altered or moved."""
        row = self._connection.execute(select(factors).where(factors.c.advisor_id == advisor_id)).first()
        if row is None:
            return None
        secret = self._vault.open(bytes(row.sealed), owner_id=advisor_id, column=FACTOR_COLUMN)
        return SecondFactor(advisor_id, secret, row.enrolled_at, row.last_step)

    def put(self, factor: SecondFactor) -> None:
        """Store a second factor, in the place of the former one."""
        row = {
            "sealed": self._vault.seal(factor.secret, owner_id=factor.advisor_id, column=FACTOR_COLUMN),
            "enrolled_at": factor.enrolled_at,
            "last_step": factor.last_step,
        }
        found = update(factors).where(factors.c.advisor_id == factor.advisor_id).values(row)
        if self._connection.execute(found).rowcount == 0:
            self._connection.execute(insert(factors).values(advisor_id=factor.advisor_id, **row))

    def remove(self, advisor_id: str) -> bool:
        """Take it away with its recovery codes; says whether there was one."""
        self._connection.execute(delete(codes).where(codes.c.advisor_id == advisor_id))
        return bool(self._connection.execute(delete(factors).where(factors.c.advisor_id == advisor_id)).rowcount)

    def codes(self, advisor_id: str) -> Sequence[RecoveryCode]:
        """Return the recovery codes, in the order they were given."""
        statement = select(*columns(codes, RecoveryCode)).where(codes.c.advisor_id == advisor_id).order_by(codes.c.seq)
        return [record(RecoveryCode, row) for row in self._connection.execute(statement)]

    def replace_codes(self, advisor_id: str, hashes: Sequence[str]) -> None:
        """Store new recovery codes; the former ones are worth nothing any more."""
        self._connection.execute(delete(codes).where(codes.c.advisor_id == advisor_id))
        for hashed in hashes:  # one by one: their order is that of `seq`
            self._connection.execute(insert(codes).values(advisor_id=advisor_id, secret_hash=hashed))

    def use_code(self, seq: int, at: datetime) -> None:
        """Mark a recovery code as used."""
        self._connection.execute(update(codes).where(codes.c.seq == seq).values(used_at=at))


class SqlResets:
    """Codes given at an agency to choose a new secret."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, reset: SecretReset) -> None:
        """Store a code just given; those given before to that person are worth nothing any more."""
        waiting = (resets.c.holder_id == reset.holder_id) & resets.c.used_at.is_(None)
        self._connection.execute(update(resets).where(waiting).values(used_at=reset.attested_at))
        self._connection.execute(insert(resets).values(values(resets, reset)))

    def last(self, holder_id: str) -> SecretReset | None:
        """Return the last code given to a person, used or not, or None."""
        statement = (
            select(*columns(resets, SecretReset))
            .where(resets.c.holder_id == holder_id)
            .order_by(resets.c.seq.desc())
            .limit(1)
        )
        row = self._connection.execute(statement).first()
        return None if row is None else record(SecretReset, row)

    def use(self, reset_id: str, at: datetime) -> None:
        """Mark it as used."""
        self._connection.execute(update(resets).where(resets.c.id == reset_id).values(used_at=at))
