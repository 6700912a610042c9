"""Titulaires and advisors, with their credentials."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from cpf_tui.domain.errors import Conflict, NotFound
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import Advisor, Holder
from cpf_tui.persistence.repositories.rows import attempt, breaks, columns, record, values
from cpf_tui.persistence.tables import advisor as advisors
from cpf_tui.persistence.tables import holder as holders
from cpf_tui.ports import Vault

NIR_COLUMN = "holder.nir"


def _unknown() -> NotFound:
    return NotFound("Ce titulaire n’existe pas.")


def _no_advisor() -> NotFound:
    return NotFound("Ce conseiller n’existe pas.")


def _erased() -> NotFound:
    return NotFound("Ce compte a été effacé : il ne s’ouvre plus.")


def _alphabetical(holder: Holder) -> tuple[str, str]:
    """Order names as a directory does: accents and capitals do not count."""
    name = f"{holder.last_name} {holder.first_names}"
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return bare.casefold(), holder.id


class SqlHolders:
    """Titulaires; their NIR is found by its blind index and stored sealed."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, holder: Holder, nir: Nir, secret_hash: str) -> None:
        """Store a new holder; raises `Conflict` if the number already has an account."""
        row = {
            **values(holders, holder),
            "nir_index": self._vault.blind_index(nir),
            "nir_sealed": self._vault.seal(nir.compact, owner_id=holder.id, column=NIR_COLUMN),
            "secret_hash": secret_hash,
        }
        try:
            with attempt(self._connection):
                self._connection.execute(insert(holders).values(row))
        except IntegrityError as error:
            if breaks(error, "holder.nir_index"):
                raise Conflict(
                    "Un compte existe déjà pour ce numéro. Connectez-vous avec votre mot de passe."
                ) from error
            raise

    def update(self, holder: Holder) -> None:
        """Store the changed record; raises `NotFound`."""
        statement = update(holders).where(holders.c.id == holder.id).values(values(holders, holder))
        if self._connection.execute(statement).rowcount == 0:
            raise _unknown()

    def get(self, holder_id: str) -> Holder:
        """Return a holder; raises `NotFound`, also once the account was erased."""
        statement = select(*columns(holders, Holder), holders.c.erased_at).where(holders.c.id == holder_id)
        row = self._connection.execute(statement).first()
        if row is None:
            raise _unknown()
        found = dict(row._mapping)
        if found.pop("erased_at") is not None:
            raise _erased()
        return Holder(**found)

    def credentials(self, nir: Nir) -> tuple[str, str] | None:
        """Return (holder id, secret hash) for a number, or None."""
        index = self._vault.blind_index(nir)
        statement = select(holders.c.id, holders.c.secret_hash).where(holders.c.nir_index == index)
        row = self._connection.execute(statement).first()
        return None if row is None else (row.id, row.secret_hash)

    def nir(self, holder_id: str) -> Nir:
        """Decrypt the number of a holder; raises `NotFound`, also once the account was erased."""
        sealed = self._connection.execute(select(holders.c.nir_sealed).where(holders.c.id == holder_id)).scalar()
        if sealed is None:
            raise _unknown()
        if not sealed:
            raise _erased()
        return Nir(self._vault.open(sealed, owner_id=holder_id, column=NIR_COLUMN))

    def of_operator(self, operator: str) -> Sequence[Holder]:
        """Return the holders who chose a place of that operator, by name."""
        rows = self._connection.execute(select(*columns(holders, Holder)).where(holders.c.operator == operator))
        return sorted((record(Holder, row) for row in rows), key=_alphabetical)

    def set_secret(self, holder_id: str, secret_hash: str) -> None:
        """Replace the hash of the secret; raises `NotFound`."""
        self._set(holder_id, secret_hash=secret_hash)

    def signed_in(self, holder_id: str, at: datetime) -> None:
        """Write when that person last came in; raises `NotFound`."""
        self._set(holder_id, last_sign_in_at=at)

    def doors(self) -> Iterator[tuple[str, str]]:
        """Give the id of every holder and the fingerprint of their number, in hexadecimal."""
        for row in self._connection.execute(select(holders.c.id, holders.c.nir_index)):
            yield row.id, bytes(row.nir_index).hex()

    def _set(self, holder_id: str, **changed: object) -> None:
        if self._connection.execute(update(holders).where(holders.c.id == holder_id).values(changed)).rowcount == 0:
            raise _unknown()


class SqlAdvisors:
    """Advisors of the operators."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, advisor: Advisor, secret_hash: str) -> None:
        """Store a new advisor; raises `Conflict` if the login is taken."""
        row = {**values(advisors, advisor), "secret_hash": secret_hash}
        try:
            with attempt(self._connection):
                self._connection.execute(insert(advisors).values(row))
        except IntegrityError as error:
            if breaks(error, "advisor.login"):
                raise Conflict(
                    "L’identifiant « {login} » est déjà pris. Choisissez-en un autre.", login=advisor.login
                ) from error
            raise

    def all(self) -> Sequence[Advisor]:
        """Return every advisor, by login."""
        rows = self._connection.execute(select(*columns(advisors, Advisor)).order_by(advisors.c.login))
        return [record(Advisor, row) for row in rows]

    def credentials(self, login: str) -> tuple[Advisor, str] | None:
        """Return (advisor, secret hash) for a login, or None."""
        statement = select(*columns(advisors, Advisor), advisors.c.secret_hash).where(advisors.c.login == login)
        row = self._connection.execute(statement).first()
        if row is None:
            return None
        found = dict(row._mapping)
        secret_hash = found.pop("secret_hash")
        return Advisor(**found), secret_hash

    def get(self, advisor_id: str) -> Advisor:
        """Return an advisor; raises `NotFound`."""
        row = self._connection.execute(select(*columns(advisors, Advisor)).where(advisors.c.id == advisor_id)).first()
        if row is None:
            raise _no_advisor()
        return record(Advisor, row)

    def update(self, advisor: Advisor) -> None:
        """Store the changed record; raises `NotFound`."""
        self._set(advisor.id, values(advisors, advisor))

    def set_secret(self, advisor_id: str, secret_hash: str) -> None:
        """Replace the hash of the secret; raises `NotFound`."""
        self._set(advisor_id, {"secret_hash": secret_hash})

    def _set(self, advisor_id: str, changed: dict[str, object]) -> None:
        if self._connection.execute(update(advisors).where(advisors.c.id == advisor_id).values(changed)).rowcount == 0:
            raise _no_advisor()
