"""`cpf-tui verifier`: is the database whole, are its guards in place, do movements and balances agree."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cpf_tui.cli.arguments import add_json
from cpf_tui.cli.verified import show
from cpf_tui.i18n import _

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "verifier",
        help=_("vérifier la base : intégrité, chaîne des mouvements, soldes"),
        description=_("Vérifie la base sans rien y changer. Code de sortie 1 si une anomalie est trouvée."),
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check the database and say what was found."""
    from cpf_tui.bootstrap import build  # the database is loaded by this command only

    with build() as container:
        return show(container.verify(), as_json=options.json)
