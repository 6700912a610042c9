"""What the operator of an installation does from the command line: advisors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cpf_tui.domain.audit import Action
from cpf_tui.domain.cleaning import clean_line
from cpf_tui.domain.errors import Conflict, InvalidInput, NotFound
from cpf_tui.domain.people import Actor, Advisor, Right
from cpf_tui.domain.routing import OPERATORS
from cpf_tui.ports import Clock, Database, SecretHasher, UnitOfWork
from cpf_tui.security import secrets_policy
from cpf_tui.services.access import OPERATOR, only
from cpf_tui.services.support import clean_login, new_id
from cpf_tui.services.trail import reading, trace, writing

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


class Administration:
    """Advisors of an installation."""

    def __init__(self, database: Database, hasher: SecretHasher, clock: Clock) -> None:
        self._database, self._hasher, self._clock = database, hasher, clock

    @only(OPERATOR)
    def add_advisor(
        self,
        actor: Actor,
        login: str,
        name: str,
        operator: str,
        rights: Iterable[Right],
        *,
        secret: str,
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
        with writing(self._database, actor) as uow:
            if uow.advisors.credentials(advisor.login) is not None:
                raise Conflict("L’identifiant « {login} » est déjà pris. Choisissez-en un autre.", login=advisor.login)
            uow.advisors.add(advisor, hashed)
            self._audit(uow, actor, Action.ADVISOR_ADDED, advisor.id)
            uow.commit()
        return advisor

    @only(OPERATOR)
    def advisors(self, actor: Actor) -> Sequence[Advisor]:
        """Return every advisor, by login."""
        with reading(self._database, actor) as uow:
            return tuple(uow.advisors.all())

    @only(OPERATOR)
    def advisor(self, actor: Actor, login: str) -> Advisor:
        """Return an advisor by their login; raises `NotFound`."""
        with reading(self._database, actor) as uow:
            return _named(uow, login)

    @only(OPERATOR)
    def enrolled(self, actor: Actor) -> frozenset[str]:
        """Return the ids of the advisors who have a second factor."""
        with reading(self._database, actor) as uow:
            return frozenset(one.id for one in uow.advisors.all() if uow.second_factors.get(one.id) is not None)

    @only(OPERATOR)
    def set_active(self, actor: Actor, login: str, *, active: bool) -> Advisor:
        """Let an advisor who left in no more, or let them in again; raises `NotFound`.

        Who left also loses their second factor: the telephone that holds it left with them.
        """
        with writing(self._database, actor) as uow:
            advisor = replace(_named(uow, login), active=active)
            uow.advisors.update(advisor)
            if not active and uow.second_factors.remove(advisor.id):
                self._audit(uow, actor, Action.SECOND_FACTOR_REMOVED, advisor.id)
            self._audit(uow, actor, Action.ADVISOR_CHANGED, advisor.id, "reactive" if active else "desactive")
            uow.commit()
        return advisor

    @only(OPERATOR)
    def set_rights(self, actor: Actor, login: str, rights: Iterable[Right]) -> Advisor:
        """Give an advisor exactly these rights; their session, if one is open, ends. Raises `NotFound`."""
        with writing(self._database, actor) as uow:
            advisor = replace(_named(uow, login), rights=frozenset(rights))
            uow.advisors.update(advisor)
            self._audit(uow, actor, Action.ADVISOR_CHANGED, advisor.id, "droits")
            uow.commit()
        return advisor

    @only(OPERATOR)
    def set_secret(self, actor: Actor, login: str, secret: str, *, temporary: bool = True) -> Advisor:
        """Give an advisor who forgot theirs a new secret, to be changed at once; raises `NotFound`, `InvalidInput`."""
        with reading(self._database, actor) as uow:
            advisor = _named(uow, login)
        secrets_policy.check(secret, names=(advisor.name, advisor.login))
        hashed = self._hasher.hash(secret)
        with writing(self._database, actor) as uow:
            advisor = replace(_named(uow, login), secret_to_change=temporary)
            uow.advisors.update(advisor)
            uow.advisors.set_secret(advisor.id, hashed)
            self._audit(uow, actor, Action.ADVISOR_CHANGED, advisor.id, "mot_de_passe")
            uow.commit()
        return advisor

    @only(OPERATOR)
    def remove_second_factor(self, actor: Actor, login: str) -> bool:
        """Take away the second factor of an advisor who lost their telephone and their recovery codes.

        Says whether there was one; where it is demanded, they set another up at their next sign-in. Raises `NotFound`.
        """
        with writing(self._database, actor) as uow:
            advisor = _named(uow, login)
            removed = uow.second_factors.remove(advisor.id)
            if removed:
                self._audit(uow, actor, Action.SECOND_FACTOR_REMOVED, advisor.id)
                uow.commit()
        return removed

    def _audit(self, uow: UnitOfWork, actor: Actor, action: Action, subject: str, detail: str = "") -> None:
        trace(uow, actor, action, self._clock.now(), subject=subject, detail=detail)


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
