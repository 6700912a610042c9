"""A shared terminal is given back clean, however the program ends: even killed, it cannot leave a screen behind.

There, the program runs in an interpreter of its own, isolated from what it was started in, under a process that holds
nothing of anybody: when the program is gone, that process puts the terminal back as it was, wipes it, and says one
neutral line. If it is killed first, the program is told to end and does the same for the screen.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress

from cpf_tui.security.surroundings import isolated

_PR_SET_PDEATHSIG = 1
_SIGNALLED = 128
# Modes a full screen may have left on: mouse (five forms), pastes in brackets, keys told in detail, focus reports,
# synchronised output, sizes told in band, no cursor, no line wrap; then the colours and the other screen.
_MODES_OFF = "".join(f"\x1b[?{mode}l" for mode in (1000, 1002, 1003, 1006, 1015, 1016, 2004, 1004, 2026, 2048))
RESTORE = f"{_MODES_OFF}\x1b[<u\x1b[?7h\x1b[?25h\x1b[0m\x1b[?1049l"
_FORGET = "\x1b[3J\x1b]0;\x07"
"""Lines that went off the top, and the title of the window."""


def wiping(rows: int) -> str:
    """Return what empties each line of a screen: erased at once, some terminals would keep it among the lines above."""
    return "\x1b[0m" + "".join(f"\x1b[{row}H\x1b[2K" for row in range(1, rows + 1)) + "\x1b[H"


def watch(arguments: Sequence[str], last_words: str) -> int:
    """Run the program until its end, give the terminal back clean, and return its exit code."""
    import termios

    before = None
    with suppress(termios.error, OSError, ValueError):
        before = termios.tcgetattr(0)
    us = os.getpid()
    program = os.fork()
    if program == 0:
        _become(arguments, us)
    _pass_signals_on(program)
    code = os.waitstatus_to_exitcode(os.waitpid(program, 0)[1])
    with suppress(termios.error, OSError):
        if before is not None:
            # What was typed and not read yet is dropped: it would go to whoever reads this terminal next.
            termios.tcsetattr(0, termios.TCSAFLUSH, before)
        _give_back(code, last_words)
    return _SIGNALLED - code if code < 0 else code


def _become(arguments: Sequence[str], guardian: int) -> None:
    """Be the program: it ends with its guardian, and inherits the three streams of the terminal only."""
    try:
        if sys.platform == "linux":
            import ctypes

            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        if os.getppid() == guardian:  # else it was killed before it could be followed
            os.closerange(3, os.sysconf("SC_OPEN_MAX"))
            line = isolated("inside", arguments)
            os.execve(line[0], line, os.environ)  # noqa: S606 - this very program
    finally:
        os._exit(70)


def _pass_signals_on(program: int) -> None:
    def pass_on(number: int, _frame: object) -> None:
        with suppress(ProcessLookupError):
            os.kill(program, number)

    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, pass_on)
    for number in (signal.SIGINT, signal.SIGTSTP, signal.SIGTTOU):
        signal.signal(number, signal.SIG_IGN)


def _give_back(code: int, last_words: str) -> None:
    """Wipe and say the last words, except over a sentence that says what went wrong."""
    if not os.isatty(2):
        return
    left = RESTORE if code < 0 else ""
    if code <= 0 or code > _SIGNALLED:
        size = os.get_terminal_size(2)
        left = f"{left and wiping(size.lines)}{left}{wiping(size.lines)}{_FORGET}{last_words}\r\n"
    os.write(2, left.encode())
