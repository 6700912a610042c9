"""Waiting until a running app has nothing left to do, without guessing how long that takes.

Textual's pilot waits after each key until the processor has been idle for 20 ms, twice: half of what a test of a screen
lasts, and a guess on a busy machine. Here the event loop says whether something is left to run.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from textual._context import active_app
from textual._wait import wait_for_idle
from textual.app import App

_CALM = 2  # rounds: painting may start something else


@contextmanager
def stillness() -> Iterator[None]:
    """Make the pilots of Textual wait on the event loop."""
    with mock.patch("textual.app.wait_for_idle", _until_still), mock.patch("textual.pilot.wait_for_idle", _until_still):
        yield


async def _until_still(min_sleep: float = 0, max_sleep: float = 1) -> None:
    """Return once nothing is ready to run; a thread at work is waited for as Textual does.

    Implements `textual._wait.wait_for_idle`: whatever never rests is let go of after `max_sleep` seconds.
    """
    app = active_app.get()
    # Of a private kind, but the loops of Python have all had it: what they are about to run.
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
    deadline = time.monotonic() + max_sleep
    calm = 0
    while calm < _CALM and time.monotonic() < deadline:
        await asyncio.sleep(0)
        calm = 0 if ready else calm + 1
        if calm:
            if any(not worker.is_finished for worker in app.workers):
                await wait_for_idle(min_sleep, max_sleep)  # it may be waiting for the test
            _tick(app)


def _tick(app: App[Any]) -> None:
    """Do now what Textual does some milliseconds later: take the size of the window, paint."""
    app._check_resize()
    if app.screen_stack:
        app.screen._on_timer_update()
