"""Calling a service without freezing the screen: the call runs in a thread, its result comes back as a message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from textual import on
from textual.message import Message
from textual.screen import Screen, ScreenResultType

from cpf_tui.domain.errors import DomainError
from screens.messages import Failed

T = TypeVar("T")
PATIENCE = 0.5
"""Seconds after which work in the background is said on screen."""


@dataclass
class _Reply(Message):
    """What came back from a service: `deliver` hands it to the screen, unless a newer call of its group was made."""

    group: str
    call: object
    deliver: Callable[[], Any]


class Background(Screen[ScreenResultType]):
    """A screen that calls services: `ask` runs one in a thread and hands over its result, or its refusal."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: dict[str, object] = {}  # the call each group waits for

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
        self._waiting[group] = call
        self.set_timer(PATIENCE, partial(self._say_if_waiting, group, call))
        body = partial(self._run, group, call, then, otherwise or self.refused)
        self.run_worker(body, thread=True, exclusive=True, exit_on_error=False, group=group)

    def _run(
        self,
        group: str,
        call: Callable[[], T],
        then: Callable[[T], object],
        otherwise: Callable[[DomainError], None],
    ) -> None:
        deliver: Callable[[], Any]
        try:
            deliver = partial(then, call())
        except DomainError as error:
            deliver = partial(otherwise, error)
        except Exception as error:
            # Whatever happens in a service, the person gets a sentence and a reference, never a traceback.
            deliver = partial(self.post_message, Failed(error))
        self.post_message(_Reply(group, call, deliver))

    @on(_Reply)
    def _deliver(self, reply: _Reply) -> None:
        reply.stop()
        if self._waiting.get(reply.group) is not reply.call:
            return
        del self._waiting[reply.group]
        if not self._waiting:
            self.rested()
        if self.is_attached:
            reply.deliver()

    def _say_if_waiting(self, group: str, call: object) -> None:
        if self._waiting.get(group) is call:
            self.working()

    def working(self) -> None:
        """Say that the work goes on; called when it lasts."""

    def rested(self) -> None:
        """Take back what `working` said."""

    def refused(self, error: DomainError) -> None:
        """Show an expected refusal; every screen says how."""
        raise error
