"""`cpf-tui personne effacer`: an account emptied for somebody who asked for it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import say
from cpf_tui.cli.personne.whose import add_whose, confirmed, whose
from cpf_tui.domain.erasure import GOES, STAYS
from cpf_tui.domain.errors import Conflict
from cpf_tui.domain.people import OPERATOR_ACTOR
from cpf_tui.i18n import _, render

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands


def add(acts: Commands) -> None:
    """Add the act."""
    parser = acts.add_parser(
        "effacer",
        help=_("effacer le compte d’une personne qui le demande"),
        description=_(
            "Efface ce qui est gardé d’une personne, après avoir dit ce qui sera perdu et ce qui reste. Refusé tant "
            "qu’un dossier est en cours. Après la remise en place d’une vieille sauvegarde, refaites ainsi les "
            "effacements que le journal exporté raconte, avec --compte."
        ),
    )
    add_whose(parser)
    parser.add_argument("--oui", action="store_true", help=_("ne pas demander de confirmation"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Say what goes, ask, and erase."""
    from cpf_tui.bootstrap import build  # the database is loaded by this command only
    from cpf_tui.services.support import new_id

    with build() as container:
        erasures = container.services.erasures
        owner = whose(options, container.services)
        found = erasures.preview(OPERATOR_ACTOR, owner)
        if found.obstacles:
            raise Conflict(found.obstacles[0])
        say(render(found.lost))
        say(_("Partira :"))
        for one in GOES:
            say("  " + render(one))
        say(_("Restera :"))
        for one in STAYS:
            say("  " + render(one))
        if not confirmed(options, _("Effacer ce compte pour toujours ? Écrivez oui : ")):
            say(_("Rien n’a été effacé."))
            return Code.REFUSED
        done = erasures.erase_for(OPERATOR_ACTOR, owner, new_id())
    say(render(done.words))
    return Code.DONE
