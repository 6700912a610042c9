"""`cpf-tui audit verifier-tetes`: whether the chains of today still pass by every head kept outside."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from cpf_tui.cli.arguments import add_json
from cpf_tui.cli.audit import heads_file
from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import say, say_json
from cpf_tui.domain.people import OPERATOR_ACTOR
from cpf_tui.i18n import _, render

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands


def add(acts: Commands) -> None:
    """Add the act."""
    parser = acts.add_parser(
        "verifier-tetes",
        help=_("comparer l’audit et les mouvements aux têtes gardées"),
        description=_(
            "Vérifie que l’audit et les mouvements passent encore par chaque tête du fichier. Code de sortie 1 si "
            "l’une n’y est plus : l’histoire a été réécrite."
        ),
    )
    parser.add_argument("fichier", metavar=_("FICHIER"), type=Path, help=_("les têtes gardées"))
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compare, and say what is no longer there."""
    from cpf_tui.bootstrap import build  # the database is loaded by this command only

    heads = heads_file.read(options.fichier.expanduser())
    with build() as container:
        problems = container.services.audits.check(OPERATOR_ACTOR, heads)
    if options.json:
        say_json({"tetes": len(heads), "sain": not problems, "anomalies": [render(one) for one in problems]})
    else:
        for one in problems:
            say(render(one))
        if problems:
            say(_("Anomalies : {count}. L’histoire de cette base a été réécrite.", count=len(problems)))
        else:
            say(_("Têtes vérifiées : {count}. L’audit et les mouvements passent par chacune.", count=len(heads)))
    return Code.REFUSED if problems else Code.DONE
