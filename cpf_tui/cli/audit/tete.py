"""`cpf-tui audit tete`: the head of the day, to be kept where nobody who has the keys can change it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from cpf_tui.cli.arguments import add_json
from cpf_tui.cli.audit import heads_file
from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import say, say_json
from cpf_tui.domain.people import OPERATOR_ACTOR
from cpf_tui.i18n import _

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands


def add(acts: Commands) -> None:
    """Add the act."""
    parser = acts.add_parser(
        "tete",
        help=_("écrire la tête du jour, à garder ailleurs"),
        description=_(
            "Écrit une ligne : le jour, le numéro et l’empreinte de la dernière ligne de l’audit, le numéro du "
            "dernier mouvement et l’empreinte des comptes. Gardée hors de la machine, elle montre plus tard si "
            "l’histoire a été réécrite, même par quelqu’un qui a les clés. À lancer chaque jour ; une deuxième fois "
            "le même jour n’ajoute rien."
        ),
    )
    parser.add_argument(
        "--vers", metavar=_("FICHIER"), type=Path, help=_("ajouter la ligne à la fin de ce fichier, jamais réécrit")
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the head of the day."""
    from cpf_tui.bootstrap import build  # the database is loaded by this command only

    with build() as container:
        head = container.services.audits.head(OPERATOR_ACTOR)
    path = None if options.vers is None else options.vers.expanduser().absolute()
    added = path is None or heads_file.append(path, head)
    if options.json:
        say_json(head.as_json() | ({} if path is None else {"fichier": str(path), "ajoutee": added}))
    elif path is None:
        say(head)
    elif added:
        say(_("Tête du {day} ajoutée à {path}.", day=head.day, path=path))
    else:
        say(_("La tête du {day} est déjà dans {path}.", day=head.day, path=path))
    return Code.DONE
