"""Exit codes: what a script can rely on. `docs/commandes.md` says them in French."""

from __future__ import annotations

from enum import IntEnum


class Code(IntEnum):
    """How a command ended."""

    DONE = 0
    REFUSED = 1  # refused, or a check found a problem; stderr or the report says what to do
    USAGE = 2  # the command line is not understood
    UNEXPECTED = 3  # a fault of the program; its reference number is given
    NO_TERMINAL = 4  # the full screen needs a terminal, and there is none
    INTERRUPTED = 130  # Ctrl+C, as shells say it
    CUT = 141  # whoever read the output stopped reading, as shells say it
