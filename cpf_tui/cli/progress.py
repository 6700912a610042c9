"""One line that says how far a long command is."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from cpf_tui.cli.output import visible

_OFTEN = 0.1  # seconds between two refreshes


class ProgressLine:
    """One line on stderr, rewritten in place, only where somebody watches it."""

    def __init__(self) -> None:
        self._watched = sys.stderr is not None and sys.stderr.isatty()
        self._last = 0.0
        self._drawn = False

    def show(self, words: Callable[[], str], *, at_once: bool = False) -> None:
        """Draw the words, asked for only when they are drawn: ten times a second, or now when they must be seen."""
        now = time.monotonic()
        if not self._watched or (now - self._last < _OFTEN and not at_once):
            return
        self._last, self._drawn = now, True
        sys.stderr.write(f"\r\x1b[K{visible(words())}")  # a file may bear any name
        sys.stderr.flush()

    def wipe(self) -> None:
        """Take the line back."""
        if self._drawn:
            self._drawn = False
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
