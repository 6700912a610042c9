"""What every act on a dossier shares: who may see it, and one place where state, history and ledger move together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cpf_tui.domain.audit import Action
from cpf_tui.domain.dossier import TURN, Effect, find_transition
from cpf_tui.domain.errors import AccessRefused, InvalidInput, NotFound
from cpf_tui.domain.ledger import NewEntry, Operation, open_reservations, plan_release
from cpf_tui.domain.people import Actor, Role, Scope
from cpf_tui.domain.records import Dossier, DossierEvent, State
from cpf_tui.ports import Clock, Database, UnitOfWork
from cpf_tui.services.access import authorised
from cpf_tui.services.trail import Look, Seen, consult, trace

_PARIS = ZoneInfo("Europe/Paris")
_FUNDING = frozenset({"seek_funding", "funding_requested", "funding_answered", "funding_settled"})


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts on a dossier, when, and under which operation."""

    actor: Actor
    op_id: str
    at: datetime

    def operation(self, dossier_id: str) -> Operation:
        """Name the ledger movements of this act."""
        return Operation(self.op_id, dossier_id, self.actor.id)


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table of transitions, applied.

    `entries` are the movements of a transition that blocks or debits; a release is planned from what is blocked.
    `target` replaces the state of the table where the rules send the dossier elsewhere; `changes` are other fields.
    """

    action: str
    reason: str = ""
    detail: str = ""
    entries: Sequence[NewEntry] = ()
    target: State | None = None
    changes: dict[str, Any] = field(default_factory=dict)


def load(uow: UnitOfWork, actor: Actor, dossier_id: str, day: date) -> Dossier:
    """Return a dossier this person may see: their own, or one of their operator, while the holder authorises it.

    Raises `NotFound`, also for somebody else's dossier, so that nothing tells that it exists; `AccessRefused` for an
    advisor of another operator or without permission (R6323-16 III).
    """
    dossier = uow.dossiers.get(dossier_id)
    if actor.role is Role.HOLDER and dossier.holder_id != actor.id:
        raise NotFound("Ce dossier n’existe pas.")
    if actor.role is Role.ADVISOR:
        # Before it is sent, a dossier is seen by the operator of the place its holder chose.
        operator = dossier.operator or uow.holders.get(dossier.holder_id).operator
        if operator != actor.operator:
            raise AccessRefused("Ce dossier est suivi par un autre organisme que le vôtre.", subject=dossier.holder_id)
    authorised(uow, actor, dossier.holder_id, Scope.HOURS, day)
    return dossier


@contextmanager
def shown(database: Database, clock: Clock, actor: Actor, dossier_id: str) -> Iterator[tuple[UnitOfWork, Dossier]]:
    """Show a dossier this person may see (`load`); an advisor's look is written in the audit."""

    def check(uow: UnitOfWork) -> tuple[Seen, Dossier]:
        dossier = load(uow, actor, dossier_id, clock.today())
        return Seen(dossier.holder_id, dossier.id), dossier

    with consult(database, clock, actor, Look(Action.LOOKED_AT_DOSSIER, dossier_id), check) as looked:
        yield looked


def apply_move(uow: UnitOfWork, dossier: Dossier, move: Move, act: Act) -> Dossier:
    """Check the table of transitions, then write the state, the line of history and the movements, together.

    Raises what `find_transition` raises, and `InvalidInput` when a reason is required and missing.
    """
    transition = find_transition(move.action, dossier.state, act.actor)
    if transition.reason_required and not move.reason.strip():
        raise InvalidInput("Écrivez le motif : la personne le lira.")
    entries = release(uow, dossier, act) if transition.effect is Effect.RELEASE else move.entries
    if entries:
        uow.ledger.append(entries, act.at)
    target = move.target or transition.target
    changed = replace(dossier, state=target, updated_at=act.at, **move.changes)
    stored = uow.dossiers.update(changed)
    note(uow, stored, act, move.action, reason=move.reason, detail=move.detail)
    return stored


def note(uow: UnitOfWork, dossier: Dossier, act: Act, action: str, *, reason: str = "", detail: str = "") -> None:
    """Write one line of the dossier's history, at the state it is in, and its line of the audit."""
    actor = act.actor
    kind = Action.FUNDING_CHANGED if action in _FUNDING else Action.DOSSIER_CHANGED
    trace(uow, actor, kind, act.at, subject=dossier.holder_id, detail=f"{dossier.id} {action}")
    uow.dossiers.add_event(
        DossierEvent(dossier.id, act.at, actor.role, actor.name, action, dossier.state, reason, detail)
    )


def release(uow: UnitOfWork, dossier: Dossier, act: Act) -> Sequence[NewEntry]:
    """Plan the release of everything blocked for a dossier, and the return of what funders granted."""
    accounts = uow.ledger.accounts(dossier.holder_id)
    reserved = open_reservations(accounts, uow.ledger.entries(dossier.holder_id), dossier.id)
    return plan_release(reserved, act.operation(dossier.id), accounts)


def reached_at(events: Sequence[DossierEvent], dossier: Dossier) -> datetime:
    """Say when a dossier reached the state it is in; lines that left the state as it was do not count."""
    reached = dossier.created_at
    previous = None
    for event in events:
        if event.state is not previous:
            reached = event.at
        previous = event.state
    return reached


def day_of(moment: datetime) -> date:
    """Give the day of an instant, in the time of Paris."""
    return moment.astimezone(_PARIS).date()


def due(state: State, since: date) -> date | None:
    """Say until when whoever has the turn should act; None where no delay is announced."""
    days = TURN[state].days
    return None if days is None else since + timedelta(days=days)
