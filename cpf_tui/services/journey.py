"""Where a person stands in the fourteen steps: the facts, read once, and what the rules make of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cpf_tui.domain.people import Actor, AssistanceRequest, Holder, RequestState, Role, Scope
from cpf_tui.domain.quantity import ZERO, Quantity
from cpf_tui.domain.records import Dossier, FundingState, ProofState, State
from cpf_tui.domain.routing import OPERATORS
from cpf_tui.journey.state import JourneyFacts, JourneyState
from cpf_tui.journey.steps import statuses
from cpf_tui.ports import Clock, Database, Gazetteer, ReferenceData, TrainingCatalogue, UnitOfWork
from cpf_tui.services.access import anyone, in_force
from cpf_tui.services.balance import BalanceView, balance_of
from cpf_tui.services.dossier_support import day_of, reached_at
from cpf_tui.services.dossier_use import granted, what_if
from cpf_tui.services.trail import reading

_GIVEN_UP = frozenset({State.WITHDRAWN, State.REFUSED, State.ABANDONED})
# From validation on, nothing is missing any more: the hours and the grants are blocked.
_UNDER_WAY = frozenset(
    {State.DRAFT, State.CONSENTED, State.SUBMITTED, State.CORRECTION, State.SUSPENDED, State.FUNDING}
)


class Journeys:
    """Assembles the state that every screen receives."""

    def __init__(
        self,
        database: Database,
        catalogue: TrainingCatalogue,
        clock: Clock,
        reference: ReferenceData,
        gazetteer: Gazetteer,
    ) -> None:
        self._database, self._catalogue, self._clock = database, catalogue, clock
        self._reference, self._gazetteer = reference, gazetteer

    @anyone("before the sign-in and for an advisor no account is read; the holder is given their own")
    def state(self, actor: Actor | None) -> JourneyState:
        """Return where the person stands, from one consistent view; before sign-in and for an advisor, almost empty."""
        if actor is None or actor.role is not Role.HOLDER:
            return JourneyState(actor, statuses=statuses(JourneyFacts()))
        with reading(self._database, actor) as uow:
            holder = uow.holders.get(actor.id)
            balance = balance_of(uow.ledger.accounts(actor.id))
            facts = self._facts(uow, holder, balance)
        commune = self._gazetteer.by_insee(holder.residence)
        return JourneyState(
            replace(actor, name=holder.full_name),
            balance.available,
            balance.blocked,
            f"{commune.name} ({commune.department})" if commune else "",
            facts,
            statuses(facts),
        )

    def _facts(self, uow: UnitOfWork, holder: Holder, balance: BalanceView) -> JourneyFacts:
        facts = JourneyFacts(
            account_opened=day_of(holder.opened_at) if holder.opened_at else None, blocked=balance.blocked
        )
        facts = self._with_advisor(facts, uow, holder)
        facts = self._with_project(facts, uow, holder.id)
        facts = _with_dif(facts, uow, holder.id)
        facts = _with_requests(facts, uow.assistance.of_holder(holder.id))
        dossier = current_dossier(uow.dossiers.of_holder(holder.id))
        return facts if dossier is None else _with_dossier(facts, uow, dossier)

    def _with_advisor(self, facts: JourneyFacts, uow: UnitOfWork, holder: Holder) -> JourneyFacts:
        place = self._reference.place(holder.place_id) if holder.place_id else None
        operator = OPERATORS.get(holder.operator)
        given, today = uow.projects.authorisations(holder.id), self._clock.today()
        return replace(
            facts,
            place_name=place.name if place else str(operator.name) if operator else "",
            operator_name=operator.name if operator else None,
            authorised=any(in_force(given, holder.operator, scope, today) for scope in Scope),
        )

    def _with_project(self, facts: JourneyFacts, uow: UnitOfWork, holder_id: str) -> JourneyFacts:
        items = uow.projects.shortlist(holder_id)
        chosen = next((one for one in items if one.chosen), None)
        if chosen is None:
            return replace(facts, shortlisted=len(items))
        offer = self._catalogue.offer(chosen.offer_id)
        contact = next(iter(uow.projects.contacts(holder_id, chosen.offer_id)), None)
        return replace(
            facts,
            shortlisted=len(items),
            # A training that left the catalogue stays chosen: its number is all that remains to name it.
            chosen_title=offer.title if offer else chosen.offer_id,
            contacted=contact.on if contact else None,
            entry_confirmed=contact.prerequisites if contact else "",
        )


def current_dossier(dossiers: Sequence[Dossier]) -> Dossier | None:
    """Return the dossier the journey is about: the latest not given up, else the latest; `dossiers` newest first."""
    return next((one for one in dossiers if one.state not in _GIVEN_UP), next(iter(dossiers), None))


def _with_dif(facts: JourneyFacts, uow: UnitOfWork, holder_id: str) -> JourneyFacts:
    declaration = uow.projects.dif(holder_id)
    if declaration is None:
        return facts
    return replace(
        facts,
        dif_declared=day_of(declaration.declared_at),
        dif_proof_seen=declaration.proof is ProofState.SEEN,
        dif_mismatch=declaration.proof is ProofState.MISMATCH,
    )


def _with_requests(facts: JourneyFacts, requests: Sequence[AssistanceRequest]) -> JourneyFacts:
    return replace(
        facts,
        open_requests=sum(one.state is RequestState.OPEN for one in requests),
        answered_requests=sum(one.state is RequestState.ANSWERED for one in requests),
    )


def _with_dossier(facts: JourneyFacts, uow: UnitOfWork, dossier: Dossier) -> JourneyFacts:
    lines = uow.dossiers.funding(dossier.id)
    operator = OPERATORS.get(dossier.operator)
    return replace(
        facts,
        operator_name=operator.name if operator else facts.operator_name,
        dossier_id=dossier.id,
        dossier_state=dossier.state,
        dossier_since=day_of(reached_at(uow.dossiers.events(dossier.id), dossier)),
        dossier_title=dossier.title,
        gap=_missing(uow, dossier) if dossier.state in _UNDER_WAY else ZERO,
        funding_pending=any(one.state is FundingState.REQUESTED for one in lines),
        realised=dossier.realised,
    )


def _missing(uow: UnitOfWork, dossier: Dossier) -> Quantity:
    """Say what neither the holder's rights nor the grants of funders cover yet."""
    missing = what_if(uow, dossier.holder_id, dossier.planned, dossier.id).gap
    return max(missing - granted(uow.ledger.accounts(dossier.holder_id), dossier.id), ZERO)
