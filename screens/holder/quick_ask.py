"""Asking at each key: in the handler itself while answers are faster than a frame, in a thread as soon as one is not.

A thread costs a second frame at each key, hence more bytes over a slow link; a slow answer in the handler would hold
the screen. What answers is measured, so neither has to be guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import TypeVar

from cpf_tui.domain.errors import DomainError
from screens.background import Background
from screens.messages import Failed

T = TypeVar("T")
FAST = 0.05
"""Seconds under which an answer may hold the screen: less than a person notices."""


class QuickAsk:
    """Asks for one screen; the first time in a thread, since it may have to open files."""

    def __init__(self, screen: Background[None]) -> None:
        self._screen = screen
        self._slow = True
        self._turn = 0

    def ask(self, call: Callable[[], T], then: Callable[[T], object], *, group: str) -> None:
        """Call, then give the answer to `then`; refusals and failures are shown as `Background.ask` does.

        An answer that comes from its thread after a newer question was asked is dropped.
        """
        self._turn += 1
        turn = self._turn
        if self._slow:
            self._screen.ask(
                lambda: self._timed(call), lambda answer: then(answer) if turn == self._turn else None, group=group
            )
            return
        try:
            answer = self._timed(call)
        except DomainError as error:
            self._screen.refused(error)
        except Exception as error:
            self._screen.post_message(Failed(error))
        else:
            then(answer)

    def _timed(self, call: Callable[[], T]) -> T:
        started = perf_counter()
        answer = call()
        self._slow = perf_counter() - started > FAST
        return answer
