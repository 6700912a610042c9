"""What the operator of an installation does from the command line: advisors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cpf_tui.domain.audit import Action, NewAuditLine
from cpf_tui.domain.cleaning import clean_line
from cpf_tui.domain.errors import Conflict, InvalidInput, NotFound
from cpf_tui.domain.people import Advisor, Right, Role
from cpf_tui.domain.routing import OPERATORS
from cpf_tui.ports import Clock, Database, SecretHasher, UnitOfWork
from cpf_tui.security import secrets_policy
from cpf_tui.services.support import clean_login, new_id

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


class Administration:
    """Advisors of an installation. No `Actor`: who holds the command line and the key file is the operator."""

    def __init__(self, database: Database, hasher: SecretHasher, clock: Clock) -> None:
        self._database, self._hasher, self._clock = database, hasher, clock

    def add_advisor(
        self,
        login: str,
        name: str,
        operator: str,
        rights: Iterable[Right],
        secret: str,
        *,
        place_id: str = "",
        temporary: bool = False,
    ) -> Advisor:
        """Create an advisor; raises `InvalidInput`, or `Conflict` if the login is taken.

        A `temporary` secret, known to whoever made it, is changed by the advisor before they may do anything.
        """
        advisor = Advisor(
            new_id(),
            _checked(clean_login(login)),
            clean_line(name, 80),
            operator,
            frozenset(rights),
            place_id,
            secret_to_change=temporary,
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
            self._audit(uow, Action.ADVISOR_ADDED, advisor.id)
            uow.commit()
        return advisor

    def advisors(self) -> Sequence[Advisor]:
        """Return every advisor, by login."""
        with self._database.read() as uow:
            return tuple(uow.advisors.all())

    def enrolled(self) -> frozenset[str]:
        """Return the ids of the advisors who have a second factor."""
        with self._database.read() as uow:
            return frozenset(one.id for one in uow.advisors.all() if uow.second_factors.get(one.id) is not None)

    def set_active(self, login: str, *, active: bool) -> Advisor:
        """Let an advisor who left in no more, or let them in again; raises `NotFound`.

        Who left also loses their second factor: the telephone that holds it left with them.
        """
        with self._database.write() as uow:
            advisor = replace(_named(uow, login), active=active)
            uow.advisors.update(advisor)
            if not active and uow.second_factors.remove(advisor.id):
                self._audit(uow, Action.SECOND_FACTOR_REMOVED, advisor.id)
            self._audit(uow, Action.ADVISOR_CHANGED, advisor.id, "reactive" if active else "desactive")
            uow.commit()
        return advisor

    def set_rights(self, login: str, rights: Iterable[Right]) -> Advisor:
        """Give an advisor exactly these rights, from their next sign-in; raises `NotFound`."""
        with self._database.write() as uow:
            advisor = replace(_named(uow, login), rights=frozenset(rights))
            uow.advisors.update(advisor)
            self._audit(uow, Action.ADVISOR_CHANGED, advisor.id, "droits")
            uow.commit()
        return advisor

    def set_secret(self, login: str, secret: str, *, temporary: bool = True) -> Advisor:
        """Give an advisor who forgot theirs a new secret, to be changed at once; raises `NotFound`, `InvalidInput`."""
        with self._database.read() as uow:
            advisor = _named(uow, login)
        secrets_policy.check(secret, names=(advisor.name, advisor.login))
        hashed = self._hasher.hash(secret)
        with self._database.write() as uow:
            advisor = replace(_named(uow, login), secret_to_change=temporary)
            uow.advisors.update(advisor)
            uow.advisors.set_secret(advisor.id, hashed)
            self._audit(uow, Action.ADVISOR_CHANGED, advisor.id, "mot_de_passe")
            uow.commit()
        return advisor

    def remove_second_factor(self, login: str) -> bool:
        """Take away the second factor of an advisor who lost their telephone and their recovery codes.

        Says whether there was one; where it is demanded, they set another up at their next sign-in. Raises `NotFound`.
        """
        with self._database.write() as uow:
            advisor = _named(uow, login)
            removed = uow.second_factors.remove(advisor.id)
            if removed:
                self._audit(uow, Action.SECOND_FACTOR_REMOVED, advisor.id)
                uow.commit()
        return removed

    def _audit(self, uow: UnitOfWork, action: Action, subject: str, detail: str = "") -> None:
        uow.audit.append(NewAuditLine(Role.OPERATOR, "", action, subject, detail), self._clock.now())


def _named(uow: UnitOfWork, login: str) -> Advisor:
    found = uow.advisors.credentials(clean_login(login))
    if found is None:
        raise NotFound(
            "Aucun conseiller n’a l’identifiant « {login} ». Pour les voir : cpf-tui conseiller lister.", login=login
        )
    return found[0]


def _checked(login: str) -> str:
    if not _LOGIN.fullmatch(login):
        raise InvalidInput(
            "« {login} » ne peut pas être un identifiant. Écrivez de 3 à 40 lettres sans accent, chiffres, "
            "points ou tirets, par exemple paul.conseil.",
            login=login,
        )
    return login
