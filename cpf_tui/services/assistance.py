"""The assistance (step 14): a request with a reference, its messages, and the answers followed up."""

from __future__ import annotations

from collections.abc import Callable

from cpf_tui.domain.errors import NotFound
from cpf_tui.domain.people import Actor, AssistanceMessage, AssistanceRequest, RequestState, Role
from cpf_tui.journey.forms.advisor import ReplyForm
from cpf_tui.journey.forms.project import AssistanceForm
from cpf_tui.ports import Clock, Database, UnitOfWork
from cpf_tui.services.support import new_id, new_reference, once, require_advisor, require_holder

CLOSING_MESSAGE = "Demande close."


class Assistance:
    """Requests for help: asked by holders, answered by any advisor, since a person in difficulty may have none."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def ask(self, actor: Actor, form: AssistanceForm, op_id: str) -> AssistanceRequest:
        """Ask for help."""
        holder_id, now = require_holder(actor), self._clock.now()

        def write(uow: UnitOfWork) -> AssistanceRequest:
            request_id = new_id()
            message = AssistanceMessage(request_id, actor.role, actor.name, form.body, now)
            request = AssistanceRequest(
                request_id, new_reference("AIDE"), holder_id, form.topic, RequestState.OPEN, now, (message,)
            )
            uow.assistance.add(request)
            return request

        return self._once(op_id, write)

    def mine(self, actor: Actor) -> tuple[AssistanceRequest, ...]:
        """Return the holder's requests, newest first."""
        with self._database.read() as uow:
            return tuple(uow.assistance.of_holder(require_holder(actor)))

    def read(self, actor: Actor, request_id: str) -> AssistanceRequest:
        """Return a request with its messages; raises `NotFound`, also for the request of somebody else."""
        with self._database.read() as uow:
            return _request(uow, actor, request_id)

    def queue(self, actor: Actor) -> tuple[AssistanceRequest, ...]:
        """Return the requests not closed, oldest first, for an advisor."""
        require_advisor(actor)
        with self._database.read() as uow:
            return tuple(uow.assistance.queue())

    def reply(self, actor: Actor, request_id: str, form: ReplyForm, op_id: str) -> AssistanceRequest:
        """Write on a request: an advisor answers it, the holder asks further, which opens it again."""
        state = RequestState.OPEN if actor.role is Role.HOLDER else RequestState.ANSWERED

        def write(uow: UnitOfWork) -> AssistanceRequest:
            return self._add(uow, actor, request_id, form.body, state)

        return self._once(op_id, write)

    def close(self, actor: Actor, request_id: str) -> AssistanceRequest:
        """Close a request: settled, or no longer wanted. Closing it again does nothing."""
        with self._database.write() as uow:
            request = _request(uow, actor, request_id)
            if request.state is not RequestState.CLOSED:
                request = self._add(uow, actor, request_id, CLOSING_MESSAGE, RequestState.CLOSED)
                uow.commit()
            return request

    def _add(self, uow: UnitOfWork, actor: Actor, request_id: str, body: str, state: RequestState) -> AssistanceRequest:
        request = _request(uow, actor, request_id)
        uow.assistance.add_message(
            AssistanceMessage(request.id, actor.role, actor.name, body, self._clock.now()), state
        )
        return uow.assistance.get(request.id)

    def _once(self, op_id: str, act: Callable[[UnitOfWork], AssistanceRequest]) -> AssistanceRequest:
        return once(
            self._database,
            op_id,
            self._clock.now(),
            act,
            key=lambda one: one.id,
            again=lambda uow, key: uow.assistance.get(key),
        )


def _request(uow: UnitOfWork, actor: Actor, request_id: str) -> AssistanceRequest:
    request = uow.assistance.get(request_id)
    if actor.role is not Role.ADVISOR and request.holder_id != actor.id:
        raise NotFound("Cette demande n’existe pas.")
    return request
