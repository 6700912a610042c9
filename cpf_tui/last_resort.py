"""What nobody caught: wherever it comes from, it becomes a scrubbed report, never a traceback.

Python writes what nobody caught on stderr, which is the terminal of whoever sits there: an exception of the main
thread, of another thread, of a destructor, of a task nobody waited for; warnings and records of the libraries too.
"""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any

from cpf_tui.incident import Incident, record_incident

if TYPE_CHECKING:
    import asyncio


def keep(error: BaseException) -> Incident:
    """Write the report in the data folder of the installation, if it can be known and written."""
    folder = None
    with suppress(Exception):  # whatever is wrong with the settings, there is an error to tell already
        from cpf_tui.settings import load

        folder = load().data_dir
    return record_incident(error, folder)


def install() -> None:
    """Take the place of everything by which Python would write an error by itself."""
    sys.excepthook = _uncaught
    threading.excepthook = _in_thread
    sys.unraisablehook = _unraisable
    import logging
    import warnings

    # A library's record holds the values it worked on; with no handler, the last resort of Python writes them.
    logging.getLogger().addHandler(logging.NullHandler())  # else `logging.error` installs one that writes on stderr
    logging.lastResort = None
    logging.raiseExceptions = False
    warnings.showwarning = _unsaid


def in_loop(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Handle what a task raised and nobody awaited (`loop.set_exception_handler`)."""
    del loop
    error = context.get("exception")
    if isinstance(error, BaseException):
        keep(error)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    del kind, trace
    incident = keep(error)
    with suppress(Exception):
        print(f"cpf-tui : {incident.reference}", file=sys.stderr)  # noqa: T201 - the languages may be what failed


def _in_thread(failure: threading.ExceptHookArgs) -> None:
    if failure.exc_value is not None and not isinstance(failure.exc_value, SystemExit):
        keep(failure.exc_value)


def _unraisable(failure: sys.UnraisableHookArgs) -> None:
    if failure.exc_value is not None:
        keep(failure.exc_value)


def _unsaid(*_given: Any, **_named: Any) -> None:
    """Say no warning: it quotes the line that caused it."""
