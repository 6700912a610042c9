"""`cpf-tui personne rectifier`: hours added or taken back by a correcting movement."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cpf_tui.cli.arguments import add_json
from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import say, say_json
from cpf_tui.cli.personne.whose import add_whose, whose
from cpf_tui.domain.ledger import MOTIVES, Source
from cpf_tui.domain.people import OPERATOR_ACTOR
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.rectification import Change
from cpf_tui.i18n import _, render

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands

_MOTIVES = {
    "travail": "rectified_work",
    "niveau": "rectified_level",
    "document": "rectified_proof",
    "abondement": "rectified_top_up",
    "erreur": "rectified_error",
}
"""What is typed, and the motive in the ledger."""


def add(acts: Commands) -> None:
    """Add the act."""
    parser = acts.add_parser(
        "rectifier",
        help=_("corriger les heures d’une personne par un mouvement de plus"),
        description=_(
            "Ajoute ou ôte des heures par un mouvement correctif, que la personne lit sur son compte avec son motif ; "
            "aucun mouvement n’est jamais changé. Refusé au-dessus du plafond et au-dessous de zéro."
        ),
        epilog="\n".join(f"{name:<11} {render(MOTIVES[key].label)}" for name, key in _MOTIVES.items()),
    )
    parser.add_argument("source", choices=tuple(Source), metavar="SOURCE", help=", ".join(Source))
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--ajouter", metavar=_("HEURES"), help=_("le nombre d’heures à ajouter : 12 ou 12,5"))
    how.add_argument("--oter", metavar=_("HEURES"), help=_("le nombre d’heures à ôter"))
    parser.add_argument("--motif", required=True, choices=tuple(_MOTIVES), metavar=_("MOTIF"), help=", ".join(_MOTIVES))
    add_whose(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the movement, and say what it left."""
    from cpf_tui.bootstrap import build  # the database is loaded by this command only
    from cpf_tui.services.support import new_id

    quantity = Quantity.parse(options.ajouter) if options.oter is None else -Quantity.parse(options.oter)
    change = Change(Source(options.source), quantity, _MOTIVES[options.motif])
    with build() as container:
        services = container.services
        owner = whose(options, services)
        entry = services.rectifications.rectify(OPERATOR_ACTOR, owner, change, new_id())
        label = MOTIVES[entry.motive].label
    if options.json:
        say_json({"mouvement": entry.seq, "compte": owner, "source": change.source, "heures": str(entry.amount)})
    else:
        say(_("Mouvement {seq} : {hours} h. {label}.", seq=entry.seq, hours=entry.amount, label=label))
    return Code.DONE
