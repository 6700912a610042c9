"""`cpf-tui base verifier`: the check of `cpf-tui verifier`, on a copy of the base as well."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from cpf_tui.cli.arguments import add_json
from cpf_tui.cli.verified import show
from cpf_tui.i18n import _

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands


def add(acts: Commands) -> None:
    """Add the act."""
    parser = acts.add_parser(
        "verifier",
        help=_("vérifier une sauvegarde, ou la base"),
        description=_(
            "Vérifie une sauvegarde sans rien y changer, ou la base si aucun fichier n’est nommé. Code de sortie 1 si "
            "une anomalie est trouvée."
        ),
    )
    parser.add_argument("fichier", metavar=_("FICHIER"), type=Path, nargs="?", help=_("une sauvegarde"))
    parser.add_argument(
        "--cle",
        metavar=_("FICHIER"),
        type=Path,
        help=_("le fichier de clés de la sauvegarde, s’il n’est pas celui de l’installation"),
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check a copy, or the base, and say what was found."""
    from cpf_tui.bootstrap import build  # the database is loaded by this command only

    keys = None if options.cle is None else options.cle.expanduser().absolute()
    with build() as container:
        if options.fichier is None:
            return show(container.verify(), as_json=options.json)
        report, manifest = container.upkeep.verify_copy(options.fichier.expanduser().absolute(), copy_keys=keys)
    return show(report, as_json=options.json, manifest=manifest, copy=True)
