"""`cpf-tui base …`: what the operator does to the database as a whole; one module per act, each with its `add`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpf_tui.cli.base import changer_cle, preparer, purger, restaurer, sauvegarder, transferer, verifier
from cpf_tui.i18n import _

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands

ACTS = (sauvegarder, restaurer, verifier, changer_cle, preparer, transferer, purger)


def add(commands: Commands) -> None:
    """Add the family and its acts."""
    parser = commands.add_parser("base", help=_("sauvegarder, remettre, vérifier la base ; changer ses clés"))
    acts = parser.add_subparsers(title=_("commandes"), metavar=_("COMMANDE"), dest="act", required=True)
    for module in ACTS:
        module.add(acts)
