"""The program: `cpf-tui`, or `python -m cpf_tui`."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code; the process is closed to others before anything else is read.

    Where the terminal is shared, the full screen runs under a guardian.
    """
    shared = _close()
    given = sys.argv[1:] if arguments is None else list(arguments)
    if shared and sys.platform != "win32":
        from cpf_tui.cli.main import last_words

        words = last_words(given)
        if words:
            from cpf_tui.guardian import watch

            return watch(given, words)
    return _run(given)


def inside() -> int:
    """Run the program under its guardian."""
    _close()
    return _run(sys.argv[1:])


def _close() -> bool:
    """Close the process to others, and say whether its terminal is shared."""
    from cpf_tui.security import surroundings  # first of all: what is imported after it is ours

    surroundings.clean()
    if surroundings.is_shared_here():
        surroundings.start_again()
    from cpf_tui.security.hardening import harden

    harden()
    from cpf_tui.last_resort import install

    install()
    return surroundings.is_shared_here()


def _run(arguments: Sequence[str]) -> int:
    from cpf_tui.cli.main import run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
