"""Options that say something and stop, without asking for a command."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from cpf_tui.cli.codes import Code


class Show(argparse.Action):
    """Writes what `show` writes and stops; what it needs is loaded only then."""

    def show(self) -> None:
        """Write it."""
        raise NotImplementedError

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Write it and stop."""
        del namespace, values, option_string
        self.show()
        parser.exit(Code.DONE)
