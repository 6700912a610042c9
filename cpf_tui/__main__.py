"""The program: `cpf-tui`, or `python -m cpf_tui`."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code; the process is closed to others before anything else is read."""
    from cpf_tui.security.hardening import harden  # before what may one day read a secret

    harden()
    from cpf_tui.cli.main import run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
