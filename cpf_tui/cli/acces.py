"""`cpf-tui acces lister` and `debloquer`: the doors that six wrong tries closed."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cpf_tui.cli.arguments import add_json
from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import say, say_json
from cpf_tui.cli.secret import read_number
from cpf_tui.domain.access import ClosedDoor, Gate
from cpf_tui.domain.people import OPERATOR_ACTOR
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands
    from cpf_tui.services.unlocking import Unlocking

_GATE_WORDS: dict[Gate, Text] = {
    Gate.SIGN_IN: text("connexion"),
    Gate.RENEWAL: text("code donné par un conseiller"),
    Gate.ATTESTATION: text("attestation d’identité"),
}


def add(commands: Commands) -> None:
    """Add the family and its acts."""
    parser = commands.add_parser("acces", help=_("voir et ouvrir les accès fermés après trop d’essais"))
    acts = parser.add_subparsers(title=_("commandes"), metavar=_("COMMANDE"), dest="act", required=True)
    listing = acts.add_parser(
        "lister",
        help=_("lister les accès fermés"),
        description=_("Liste les accès fermés, sans nom ni numéro : un titulaire est dit par son pseudonyme."),
    )
    add_json(listing)
    listing.set_defaults(run=list_closed)
    opening = acts.add_parser(
        "debloquer",
        help=_("ouvrir un accès fermé"),
        description=_(
            "Ouvre tout de suite un accès fermé, qui se rouvre sinon seul au bout d’une heure. Le numéro d’un "
            "titulaire est demandé au clavier ou lu sur l’entrée standard, jamais donné sur la ligne de commande."
        ),
    )
    whose = opening.add_mutually_exclusive_group(required=True)
    whose.add_argument("--conseiller", metavar=_("IDENTIFIANT"), help=_("l’accès de ce conseiller"))
    whose.add_argument("--titulaire", action="store_true", help=_("l’accès d’un titulaire, dont le numéro est demandé"))
    opening.set_defaults(run=open_one)


@contextmanager
def _unlocking() -> Iterator[Unlocking]:
    from cpf_tui.bootstrap import build  # the database is loaded by this command only
    from cpf_tui.services.unlocking import Unlocking

    with build() as container:
        yield Unlocking(container.database, container.hasher, container.clock, container.vault)


def list_closed(options: argparse.Namespace) -> int:
    """Write the doors closed now, the last closed first."""
    with _unlocking() as unlocking:
        closed = unlocking.closed(OPERATOR_ACTOR)
    if options.json:
        say_json(
            [
                {
                    "acces": one.door,
                    "de": one.role or None,
                    "pseudonyme": one.subject or None,
                    "identifiant": one.login or None,
                    "essais": one.failures,
                    "jusqu_a": one.until.isoformat(),
                }
                for one in closed
            ]
        )
        return Code.DONE
    for one in closed:
        say(
            _(
                "{whose} · {door} · {count} essais · fermé jusqu’au {until}",
                whose=_whose(one),
                door=_GATE_WORDS[one.door],
                count=one.failures,
                until=one.until,
            )
        )
    if not closed:
        say(_("Aucun accès n’est fermé."))
    return Code.DONE


def _whose(one: ClosedDoor) -> str:
    if one.login:
        return _("conseiller {login}", login=one.login)
    if one.subject:
        return _("titulaire {pseudonym}", pseudonym=one.subject)
    return _("numéro ou identifiant inconnu")


def open_one(options: argparse.Namespace) -> int:
    """Open one door."""
    from cpf_tui.domain.nir import Nir

    if options.conseiller is not None:
        with _unlocking() as unlocking:
            opened = unlocking.open_advisor(OPERATOR_ACTOR, options.conseiller)
    else:
        nir = Nir.parse(read_number())
        with _unlocking() as unlocking:
            opened = unlocking.open_holder(OPERATOR_ACTOR, nir)
    say(
        _("L’accès est ouvert : six essais sont de nouveau possibles.")
        if opened
        else _("Rien n’était compté à cet accès : il était déjà ouvert.")
    )
    return Code.DONE
