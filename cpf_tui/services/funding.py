"""Complementary funding of a dossier (step 10): what is missing, who is asked, and what each one answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cpf_tui.domain.errors import Conflict, NotFound
from cpf_tui.domain.funding import FUNDERS
from cpf_tui.domain.ledger import EntryKind, NewEntry, funder_source
from cpf_tui.domain.money import euros
from cpf_tui.domain.people import Actor, Right
from cpf_tui.domain.records import Dossier, FundingLine, FundingState, State
from cpf_tui.domain.regime import show
from cpf_tui.domain.text import text
from cpf_tui.journey.forms.advisor import FundingAnswerForm, FundingRequestForm
from cpf_tui.ports import Clock, Database, UnitOfWork
from cpf_tui.services.access import HOLDER, Need, advisor, only
from cpf_tui.services.dossier_support import Act, Move, apply_move, load, note, shown
from cpf_tui.services.funding_plan import FundingPlan, check_request, read_plan
from cpf_tui.services.support import new_id
from cpf_tui.services.trail import once

# A funder answers when it can: whatever happened meanwhile, as long as the hours are not blocked yet.
_OPEN = frozenset({State.DRAFT, State.CONSENTED, State.SUBMITTED, State.CORRECTION, State.SUSPENDED, State.FUNDING})


class FundingPlans:
    """The funding of dossiers: what a funder agrees to is written on an account that serves this dossier alone."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @only(HOLDER, advisor(Need.DOSSIER))
    def plan(self, actor: Actor, dossier_id: str) -> FundingPlan:
        """Read the funding of a dossier, for its holder or for an advisor who may see it."""
        with shown(self._database, self._clock, actor, dossier_id) as (uow, dossier):
            return read_plan(uow, dossier)

    @only(advisor(Need.DOSSIER, Right.VALIDATE))
    def request(self, actor: Actor, dossier_id: str, form: FundingRequestForm, op_id: str) -> FundingLine:
        """Ask a funder; the dossier then waits for funding.

        Raises `InvalidInput` for a funder that cannot be asked (status, disability, AIF too late or for a VAE, FPSPP
        beyond its bound) or for more than is missing.
        """
        act, today = Act(actor, op_id, self._clock.now()), self._clock.today()

        def ask(uow: UnitOfWork) -> FundingLine:
            dossier = load(uow, actor, dossier_id, today)
            if dossier.state not in {State.SUBMITTED, State.FUNDING}:
                raise Conflict("Un financement se demande pendant l’examen du dossier. Relisez son état.")
            funder = check_request(read_plan(uow, dossier), uow, dossier, form, today)
            line = FundingLine(
                new_id(),
                dossier.id,
                form.funder,
                form.quantity,
                form.euros,
                FundingState.REQUESTED,
                act.at,
                actor.name,
                form.comment or "",
            )
            asked = text(
                "Demandé à {funder} : {quantity}, {euros}.",
                funder=funder.name,
                quantity=show(form.quantity),
                euros=euros(form.euros),
            )
            if dossier.state is State.SUBMITTED:
                apply_move(uow, dossier, Move("seek_funding", detail=str(asked)), act)
            else:
                note(uow, dossier, act, "funding_requested", detail=str(asked))
            uow.dossiers.add_funding(line)
            return line

        return self._once(act, dossier_id, ask)

    @only(advisor(Need.DOSSIER, Right.VALIDATE))
    def record_answer(
        self, actor: Actor, line_id: str, dossier_id: str, form: FundingAnswerForm, op_id: str
    ) -> FundingLine:
        """Record what a funder answered; once everything is answered and nothing is missing, the review resumes.

        Raises `Conflict` when the line is already answered or the hours are already blocked.
        """
        act, today = Act(actor, op_id, self._clock.now()), self._clock.today()

        def answer(uow: UnitOfWork) -> FundingLine:
            dossier = load(uow, actor, dossier_id, today)
            line = _find(uow, dossier.id, line_id)
            if line.state is not FundingState.REQUESTED:
                raise Conflict("La réponse de ce financeur est déjà notée. Relisez le plan de financement.")
            state = FundingState(form.decision)
            if state is FundingState.AGREED and dossier.state not in _OPEN:
                raise Conflict("Le dossier n’attend plus de financement : ses heures sont bloquées, ou il est terminé.")
            answered = replace(line, state=state, answered_at=act.at, answer=form.answer or "")
            uow.dossiers.update_funding(answered)
            if state is FundingState.AGREED and line.quantity:
                _credit(uow, dossier, line, act)
            note(uow, dossier, act, "funding_answered", reason=answered.answer, detail=_words(answered))
            _settle(uow, dossier, act)
            return answered

        return self._once(act, dossier_id, answer)

    @only(advisor(Need.DOSSIER, Right.VALIDATE))
    def settle(self, actor: Actor, dossier_id: str, op_id: str) -> Dossier:
        """Go back to the review without waiting for more funding (found elsewhere, or no longer needed)."""
        act, today = Act(actor, op_id, self._clock.now()), self._clock.today()
        return once(
            self._database,
            actor,
            op_id,
            act.at,
            lambda uow: apply_move(uow, load(uow, actor, dossier_id, today), Move("funding_settled"), act),
            key=lambda dossier: dossier.id,
            again=lambda uow, done: load(uow, actor, done, today),
        )

    def _once(self, act: Act, dossier_id: str, effect: Callable[[UnitOfWork], FundingLine]) -> FundingLine:
        def again(uow: UnitOfWork, done: str) -> FundingLine:
            return _find(uow, load(uow, act.actor, dossier_id, self._clock.today()).id, done)

        return once(self._database, act.actor, act.op_id, act.at, effect, key=lambda line: line.id, again=again)


def _credit(uow: UnitOfWork, dossier: Dossier, line: FundingLine, act: Act) -> None:
    """Write what a funder grants on its account for this dossier, where no other training can take it (L6323-4)."""
    account = uow.ledger.open_account(dossier.holder_id, funder_source(line.funder, dossier.id))
    entry = NewEntry(
        f"{act.op_id}:1",
        account.id,
        EntryKind.CREDIT,
        line.quantity,
        "funder_agreed",
        act.actor.id,
        dossier_id=dossier.id,
    )
    uow.ledger.append((entry,), act.at)


def _settle(uow: UnitOfWork, dossier: Dossier, act: Act) -> None:
    plan = read_plan(uow, dossier)
    unanswered = any(one.state is FundingState.REQUESTED for one in plan.lines)
    if dossier.state is State.FUNDING and not unanswered and not plan.remaining:
        apply_move(uow, dossier, Move("funding_settled"), act)


def _find(uow: UnitOfWork, dossier_id: str, line_id: str) -> FundingLine:
    for line in uow.dossiers.funding(dossier_id):
        if line.id == line_id:
            return line
    raise NotFound("Cette demande de financement n’existe pas.")


def _words(line: FundingLine) -> str:
    name = FUNDERS[line.funder].name
    if line.state is FundingState.REFUSED:
        return str(text("{funder} refuse.", funder=name))
    return str(text("{funder} accorde {quantity}.", funder=name, quantity=show(line.quantity)))
