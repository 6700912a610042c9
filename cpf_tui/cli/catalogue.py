"""`cpf-tui catalogue importer`: put files in force, whole or not at all."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from cpf_tui.cli import telecharger, versions
from cpf_tui.cli.arguments import add_json
from cpf_tui.cli.codes import Code
from cpf_tui.cli.formats import ShowFormats
from cpf_tui.cli.imported import report_as_json, show_progress, show_report
from cpf_tui.cli.output import say_json
from cpf_tui.cli.progress import ProgressLine
from cpf_tui.i18n import _

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("catalogue", help=_("prendre les données publiques, les importer, revenir en arrière"))
    acts = parser.add_subparsers(title=_("commandes"), metavar=_("COMMANDE"), dest="act", required=True)
    importing = acts.add_parser(
        "importer",
        help=_("mettre en service les données de fichiers"),
        description=_(
            "Lit des fichiers CSV ou XML (ou compressés en .gz ou .zip) et met leurs données en service à la place "
            "des précédentes, qui restent intactes si un fichier ne peut pas être pris. Une ligne fautive est mise "
            "de côté, avec son numéro et la raison."
        ),
    )
    importing.add_argument("fichiers", metavar=_("FICHIER"), type=Path, nargs="+")
    importing.add_argument("--format", metavar=_("FORMAT"), help=_("le format des fichiers, reconnu si rien n’est dit"))
    importing.add_argument(
        "--ajouter", action="store_true", help=_("garder ce qui vient d’autres fichiers, au lieu de le remplacer")
    )
    importing.add_argument("--formats", action=ShowFormats, nargs=0, help=_("montrer les formats connus"))
    add_json(importing)
    importing.set_defaults(run=run)
    telecharger.add(acts)
    versions.add(acts)


def run(options: argparse.Namespace) -> int:
    """Import a file and say what was taken."""
    from cpf_tui.catalogue.build import import_files  # the importers are loaded by this command only
    from cpf_tui.settings import load

    line = ProgressLine()
    try:
        report = import_files(
            options.fichiers,
            load().data_dir,
            importer=options.format,
            add=options.ajouter,
            progress=lambda where: show_progress(line, where),
        )
    finally:
        line.wipe()
    if options.json:
        say_json(report_as_json(report))
    else:
        show_report(report)
    return Code.DONE
