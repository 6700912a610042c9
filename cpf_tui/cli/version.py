"""The version installed."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import say


def program_version() -> str:
    """Return the version of the program; empty when it runs without being installed."""
    try:
        return version("cpf-tui")
    except PackageNotFoundError:
        return ""


class ShowVersion(argparse.Action):
    """`--version`: looks the version up only when it is asked for."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Write it and stop."""
        del namespace, values, option_string
        say(f"cpf-tui {program_version()}".strip())
        parser.exit(Code.DONE)
