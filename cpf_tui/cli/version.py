"""The version installed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from cpf_tui.cli.output import say
from cpf_tui.cli.show import Show


def program_version() -> str:
    """Return the version of the program; empty when it runs without being installed."""
    try:
        return version("cpf-tui")
    except PackageNotFoundError:
        return ""


class ShowVersion(Show):
    """`--version`: looks the version up only when it is asked for."""

    def show(self) -> None:
        """Write it."""
        say(f"cpf-tui {program_version()}".strip())
