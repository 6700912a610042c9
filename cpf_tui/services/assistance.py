"""The assistance (step 14): a request with a reference, its messages, and the answers followed up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cpf_tui.domain.audit import Action
from cpf_tui.domain.errors import AccessRefused, NotFound
from cpf_tui.domain.people import Actor, AssistanceMessage, AssistanceRequest, RequestState, Role
from cpf_tui.journey.forms.advisor import ReplyForm
from cpf_tui.journey.forms.project import AssistanceForm
from cpf_tui.ports import Clock, Database, UnitOfWork
from cpf_tui.services.access import HOLDER, Need, advisor, helped, only
from cpf_tui.services.support import new_id, new_reference
from cpf_tui.services.trail import Look, Seen, consult, once, reading, refusals_kept, trace, writing

QUEUE = "demandes"
"""The list of requests, as the audit names it."""
CLOSING_MESSAGE = "Demande close."


class Assistance:
    """Requests for help: asked by holders, answered by the body they chose, or by any advisor while they have none."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    @only(HOLDER)
    def ask(self, actor: Actor, form: AssistanceForm, op_id: str) -> AssistanceRequest:
        """Ask for help."""
        holder_id, now = actor.id, self._clock.now()

        def write(uow: UnitOfWork) -> AssistanceRequest:
            request_id = new_id()
            message = AssistanceMessage(request_id, actor.role, actor.name, form.body, now)
            request = AssistanceRequest(
                request_id, new_reference("AIDE"), holder_id, form.topic, RequestState.OPEN, now, (message,)
            )
            uow.assistance.add(request)
            return request

        return self._once(actor, op_id, write)

    @only(HOLDER)
    def mine(self, actor: Actor) -> tuple[AssistanceRequest, ...]:
        """Return the holder's requests, newest first."""
        with reading(self._database, actor) as uow:
            return tuple(uow.assistance.of_holder(actor.id))

    @only(HOLDER, advisor(Need.HELPED))
    def read(self, actor: Actor, request_id: str) -> AssistanceRequest:
        """Return a request with its messages; raises `NotFound`, also for the request of somebody else."""

        def check(uow: UnitOfWork) -> tuple[Seen, AssistanceRequest]:
            request = _request(uow, actor, request_id)
            return Seen(request.holder_id, request.id), request

        look = Look(Action.LOOKED_AT_REQUEST, request_id)
        with consult(self._database, self._clock, actor, look, check) as (
            _uow,
            found,
        ):
            return found

    @only(advisor(Need.HELPED))
    def queue(self, actor: Actor) -> tuple[AssistanceRequest, ...]:
        """Return the requests not closed that this advisor may answer, oldest first: who wrote when, not the words.

        What was written is read one request at a time, with `read`, which leaves its line in the audit.
        """

        def check(uow: UnitOfWork) -> tuple[Seen, tuple[AssistanceRequest, ...]]:
            mine = (one for one in uow.assistance.queue() if helped(uow, actor, one.holder_id))
            return Seen("", QUEUE), tuple(_without_words(one) for one in mine)

        look = Look(Action.LOOKED_AT_QUEUE, QUEUE)
        with consult(self._database, self._clock, actor, look, check) as (_uow, found):
            return found

    @only(HOLDER, advisor(Need.HELPED))
    def reply(self, actor: Actor, request_id: str, form: ReplyForm, op_id: str) -> AssistanceRequest:
        """Write on a request: an advisor answers it, the holder asks further, which opens it again."""
        state = RequestState.OPEN if actor.role is Role.HOLDER else RequestState.ANSWERED

        def write(uow: UnitOfWork) -> AssistanceRequest:
            return self._add(uow, actor, request_id, form.body, state)

        return self._once(actor, op_id, write)

    @only(HOLDER, advisor(Need.HELPED))
    def close(self, actor: Actor, request_id: str) -> AssistanceRequest:
        """Close a request: settled, or no longer wanted. Closing it again does nothing."""
        with refusals_kept(self._database, actor, self._clock.now()), writing(self._database, actor) as uow:
            request = _request(uow, actor, request_id)
            if request.state is not RequestState.CLOSED:
                request = self._add(uow, actor, request_id, CLOSING_MESSAGE, RequestState.CLOSED)
                uow.commit()
            return request

    def _add(self, uow: UnitOfWork, actor: Actor, request_id: str, body: str, state: RequestState) -> AssistanceRequest:
        request, now = _request(uow, actor, request_id), self._clock.now()
        uow.assistance.add_message(AssistanceMessage(request.id, actor.role, actor.name, body, now), state)
        if actor.role is Role.ADVISOR:
            trace(uow, actor, Action.REQUEST_CHANGED, now, subject=request.holder_id, detail=request.id)
        return uow.assistance.get(request.id)

    def _once(self, actor: Actor, op_id: str, act: Callable[[UnitOfWork], AssistanceRequest]) -> AssistanceRequest:
        return once(
            self._database,
            actor,
            op_id,
            self._clock.now(),
            act,
            key=lambda one: one.id,
            again=lambda uow, key: _request(uow, actor, key),
        )


def _request(uow: UnitOfWork, actor: Actor, request_id: str) -> AssistanceRequest:
    request = uow.assistance.get(request_id)
    if actor.role is Role.HOLDER and request.holder_id != actor.id:
        raise NotFound("Cette demande n’existe pas.")
    if actor.role is Role.ADVISOR and not helped(uow, actor, request.holder_id):
        raise AccessRefused(
            "Cette demande est suivie par l’organisme que la personne a choisi.", subject=request.holder_id
        )
    return request


def _without_words(request: AssistanceRequest) -> AssistanceRequest:
    return replace(request, messages=tuple(replace(one, body="") for one in request.messages))
