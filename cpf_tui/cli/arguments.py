"""The parser every command is added to: French, strict about abbreviations, one sentence for each mistake."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import complain
from cpf_tui.i18n import _

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction["Parser"]  # argparse gives no public name to it

LIMIT = 10_000
"""The most results anybody may ask for at once."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose mistakes are one sentence on stderr and exit code 2."""

    def __init__(self, **options: Any) -> None:
        # An abbreviation that works today may be ambiguous tomorrow: scripts spell options in full.
        super().__init__(allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, **options)

    def error(self, message: str) -> NoReturn:
        """Say what is not understood, and where the help is."""
        complain(_("{message}. Aide : {command} --help", message=message.rstrip("."), command=self.prog))
        sys.exit(Code.USAGE)


def count(typed: str) -> int:
    """Read a number of results."""
    if not typed.isdecimal() or not 1 <= int(typed) <= LIMIT:
        raise argparse.ArgumentTypeError(_("« {typed} » : écrivez un nombre de 1 à {most}", typed=typed, most=LIMIT))
    return int(typed)


def day(typed: str) -> date:
    """Read a day written `2016-06-01`."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("« {typed} » : écrivez un jour comme {example}", typed=typed, example="2016-06-01")
        ) from None


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add `--json`."""
    parser.add_argument("--json", action="store_true", help=_("écrire du JSON, pour un programme"))
