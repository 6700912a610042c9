"""`cpf-tui conseiller`: the advisors of an installation; what changes one is in `cli/advisor_acts.py`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cpf_tui.cli import advisor_acts
from cpf_tui.cli.arguments import add_json
from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import say, say_json
from cpf_tui.cli.secret import read_secret
from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.people import OPERATOR_ACTOR, Right
from cpf_tui.domain.routing import OPERATORS
from cpf_tui.i18n import _

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("conseiller", help=_("ajouter, lister et gérer les conseillers"))
    acts = parser.add_subparsers(title=_("commandes"), metavar=_("COMMANDE"), dest="act", required=True)
    adding = acts.add_parser(
        "ajouter",
        help=_("ajouter un conseiller"),
        description=_(
            "Ajoute un conseiller. Le mot de passe est demandé deux fois au clavier ; il peut être lu dans un fichier "
            "ou sur l’entrée standard (première ligne), jamais donné sur la ligne de commande. Le conseiller le change "
            "à sa première connexion, sauf avec --definitif."
        ),
    )
    adding.add_argument("identifiant", metavar=_("IDENTIFIANT"), help=_("ce qu’il tapera pour entrer : paul.conseil"))
    adding.add_argument("--nom", required=True, metavar=_("NOM"), help=_("le nom que les titulaires liront"))
    adding.add_argument("--operateur", required=True, metavar=_("OPÉRATEUR"), help=", ".join(OPERATORS))
    adding.add_argument(
        "--droits",
        default=advisor_acts.USUAL,
        metavar=_("LISTE"),
        help=_("parmi {known} ({usual} si rien n’est dit)", known=",".join(Right), usual=advisor_acts.USUAL),
    )
    adding.add_argument("--lieu", default="", metavar="ID", help=_("le lieu où il reçoit"))
    advisor_acts.add_secret(adding)
    adding.set_defaults(run=add_advisor)
    listing = acts.add_parser("lister", help=_("lister les conseillers"))
    add_json(listing)
    listing.set_defaults(run=list_advisors)
    advisor_acts.add(acts)


def add_advisor(options: argparse.Namespace) -> int:
    """Create an advisor; everything but the password is checked before it is asked for."""
    from cpf_tui.bootstrap import build  # the database is loaded by the command that needs it
    from cpf_tui.services.administration import Administration

    rights = advisor_acts.read_rights(options.droits)
    if options.operateur not in OPERATORS:
        raise InvalidInput(
            "« {operator} » n’est pas un opérateur connu. Choisissez parmi : {known}.",
            operator=options.operateur,
            known=", ".join(OPERATORS),
        )
    with build() as container:
        place = container.reference.place(options.lieu) if options.lieu else None
        if options.lieu and (place is None or place.operator != options.operateur):
            raise InvalidInput("« {place} » n’est pas un lieu de cet opérateur.", place=options.lieu)
        secret = read_secret(options.mot_de_passe_fichier)
        advisor = Administration(container.database, container.hasher, container.clock).add_advisor(
            OPERATOR_ACTOR,
            options.identifiant,
            options.nom,
            options.operateur,
            rights,
            secret=secret,
            place_id=options.lieu,
            temporary=not options.definitif,
        )
    say(
        _("{name} peut entrer comme conseiller avec l’identifiant « {login} ».", name=advisor.name, login=advisor.login)
    )
    return Code.DONE


def list_advisors(options: argparse.Namespace) -> int:
    """Write every advisor, by login."""
    with advisor_acts.administration() as administration:
        advisors = administration.advisors(OPERATOR_ACTOR)
        enrolled = administration.enrolled(OPERATOR_ACTOR)
    if options.json:
        say_json(
            [
                {
                    "identifiant": one.login,
                    "nom": one.name,
                    "operateur": one.operator,
                    "droits": sorted(one.rights),
                    "lieu": one.place_id,
                    "actif": one.active,
                    "second_facteur": one.id in enrolled,
                    "mot_de_passe_a_changer": one.secret_to_change,
                }
                for one in advisors
            ]
        )
        return Code.DONE
    for one in advisors:
        parts = (one.login, one.name, one.operator, ",".join(sorted(one.rights)), one.place_id)
        state = (
            _("code à usage unique") if one.id in enrolled else "",
            _("mot de passe à changer") if one.secret_to_change else "",
            "" if one.active else _("parti"),
        )
        say(" · ".join(part for part in (*parts, *state) if part))
    if not advisors:
        say(_("Aucun conseiller. Ajoutez-en un : cpf-tui conseiller ajouter IDENTIFIANT --nom … --operateur …"))
    return Code.DONE
