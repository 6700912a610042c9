"""`cpf-tui audit …`: what the operator does with the audit; one module per act, each with its `add`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpf_tui.cli.audit import lister, tete, verifier_tetes
from cpf_tui.i18n import _

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands

ACTS = (lister, tete, verifier_tetes)


def add(commands: Commands) -> None:
    """Add the family and its acts."""
    parser = commands.add_parser("audit", help=_("lire l’audit, en garder la tête du jour, vérifier celles gardées"))
    acts = parser.add_subparsers(title=_("commandes"), metavar=_("COMMANDE"), dest="act", required=True)
    for module in ACTS:
        module.add(acts)
