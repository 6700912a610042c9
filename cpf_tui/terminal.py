"""What a real terminal needs beyond Textual: each workaround stands here, so that an upgrade shows what it breaks."""

from __future__ import annotations

import asyncio
import codecs
import os
import signal
import sys
from contextlib import suppress
from typing import Any

from textual.app import App
from textual.driver import Driver
from textual.drivers import linux_driver

from cpf_tui.guardian import wiping

_ENDINGS = ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT")
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
        if not app.is_headless and not _is_there():
            app.exit(None, 128 + getattr(signal, "SIGHUP", 1))

    app.set_interval(_LOOKED_AT, look)


def _is_there() -> bool:
    stdin = sys.__stdin__
    return stdin is not None and not stdin.closed and stdin.isatty()


def stay_in_front() -> None:
    """Refuse to be put in the background: the shell in front would be that of whoever opened the terminal."""
    if hasattr(signal, "SIGTSTP"):
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)


def wipe_when_left(driver: Driver) -> None:
    """Empty the screen before it is given back.

    A terminal without an alternate screen (a Linux console, some multiplexers) would keep the last picture in sight;
    others keep it for who asks for the alternate screen again.
    """
    leave = driver.stop_application_mode

    def wipe_and_leave() -> None:
        with suppress(OSError, AssertionError):  # the terminal is gone, or was never taken
            driver.write(wiping(os.get_terminal_size(sys.__stderr__.fileno() if sys.__stderr__ else 2).lines))
        leave()

    driver.stop_application_mode = wipe_and_leave  # type: ignore[method-assign]


def bear_any_byte() -> None:
    """Read a byte that is not UTF-8 as an unknown character: from an old keyboard, one é would end the program."""

    def forgiving(encoding: str) -> Any:
        decoder = codecs.getincrementaldecoder(encoding)
        return lambda: decoder("replace")

    vars(linux_driver)["getincrementaldecoder"] = forgiving
