"""`cpf-tui base preparer`: the tables and the rights of a database of a server, by the role that owns it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cpf_tui.cli.arguments import add_json
from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import say, say_json
from cpf_tui.i18n import _

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands


def add(acts: Commands) -> None:
    """Add the act."""
    parser = acts.add_parser(
        "preparer",
        help=_("faire ou mettre à niveau les tables d’un serveur PostgreSQL"),
        description=_(
            "Fait les tables dans la base vide que désigne CPF_TUI_DATABASE_URL, ou les met à niveau. Se lance avec "
            "l’adresse du propriétaire de la base ; le programme s’en sert ensuite avec un rôle qui a moins de droits, "
            "et que « --role » règle. Peut être relancé sans dommage."
        ),
    )
    parser.add_argument(
        "--role", metavar=_("NOM"), help=_("le rôle du programme, qui reçoit les droits qu’il lui faut et aucun autre")
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prepare the database of the server, settle the rights of the role, and say it."""
    from cpf_tui.bootstrap import build  # the database is loaded by this command only

    with build() as container:
        done = container.prepare_server(options.role)
    if options.json:
        say_json({"base": done.where, "serveur": done.version, "proprietaire": done.role, "role": options.role})
    else:
        say(_("La base {where} est prête (PostgreSQL {version}).", where=done.where, version=done.version))
        if options.role:
            say(_("Le rôle {role} a les droits du programme, et aucun autre.", role=options.role))
        else:
            say(_("Aucun rôle n’a été réglé : donnez-en un au programme avec --role, pour qu’il ait moins de droits."))
    return Code.DONE
