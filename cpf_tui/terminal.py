"""What a real terminal needs beyond Textual: each workaround stands here, so that an upgrade shows what it breaks."""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import Any

from textual.app import App

_ENDINGS = ("SIGTERM", "SIGHUP", "SIGQUIT")
_LOOKED_AT = 2.0  # seconds between two looks at whether the terminal is still there


def leave_on_signals(app: App[Any]) -> None:
    """End the program in good order when it is told to stop or its terminal goes away.

    Left to themselves these signals kill it with raw mode, mouse and alternate screen still on (textual#5140). The
    exit code is the shell's: 128 and the number of the signal.
    """
    loop = asyncio.get_running_loop()
    for name in _ENDINGS:
        number = getattr(signal, name, None)
        if number is not None:  # Windows knows SIGTERM only, and its loop takes no handler
            try:
                loop.add_signal_handler(number, app.exit, None, 128 + number)
            except (NotImplementedError, RuntimeError, ValueError):
                return


def leave_without_terminal(app: App[Any]) -> None:
    """End the program when its terminal goes without SIGHUP, as for one started apart from any session.

    Textual would read the end of its input again and again, as fast as the machine can.
    """

    def look() -> None:
        # Without a screen, as in tests, no terminal was ever there; that is known only once the program runs.
        if not app.is_headless and (sys.__stdin__ is None or not sys.__stdin__.isatty()):
            app.exit(None, 128 + getattr(signal, "SIGHUP", 1))

    app.set_interval(_LOOKED_AT, look)
