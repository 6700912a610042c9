"""Finding an advisor (step 4): who fits, where the nearest are, and what the chosen one may see."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from cpf_tui.domain.age import age_on
from cpf_tui.domain.audit import Action
from cpf_tui.domain.dossier import FINAL
from cpf_tui.domain.errors import NotFound
from cpf_tui.domain.people import Actor, AdvisorPlace, Authorisation, Holder, Scope
from cpf_tui.domain.routing import RoutingSituation, Suggestion, nearest, route
from cpf_tui.journey.forms.project import AuthorisationForm
from cpf_tui.ports import Clock, Database, Gazetteer, ReferenceData, UnitOfWork
from cpf_tui.services.access import HOLDER, only
from cpf_tui.services.support import new_id, origin_of
from cpf_tui.services.trail import once, reading, trace

SCOPES: Mapping[str, frozenset[Scope]] = {
    "tout": frozenset(Scope),
    "heures": frozenset({Scope.HOURS}),
    "rien": frozenset(),
}


@dataclass(frozen=True, slots=True)
class NearPlace:
    """A place and its distance from the residence; None when one of the two has no coordinates."""

    place: AdvisorPlace
    km: float | None


class AdvisorFinder:
    """The advisors of a holder and the permissions given to them."""

    def __init__(self, database: Database, clock: Clock, reference: ReferenceData, gazetteer: Gazetteer) -> None:
        self._database, self._clock, self._reference, self._gazetteer = database, clock, reference, gazetteer

    @only(HOLDER)
    def suggestions(self, actor: Actor) -> tuple[Suggestion, ...]:
        """Return the operators that fit the person, best first, each with why."""
        with reading(self._database, actor) as uow:
            holder = uow.holders.get(actor.id)
        return route(
            RoutingSituation(
                age=age_on(holder.birth_date, self._clock.today()) if holder.birth_date else None,
                out_of_school=holder.out_of_school,
                disability_recognised=holder.disability_recognised,
                executive=holder.executive,
                employment=holder.employment,
                existing=holder.operator,
            )
        )

    @only(HOLDER)
    def nearest(self, actor: Actor, operator: str, limit: int = 20) -> tuple[NearPlace, ...]:
        """Return the places of an operator (of all when empty), the nearest to the residence first."""
        with reading(self._database, actor) as uow:
            holder = uow.holders.get(actor.id)
        origin = origin_of(self._gazetteer.by_insee(holder.residence))
        found = nearest(self._reference.places(), origin, limit, operator)
        return tuple(NearPlace(one.place, one.distance_km) for one in found)

    @only(HOLDER)
    def choose(self, actor: Actor, place_id: str, form: AuthorisationForm, op_id: str) -> Holder:
        """Choose a place and say what its operator may see (R6323-16 III); raises `NotFound` for an unknown place.

        The new permission replaces the former one of the same operator. Those of other operators end too, except
        where one of them follows a dossier not finished (choice: nobody keeps seeing what it no longer needs).
        """
        holder_id, now = actor.id, self._clock.now()
        place = self._reference.place(place_id)
        if place is None:
            raise NotFound("Ce lieu n’est plus dans la liste. Choisissez-en un autre.")

        def write(uow: UnitOfWork) -> Holder:
            holder = replace(uow.holders.get(holder_id), place_id=place.id, operator=place.operator)
            uow.holders.update(holder)
            trace(uow, actor, Action.BODY_CHOSEN, now, subject=holder_id, detail=place.operator)
            busy = {one.operator for one in uow.dossiers.of_holder(holder_id) if one.state not in FINAL}
            for given in uow.projects.authorisations(holder_id):
                if given.revoked_at is None and (given.operator == place.operator or given.operator not in busy):
                    _end(uow, actor, given, now)
            if scopes := SCOPES[form.scope]:
                start = self._clock.today()
                end = months_later(start, int(form.months))
                uow.projects.authorise(Authorisation(new_id(), holder_id, place.operator, scopes, start, end))
                given_to = f"{place.operator} {' '.join(sorted(scopes))}"
                trace(uow, actor, Action.AUTHORISED, now, subject=holder_id, detail=given_to)
            return holder

        return once(
            self._database,
            actor,
            op_id,
            now,
            write,
            key=lambda one: one.id,
            again=lambda uow, key: uow.holders.get(key),
        )

    @only(HOLDER)
    def current(self, actor: Actor) -> AdvisorPlace | None:
        """Return the chosen place, or None; also None when the place left the reference data."""
        with reading(self._database, actor) as uow:
            holder = uow.holders.get(actor.id)
        return self._reference.place(holder.place_id) if holder.place_id else None

    @only(HOLDER)
    def authorisations(self, actor: Actor) -> tuple[Authorisation, ...]:
        """Return every permission the holder gave, newest first, those over included."""
        with reading(self._database, actor) as uow:
            return tuple(uow.projects.authorisations(actor.id))

    @only(HOLDER)
    def revoke(self, actor: Actor, authorisation_id: str, op_id: str) -> None:
        """End a permission at once; raises `NotFound` if the holder gave no such one."""
        now = self._clock.now()

        def write(uow: UnitOfWork) -> str:
            _revoke(uow, actor, authorisation_id, now)
            return authorisation_id

        once(self._database, actor, op_id, now, write, key=str, again=lambda _, key: key)


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, the last day of the month when it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _revoke(uow: UnitOfWork, actor: Actor, authorisation_id: str, now: datetime) -> None:
    given = next((one for one in uow.projects.authorisations(actor.id) if one.id == authorisation_id), None)
    if given is None:
        raise NotFound("Cette autorisation n’existe pas.")
    if given.revoked_at is None:
        _end(uow, actor, given, now)


def _end(uow: UnitOfWork, actor: Actor, given: Authorisation, now: datetime) -> None:
    uow.projects.authorise(replace(given, revoked_at=now))
    trace(uow, actor, Action.REVOKED, now, subject=given.holder_id, detail=given.operator)
