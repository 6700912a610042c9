"""What an advisor does with a dossier: review, correct, validate, refuse, declare the entry, stop or close."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cpf_tui.domain.audit import Action
from cpf_tui.domain.dates import in_words
from cpf_tui.domain.dossier import TURN, Turn, find_transition
from cpf_tui.domain.errors import Conflict, InvalidInput
from cpf_tui.domain.ledger import open_reservations, plan_debit
from cpf_tui.domain.people import Actor, Right, Scope
from cpf_tui.domain.quantity import ZERO
from cpf_tui.domain.records import Correction, CorrectionKind, Dossier, ProofState, State
from cpf_tui.domain.regime import show
from cpf_tui.domain.text import text
from cpf_tui.journey.forms.advisor import AbandonForm, ClosingForm, CorrectionForm, EntryForm, RefusalForm
from cpf_tui.ports import Clock, Database, UnitOfWork
from cpf_tui.services.access import Need, advisor, in_force, only
from cpf_tui.services.dossier_block import plan_validation
from cpf_tui.services.dossier_support import Act, Move, apply_move, day_of, due, load, note, reached_at
from cpf_tui.services.support import new_id
from cpf_tui.services.trail import Look, Seen, consult, once

QUEUE = "dossiers"
"""The list of dossiers, as the audit names it."""


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One dossier of the queue: whose it is, whose turn it is, since when, and until when if a delay is announced.

    The answers of the person are not in it: they are read with the file, which leaves its line in the audit.
    """

    dossier: Dossier
    holder_name: str
    turn: Turn
    since: date
    due: date | None


class DossierReview:
    """The advisor's acts; each is one transaction, safe to repeat with the same `op_id`."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @only(advisor(Need.HOURS))
    def queue(self, actor: Actor, states: Sequence[State] = ()) -> tuple[QueueItem, ...]:
        """List the dossiers of the advisor's operator whose holders authorise it, longest waiting first."""
        today = self._clock.today()

        def check(uow: UnitOfWork) -> tuple[Seen, list[QueueItem]]:
            dossiers = uow.dossiers.queue(actor.operator, states)
            known = {
                holder_id: uow.holders.get(holder_id)
                for holder_id in {one.holder_id for one in dossiers}
                if in_force(uow.projects.authorisations(holder_id), actor.operator, Scope.HOURS, today)
            }
            mine = (one for one in dossiers if one.holder_id in known)
            return Seen("", QUEUE), [_item(uow, one, known[one.holder_id].full_name) for one in mine]

        look = Look(Action.LOOKED_AT_QUEUE, QUEUE)
        with consult(self._database, self._clock, actor, look, check) as (_uow, items):
            return tuple(sorted(items, key=lambda item: item.since))

    @only(advisor(Need.DOSSIER, Right.VALIDATE))
    def request_correction(self, actor: Actor, dossier_id: str, form: CorrectionForm, op_id: str) -> Dossier:
        """Ask the holder to correct one answer; several may be asked one by one before they answer.

        Raises `Conflict` when that answer is already to be corrected.
        """

        def effect(uow: UnitOfWork, dossier: Dossier, act: Act) -> Dossier:
            if dossier.state is State.CORRECTION:
                # Already sent back: the same right is asked, the state stays.
                find_transition("request_correction", State.SUBMITTED, actor)
            open_fields = {one.field for one in uow.dossiers.corrections(dossier.id) if one.answered_at is None}
            if form.field in open_fields:
                raise Conflict("Une correction est déjà demandée pour cette réponse. Attendez celle du titulaire.")
            if dossier.state is State.CORRECTION:
                note(uow, dossier, act, "request_correction", reason=form.message, detail=form.field)
            else:
                move = Move("request_correction", form.message, form.field)
                dossier = apply_move(uow, dossier, move, act)
            uow.dossiers.add_correction(
                Correction(
                    new_id(), dossier.id, form.field, CorrectionKind(form.kind), form.message, actor.name, act.at
                )
            )
            return dossier

        return self._once(actor, dossier_id, op_id, effect)

    @only(advisor(Need.DOSSIER, Right.VALIDATE))
    def validate(self, actor: Actor, dossier_id: str, op_id: str) -> Dossier:
        """Validate: block the holder's rights and what funders granted, all at once or not at all.

        Raises `InsufficientHours` with how much is missing and which dossier holds it; `NotAllowed` when DIF would be
        used without its proof having been seen, or beyond what the holder agreed to.
        """

        def effect(uow: UnitOfWork, dossier: Dossier, act: Act) -> Dossier:
            find_transition("validate", dossier.state, actor)
            return apply_move(uow, dossier, Move("validate", entries=plan_validation(uow, dossier, act)), act)

        return self._once(actor, dossier_id, op_id, effect)

    @only(advisor(Need.DOSSIER, Right.VALIDATE))
    def refuse(self, actor: Actor, dossier_id: str, form: RefusalForm, op_id: str) -> Dossier:
        """Refuse with a reason the holder reads; what funders granted goes back to them."""
        return self._move(actor, dossier_id, Move("refuse", reason=form.reason), op_id)

    @only(advisor(Need.DOSSIER, Right.VALIDATE))
    def abandon(self, actor: Actor, dossier_id: str, form: AbandonForm, op_id: str) -> Dossier:
        """Declare that the training stops and that nothing of it is debited: everything blocked is released."""
        return self._move(actor, dossier_id, Move("abandon", reason=form.reason), op_id)

    @only(advisor(Need.DOSSIER, Right.VALIDATE))
    def lift_suspension(self, actor: Actor, dossier_id: str, op_id: str) -> Dossier:
        """Take the review up again once the DIF is corrected. Raises `Conflict` while its proof does not match."""

        def effect(uow: UnitOfWork, dossier: Dossier, act: Act) -> Dossier:
            declaration = uow.projects.dif(dossier.holder_id)
            if declaration is not None and declaration.proof is ProofState.MISMATCH:
                raise Conflict("Le solde de DIF ne correspond toujours pas au document. Attendez sa correction.")
            return apply_move(uow, dossier, Move("lift_suspension"), act)

        return self._once(actor, dossier_id, op_id, effect)

    @only(advisor(Need.DOSSIER, Right.VALIDATE))
    def enter(self, actor: Actor, dossier_id: str, form: EntryForm, op_id: str) -> Dossier:
        """Declare the entry in training, not before it happened; the day replaces the planned start.

        The planned start stays in the answers. Raises `InvalidInput` for a day to come or after the planned end.
        """

        def effect(uow: UnitOfWork, dossier: Dossier, act: Act) -> Dossier:
            if form.on > self._clock.today():
                raise InvalidInput("Ce jour est dans l’avenir. Déclarez l’entrée le jour même, ou après.")
            if dossier.end is not None and form.on > dossier.end:
                raise InvalidInput(
                    "La formation devait finir le {end}. Vérifiez le jour d’entrée.", end=in_words(dossier.end)
                )
            detail = str(text("Entrée le {day}.", day=in_words(form.on)))
            return apply_move(uow, dossier, Move("enter", detail=detail, changes={"start": form.on}), act)

        return self._once(actor, dossier_id, op_id, effect)

    @only(advisor(Need.DOSSIER, Right.CLOSE))
    def close(self, actor: Actor, dossier_id: str, form: ClosingForm, op_id: str) -> Dossier:
        """Close on what was realised: debited in the order of use, the rest released, the funder's rest returned.

        Raises `InvalidInput` when nothing was realised (that is an abandonment) or more than was planned.
        """

        def effect(uow: UnitOfWork, dossier: Dossier, act: Act) -> Dossier:
            find_transition("close", dossier.state, actor)
            if form.realised <= ZERO:
                raise InvalidInput("Rien n’a été suivi : déclarez un abandon, les heures seront libérées.")
            if form.realised > dossier.planned:
                raise InvalidInput(
                    "La formation prévoyait {planned} : on ne peut pas en débiter davantage. Vérifiez le nombre.",
                    planned=show(dossier.planned),
                )
            reserved = open_reservations(
                uow.ledger.accounts(dossier.holder_id), uow.ledger.entries(dossier.holder_id), dossier.id
            )
            entries = plan_debit(reserved, form.realised, act.operation(dossier.id))
            detail = str(
                text(
                    "{realised} réalisées sur {planned} prévues.",
                    realised=show(form.realised),
                    planned=show(dossier.planned),
                )
            )
            changes = {"realised": form.realised}
            return apply_move(uow, dossier, Move("close", detail=detail, entries=entries, changes=changes), act)

        return self._once(actor, dossier_id, op_id, effect)

    def _move(self, actor: Actor, dossier_id: str, move: Move, op_id: str) -> Dossier:
        return self._once(actor, dossier_id, op_id, lambda uow, dossier, act: apply_move(uow, dossier, move, act))

    def _once(
        self, actor: Actor, dossier_id: str, op_id: str, effect: Callable[[UnitOfWork, Dossier, Act], Dossier]
    ) -> Dossier:
        act, day = Act(actor, op_id, self._clock.now()), self._clock.today()
        return once(
            self._database,
            actor,
            op_id,
            act.at,
            lambda uow: effect(uow, load(uow, actor, dossier_id, day), act),
            key=lambda dossier: dossier.id,
            again=lambda uow, done: load(uow, actor, done, day),
        )


def _item(uow: UnitOfWork, dossier: Dossier, holder_name: str) -> QueueItem:
    since = day_of(reached_at(uow.dossiers.events(dossier.id), dossier))
    return QueueItem(replace(dossier, answers={}), holder_name, TURN[dossier.state], since, due(dossier.state, since))
