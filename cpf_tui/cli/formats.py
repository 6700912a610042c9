"""`cpf-tui catalogue importer --formats`: the formats that can be imported."""

from __future__ import annotations

from cpf_tui.cli.output import say
from cpf_tui.cli.show import Show
from cpf_tui.i18n import render


class ShowFormats(Show):
    """Loads the importers only when it is asked for."""

    def show(self) -> None:
        """Write one line for each format."""
        from cpf_tui.catalogue.importers import FORMATS

        for one in FORMATS.values():
            say(f"{one.name:<20} {render(one.description)}")
