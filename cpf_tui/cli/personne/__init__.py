"""`cpf-tui personne …`: what the operator does for somebody who asks for their rights; one module per act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpf_tui.cli.personne import effacer, exporter, rectifier
from cpf_tui.i18n import _

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands

ACTS = (exporter, rectifier, effacer)


def add(commands: Commands) -> None:
    """Add the family and its acts."""
    parser = commands.add_parser("personne", help=_("donner, rectifier, effacer ce qui est gardé d’une personne"))
    acts = parser.add_subparsers(title=_("commandes"), metavar=_("COMMANDE"), dest="act", required=True)
    for module in ACTS:
        module.add(acts)
