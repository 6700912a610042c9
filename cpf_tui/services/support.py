"""What every use case needs: acting once, knowing for whom, and who may see what."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TypeVar

from cpf_tui.domain import reference
from cpf_tui.domain.errors import NotAllowed
from cpf_tui.domain.people import Actor, Authorisation, Holder, Right, Role, Scope
from cpf_tui.domain.territory import Commune, distance_km
from cpf_tui.domain.text import text
from cpf_tui.domain.training import Offer
from cpf_tui.ports import Database, Gazetteer, UnitOfWork

T = TypeVar("T")


def new_id() -> str:
    """Make an identifier nobody can guess."""
    return uuid.uuid4().hex


def new_reference(prefix: str = "CPF") -> str:
    """Make a reference people can copy and say: `CPF-7F3K-M4QX-22`."""
    return reference.new_reference(secrets.randbelow, prefix)


def once(
    database: Database,
    op_id: str,
    at: datetime,
    act: Callable[[UnitOfWork], T],
    *,
    key: Callable[[T], str],
    again: Callable[[UnitOfWork, str], T],
) -> T:
    """Act in one write transaction, once for this operation: a repeat only tells the result `again` from its key.

    "Commit failed" may mean committed: the mark of the operation is written with its effects, or neither is.
    """
    with database.write() as uow:
        done = uow.operations.result(op_id)
        if done is not None:
            return again(uow, done)
        result = act(uow)
        uow.operations.record(op_id, key(result), at)
        uow.commit()
        return result


def require_holder(actor: Actor) -> str:
    """Return the id of the holder who acts; raises `NotAllowed` for anybody else."""
    if actor.role is not Role.HOLDER:
        raise NotAllowed("Seule la personne titulaire du compte peut faire cela.")
    return actor.id


RIGHT_NAMES = {
    Right.CREATE: text("créer un dossier"),
    Right.VALIDATE: text("valider un dossier"),
    Right.CLOSE: text("clore un dossier"),
    Right.ATTEST: text("attester l’identité d’une personne"),
}


def require_advisor(actor: Actor, right: Right | None = None) -> Actor:
    """Return the advisor who acts; raises `NotAllowed` for anybody else, or without that right."""
    if actor.role is not Role.ADVISOR:
        raise NotAllowed("Seul un conseiller peut faire cela.")
    if right is not None and right not in actor.rights:
        raise NotAllowed("Votre organisme ne vous a pas donné ce droit : {right}.", right=RIGHT_NAMES[right])
    return actor


def in_force(permissions: Iterable[Authorisation], operator: str, scope: Scope, day: date) -> bool:
    """Say whether one of these permissions lets that operator see that scope on that day (R6323-16 III)."""
    return any(one.operator == operator and one.covers(scope, day) for one in permissions)


def authorised(uow: UnitOfWork, actor: Actor, holder_id: str, scope: Scope, day: date) -> str:
    """Return the id of the holder concerned; raises `NotAllowed` when the actor may not see that part of the account.

    A holder sees their own account (`holder_id` empty or theirs); an advisor sees what the holder authorised their
    operator to see, that day (R6323-16 III).
    """
    if actor.role is Role.HOLDER and holder_id in {"", actor.id}:
        return actor.id
    if actor.role is Role.ADVISOR and holder_id:
        if in_force(uow.projects.authorisations(holder_id), actor.operator, scope, day):
            return holder_id
        raise NotAllowed(
            "Cette personne n’a pas autorisé votre organisme à voir cette partie de son compte, "
            "ou son autorisation a pris fin. Elle peut la donner depuis l’écran « Mon interlocuteur »."
        )
    raise NotAllowed("Ce compte est celui d’une autre personne.")


def follows(uow: UnitOfWork, actor: Actor, holder: Holder, day: date) -> bool:
    """Say whether an advisor's operator knows that person: chosen by them, or authorised for anything that day."""
    permissions = uow.projects.authorisations(holder.id)
    return holder.operator == actor.operator or any(
        in_force(permissions, actor.operator, scope, day) for scope in Scope
    )


def clean_login(typed: str) -> str:
    """Read a login as people type it: capitals and spaces around it do not matter."""
    return typed.strip().casefold()


def origin_of(commune: Commune | None) -> tuple[float, float] | None:
    """Return the point distances are measured from, None when it is not known."""
    if commune is None or commune.latitude is None or commune.longitude is None:
        return None
    return commune.latitude, commune.longitude


def km_to(offer: Offer, commune: Commune | None, gazetteer: Gazetteer) -> float | None:
    """Measure from a commune to an offer, or to the offer's commune when the source gives no coordinates."""
    origin = origin_of(commune)
    if origin is None:
        return None
    if offer.latitude is not None and offer.longitude is not None:
        return distance_km(origin, (offer.latitude, offer.longitude))
    place = origin_of(gazetteer.by_insee(offer.insee))
    return None if place is None else distance_km(origin, place)


def region_names(gazetteer: Gazetteer) -> dict[str, str]:
    """Return the name of each region by its codes, new and old."""
    return {code: region.name for region in gazetteer.regions().values() for code in region.codes}
