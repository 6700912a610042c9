"""Who may call each use case: the rule stands above the method, is enforced there, and docs/autorisations.md says it.

`@only(…)` names who; `@anyone(reason)` says why nobody is asked who they are. A public method of a use case without
one of the two fails a test. The decorator looks at the role and the right; what depends on stored data is looked at
inside the transaction that acts: `present` (is this still who signed in?), `authorised` and `followed` (did the person
concerned allow it, that day?). An `Actor` is made at the sign-in and believed only as long as the base says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from cpf_tui.domain.errors import AccessRefused, NotFound
from cpf_tui.domain.people import OPERATOR_ACTOR, Actor, Authorisation, Holder, Right, Role, Scope
from cpf_tui.domain.text import Text, text
from cpf_tui.ports import UnitOfWork

P = ParamSpec("P")
S = TypeVar("S")
R = TypeVar("R")


class Need(StrEnum):
    """What an advisor needs of the person concerned, besides being an advisor."""

    NOTHING = "rien"
    HOURS = "heures"
    HISTORY = "historique"
    PASSPORT = "passeport"
    DOSSIER = "dossier"
    FOLLOWED = "suivi"
    HELPED = "aide"


NEED_WORDS: dict[Need, str] = {
    Need.NOTHING: "nothing personal is read",
    Need.HOURS: "allowed to see the hours",
    Need.HISTORY: "allowed to see the history",
    Need.PASSPORT: "allowed to see the passport",
    Need.DOSSIER: "of the body the dossier went to, and allowed to see the hours",
    Need.FOLLOWED: "of a body the person chose or allowed anything",
    Need.HELPED: "of the body the person chose, of any when they have none",
}
"""For docs/autorisations.md: nobody reads them on screen."""
RIGHT_NAMES: dict[Right, Text] = {
    Right.CREATE: text("créer un dossier"),
    Right.VALIDATE: text("valider un dossier"),
    Right.CLOSE: text("clore un dossier"),
    Right.ATTEST: text("attester l’identité d’une personne"),
}
_WRONG_ROLE: dict[frozenset[Role], Text] = {
    frozenset({Role.HOLDER}): text("Seule la personne titulaire du compte peut faire cela."),
    frozenset({Role.ADVISOR}): text("Seul un conseiller peut faire cela."),
    frozenset({Role.OPERATOR}): text("Seul l’exploitant peut faire cela, depuis la ligne de commande."),
    frozenset({Role.ADVISOR, Role.NEWCOMER}): text("Seul un conseiller peut faire cela."),
    frozenset({Role.HOLDER, Role.ADVISOR}): text("Seuls la personne titulaire et son conseiller peuvent faire cela."),
}
_NOT_SIGNED_IN = text("Seule une personne qui est entrée avec un mot de passe peut faire cela.")


@dataclass(frozen=True, slots=True)
class Who:
    """One of those who may call a method; a right and a need are asked of an advisor only."""

    role: Role
    right: Right | None = None
    needs: Need = Need.NOTHING


HOLDER = Who(Role.HOLDER)
"""The person themself, for their own account."""
NEWCOMER = Who(Role.NEWCOMER)
"""An advisor who still has a duty to do: choose a secret of their own, set up a second factor."""
OPERATOR = Who(Role.OPERATOR)
"""Who runs the installation: the command line makes this actor."""


def advisor(needs: Need, right: Right | None = None) -> Who:
    """Name an advisor who has what is needed of the person, and a right from their body."""
    return Who(Role.ADVISOR, right, needs)


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may call a method; empty with a reason when nobody is asked who they are."""

    who: tuple[Who, ...] = ()
    reason: str = ""


def only(*who: Who) -> Callable[[Callable[Concatenate[S, Actor, P], R]], Callable[Concatenate[S, Actor, P], R]]:
    """Reserve a method to some; for anybody else it raises `AccessRefused` before anything is read."""
    asked = {one.role: one for one in who}

    def reserve(method: Callable[Concatenate[S, Actor, P], R]) -> Callable[Concatenate[S, Actor, P], R]:
        @wraps(method)
        def reserved(self: S, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            _check(actor, asked)
            return method(self, actor, *args, **kwargs)

        return _declared(reserved, Rule(who))

    return reserve


def anyone(reason: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let anybody call a method, and say why."""
    return lambda method: _declared(method, Rule(reason=reason))


def rule_of(method: object) -> Rule | None:
    """Return the rule declared above a method; None when there is none."""
    return getattr(method, "__access__", None)


def _declared(method: Callable[P, R], rule: Rule) -> Callable[P, R]:
    method.__access__ = rule  # type: ignore[attr-defined]
    return method


def _check(actor: Any, asked: dict[Role, Who]) -> None:
    if not isinstance(actor, Actor) or not actor.id:
        raise AccessRefused("Connectez-vous d’abord.")
    who = asked.get(actor.role)
    if who is None:
        raise AccessRefused(_WRONG_ROLE.get(frozenset(asked), _NOT_SIGNED_IN))
    if actor.role is Role.ADVISOR and who.right is not None and who.right not in actor.rights:
        raise AccessRefused("Votre organisme ne vous a pas donné ce droit : {right}.", right=RIGHT_NAMES[who.right])


def present(uow: UnitOfWork, actor: Actor) -> None:
    """Refuse who is no longer who they were at sign-in; raises `AccessRefused`.

    An advisor who left, whose body, rights or secret were changed, or who was never one, loses access at once: what
    they carry is compared with what is stored, in the transaction that acts. An account erased meanwhile no longer
    opens.
    """
    try:
        same = _same(uow, actor)
    except NotFound:
        same = False
    if not same:
        raise AccessRefused(
            "Votre accès a changé depuis votre connexion, ou il a pris fin. "
            "Quittez votre session, puis connectez-vous de nouveau."
        )


def _same(uow: UnitOfWork, actor: Actor) -> bool:
    if actor.role is Role.OPERATOR:
        return actor == OPERATOR_ACTOR
    if actor.role is Role.HOLDER:
        return uow.holders.get(actor.id).id == actor.id
    stored = uow.advisors.get(actor.id)
    if actor.role is Role.NEWCOMER:
        return stored.active and (stored.name, stored.operator) == (actor.name, actor.operator)
    return stored.active and not stored.secret_to_change and stored.actor == actor


def in_force(permissions: Iterable[Authorisation], operator: str, scope: Scope, day: date) -> bool:
    """Say whether one of these permissions lets that operator see that scope on that day (R6323-16 III)."""
    return any(one.operator == operator and one.covers(scope, day) for one in permissions)


def authorised(uow: UnitOfWork, actor: Actor, holder_id: str, scope: Scope, day: date) -> str:
    """Return the id of the holder concerned; raises `AccessRefused` when the actor may not see that part of it.

    A holder sees their own account (`holder_id` empty or theirs); an advisor sees what the holder authorised their
    operator to see, that day (R6323-16 III).
    """
    present(uow, actor)
    if actor.role is Role.HOLDER and holder_id in {"", actor.id}:
        return actor.id
    if actor.role is Role.ADVISOR and holder_id:
        if in_force(uow.projects.authorisations(holder_id), actor.operator, scope, day):
            return holder_id
        raise AccessRefused(
            "Cette personne n’a pas autorisé votre organisme à voir cette partie de son compte, "
            "ou son autorisation a pris fin. Elle peut la donner depuis l’écran « Mon interlocuteur ».",
            subject=holder_id,
        )
    raise AccessRefused("Ce compte est celui d’une autre personne.")


def followed(uow: UnitOfWork, actor: Actor, holder_id: str, day: date) -> Holder:
    """Return a profile: one's own, or of somebody who chose the advisor's body or allowed it anything that day.

    Raises `AccessRefused`.
    """
    present(uow, actor)
    if actor.role is Role.HOLDER and holder_id in {"", actor.id}:
        return uow.holders.get(actor.id)
    if actor.role is Role.ADVISOR and holder_id:
        holder = uow.holders.get(holder_id)
        permissions = uow.projects.authorisations(holder_id)
        if holder.operator == actor.operator or any(
            in_force(permissions, actor.operator, scope, day) for scope in Scope
        ):
            return holder
        raise AccessRefused("Cette personne n’est pas suivie par votre organisme.", subject=holder_id)
    raise AccessRefused("Ce compte est celui d’une autre personne.")


def helped(uow: UnitOfWork, actor: Actor, holder_id: str) -> bool:
    """Say whether an advisor may answer that person: of the body they chose, of any when they have none.

    A body that nobody of this installation belongs to counts for none: a request is never left without a reader.
    """
    operator = uow.holders.get(holder_id).operator
    if operator in {"", actor.operator}:
        return True
    return not any(one.active and one.operator == operator for one in uow.advisors.all())
