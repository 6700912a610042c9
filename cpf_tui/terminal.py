"""What a real terminal needs beyond Textual: each workaround stands here, so that an upgrade shows what it breaks."""

from __future__ import annotations

import asyncio
import signal
from typing import Any

from textual.app import App

_ENDINGS = ("SIGTERM", "SIGHUP", "SIGQUIT")


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
