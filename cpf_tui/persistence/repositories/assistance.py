"""Requests for help and their messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from cpf_tui.domain.errors import NotFound
from cpf_tui.domain.people import AssistanceMessage, AssistanceRequest, RequestState
from cpf_tui.persistence.repositories.rows import columns, record, values
from cpf_tui.persistence.tables import assistance_message as messages
from cpf_tui.persistence.tables import assistance_request as requests


class SqlAssistance:
    """Requests for help."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, request: AssistanceRequest) -> None:
        """Store a request and its first message."""
        self._connection.execute(insert(requests).values(values(requests, request)))
        for message in request.messages:
            self._connection.execute(insert(messages).values(values(messages, message)))

    def add_message(self, message: AssistanceMessage, state: RequestState) -> None:
        """Append a message and set the state of the request; raises `NotFound`."""
        statement = update(requests).where(requests.c.id == message.request_id).values(state=state)
        if self._connection.execute(statement).rowcount == 0:
            raise _unknown()
        self._connection.execute(insert(messages).values(values(messages, message)))

    def get(self, request_id: str) -> AssistanceRequest:
        """Return a request with its messages; raises `NotFound`."""
        found = self._requests(_select().where(requests.c.id == request_id))
        if not found:
            raise _unknown()
        return found[0]

    def of_holder(self, holder_id: str) -> Sequence[AssistanceRequest]:
        """Return a holder's requests, newest first."""
        return self._requests(_select().where(requests.c.holder_id == holder_id).order_by(requests.c.seq.desc()))

    def queue(self) -> Sequence[AssistanceRequest]:
        """Return the requests not closed, oldest first."""
        return self._requests(_select().where(requests.c.state != RequestState.CLOSED).order_by(requests.c.seq))

    def _requests(self, statement: Select[Any]) -> list[AssistanceRequest]:
        found = [record(AssistanceRequest, row) for row in self._connection.execute(statement)]
        return [replace(request, messages=self._messages(request.id)) for request in found]

    def _messages(self, request_id: str) -> tuple[AssistanceMessage, ...]:
        statement = select(*columns(messages, AssistanceMessage)).where(messages.c.request_id == request_id)
        rows = self._connection.execute(statement.order_by(messages.c.seq))
        return tuple(record(AssistanceMessage, row) for row in rows)


def _select() -> Select[Any]:
    return select(*columns(requests, AssistanceRequest))


def _unknown() -> NotFound:
    return NotFound("Cette demande d’aide n’existe pas.")
