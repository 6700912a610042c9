"""What the operator of an installation does from the command line: advisors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cpf_tui.domain.cleaning import clean_line
from cpf_tui.domain.errors import Conflict, InvalidInput
from cpf_tui.domain.people import Advisor, Right
from cpf_tui.domain.routing import OPERATORS
from cpf_tui.ports import Database, SecretHasher
from cpf_tui.security import secrets_policy
from cpf_tui.services.support import clean_login, new_id

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


class Administration:
    """Advisors of an installation. No `Actor`: who holds the command line and the key file is the operator."""

    def __init__(self, database: Database, hasher: SecretHasher) -> None:
        self._database, self._hasher = database, hasher

    def add_advisor(
        self, login: str, name: str, operator: str, rights: Iterable[Right], secret: str, *, place_id: str = ""
    ) -> Advisor:
        """Create an advisor; raises `InvalidInput`, or `Conflict` if the login is taken."""
        advisor = Advisor(
            new_id(), _checked(clean_login(login)), clean_line(name, 80), operator, frozenset(rights), place_id
        )
        if not advisor.name:
            raise InvalidInput("Écrivez le nom du conseiller : les titulaires le liront.")
        if operator not in OPERATORS:
            raise InvalidInput(
                "« {operator} » n’est pas un opérateur connu. Choisissez parmi : {known}.",
                operator=operator,
                known=", ".join(OPERATORS),
            )
        secrets_policy.check(secret, names=(advisor.name, advisor.login))
        hashed = self._hasher.hash(secret)
        with self._database.write() as uow:
            if uow.advisors.credentials(advisor.login) is not None:
                raise Conflict("L’identifiant « {login} » est déjà pris. Choisissez-en un autre.", login=advisor.login)
            uow.advisors.add(advisor, hashed)
            uow.commit()
        return advisor

    def advisors(self) -> Sequence[Advisor]:
        """Return every advisor, by login."""
        with self._database.read() as uow:
            return tuple(uow.advisors.all())


def _checked(login: str) -> str:
    if not _LOGIN.fullmatch(login):
        raise InvalidInput(
            "« {login} » ne peut pas être un identifiant. Écrivez de 3 à 40 lettres sans accent, chiffres, "
            "points ou tirets, par exemple paul.conseil.",
            login=login,
        )
    return login
