from __future__ import annotations

from collections.abc import Callable

import pytest

from cpf_tui.domain.dossier import parse_reference
from cpf_tui.domain.errors import NotAllowed, NotFound
from cpf_tui.domain.people import RequestState
from cpf_tui.services.assistance import CLOSING_MESSAGE, Assistance
from tests.support.fakes import ADVISOR, HOLDER, OTHER_HOLDER, FakeClock, FakeDatabase, with_holder
from tests.support.forms import help_wanted, reply


@pytest.fixture
def assistance() -> Assistance:
    database = FakeDatabase()
    with_holder(database)
    return Assistance(database=database, clock=FakeClock())


def test_a_request_has_a_reference_and_its_first_message(assistance: Assistance) -> None:
    request = assistance.ask(HOLDER, help_wanted("Bonjour [/ ?"), "op")
    assert parse_reference(request.reference) == request.reference
    assert request.reference.startswith("AIDE-")
    assert [(one.author, one.body) for one in request.messages] == [(HOLDER.name, "Bonjour [/ ?")]
    assert assistance.ask(HOLDER, help_wanted(), "op") == request
    assert assistance.mine(HOLDER) == (request,)


def test_an_answer_and_what_follows(assistance: Assistance) -> None:
    request = assistance.ask(HOLDER, help_wanted(), "op-1")
    (waiting,) = assistance.queue(ADVISOR)
    assert (waiting.id, waiting.messages[0].author, waiting.messages[0].body) == (request.id, HOLDER.name, "")
    answered = assistance.reply(ADVISOR, request.id, reply(), "op-2")
    assert answered.state is RequestState.ANSWERED
    assert assistance.reply(ADVISOR, request.id, reply(), "op-2") == answered
    asked_further = assistance.reply(HOLDER, request.id, reply("Et le DIF ?"), "op-3")
    assert asked_further.state is RequestState.OPEN
    assert len(asked_further.messages) == 3
    assert assistance.read(HOLDER, request.id) == assistance.read(ADVISOR, request.id) == asked_further


def test_closing_says_so_once(assistance: Assistance) -> None:
    request = assistance.ask(HOLDER, help_wanted(), "op-1")
    closed = assistance.close(HOLDER, request.id)
    assert closed.state is RequestState.CLOSED
    assert closed.messages[-1].body == CLOSING_MESSAGE
    assert assistance.close(ADVISOR, request.id) == closed
    assert assistance.queue(ADVISOR) == ()


def test_nobody_else_reads_a_request(assistance: Assistance) -> None:
    request = assistance.ask(HOLDER, help_wanted(), "op-1")
    assert assistance.mine(OTHER_HOLDER) == ()
    secrets: tuple[Callable[[], object], ...] = (
        lambda: assistance.read(OTHER_HOLDER, request.id),
        lambda: assistance.reply(OTHER_HOLDER, request.id, reply(), "op-2"),
        lambda: assistance.close(OTHER_HOLDER, request.id),
    )
    for hidden in secrets:
        with pytest.raises(NotFound):
            hidden()
    refusals: tuple[Callable[[], object], ...] = (
        lambda: assistance.ask(ADVISOR, help_wanted(), "op-3"),
        lambda: assistance.queue(HOLDER),
        lambda: assistance.mine(ADVISOR),
    )
    for refused in refusals:
        with pytest.raises(NotAllowed):
            refused()
