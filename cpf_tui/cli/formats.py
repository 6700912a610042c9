"""`cpf-tui catalogue importer --formats`: the formats that can be imported."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import say
from cpf_tui.i18n import render


class ShowFormats(argparse.Action):
    """Loads the importers only when it is asked for."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Write one line for each format and stop."""
        del namespace, values, option_string
        from cpf_tui.catalogue.importers import FORMATS

        for one in FORMATS.values():
            say(f"{one.name:<20} {render(one.description)}")
        parser.exit(Code.DONE)
