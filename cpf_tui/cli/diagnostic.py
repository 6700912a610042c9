"""`cpf-tui diagnostic`: what this installation is made of, what is missing, and what to do about it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cpf_tui.cli.arguments import add_json
from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import say, say_json
from cpf_tui.i18n import _, render

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "diagnostic",
        help=_("dire l’état de l’installation"),
        description=_(
            "Dit les versions, le terminal, le dossier des données, la base et le catalogue, une phrase chacun, sans "
            "rien créer. Code de sortie 1 si quelque chose empêche de travailler."
        ),
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Look at everything and say it."""
    from cpf_tui.cli.checkup import look  # loaded by this command only
    from cpf_tui.cli.facts import Level

    facts = look()
    if options.json:
        say_json([{"nom": one.name, "etat": one.level, "phrase": render(one.sentence), **one.values} for one in facts])
    else:
        marks = {Level.GOOD: _("bien"), Level.NOTE: _("à savoir"), Level.PROBLEM: _("problème")}
        for one in facts:
            say(_("[{mark}] {name} : {sentence}", mark=marks[one.level], name=one.name, sentence=one.sentence))
    return Code.REFUSED if any(one.level is Level.PROBLEM for one in facts) else Code.DONE
