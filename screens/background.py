"""Calling a service without freezing the screen: the call runs in a thread, its result comes back as a message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from textual import on
from textual.message import Message
from textual.screen import Screen, ScreenResultType
from textual.worker import get_current_worker

from cpf_tui.domain.errors import DomainError
from screens.messages import Failed

T = TypeVar("T")
PATIENCE = 0.5
"""Seconds after which work in the background is said on screen."""


@dataclass
class _Reply(Message):
    """What came back from a service: `deliver` hands it to the screen, unless a newer call made it stale."""

    deliver: Callable[[], Any]
    stale: bool


class Background(Screen[ScreenResultType]):
    """A screen that calls services: `ask` runs one in a thread and hands over its result, or its refusal."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting = 0

    def ask(
        self,
        call: Callable[[], T],
        then: Callable[[T], object],
        otherwise: Callable[[DomainError], None] | None = None,
        *,
        group: str = "service",
    ) -> None:
        """Run `call` in a thread, then `then` with its result in the UI thread.

        A newer call of the same `group` makes an older one's result stale. An expected refusal goes to `otherwise`
        (by default `self.refused`); anything else goes to the app as `Failed`.
        """
        self._waiting += 1
        self.set_timer(PATIENCE, self._say_if_waiting)
        body = partial(self._run, call, then, otherwise or self.refused)
        self.run_worker(body, thread=True, exclusive=True, exit_on_error=False, group=group)

    def _run(
        self, call: Callable[[], T], then: Callable[[T], object], otherwise: Callable[[DomainError], None]
    ) -> None:
        worker = get_current_worker()
        deliver: Callable[[], Any]
        try:
            deliver = partial(then, call())
        except DomainError as error:
            deliver = partial(otherwise, error)
        except Exception as error:
            deliver = partial(self.post_message, Failed(error))
        self.post_message(_Reply(deliver, worker.is_cancelled))

    @on(_Reply)
    def _deliver(self, reply: _Reply) -> None:
        reply.stop()
        self._waiting -= 1
        if not self._waiting:
            self.rested()
        if not reply.stale and self.is_attached:
            reply.deliver()

    def _say_if_waiting(self) -> None:
        if self._waiting:
            self.working()

    def working(self) -> None:
        """Say that the work goes on; called when it lasts."""

    def rested(self) -> None:
        """Take back what `working` said."""

    def refused(self, error: DomainError) -> None:
        """Show an expected refusal; every screen says how."""
        raise error
