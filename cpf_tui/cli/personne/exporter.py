"""`cpf-tui personne exporter`: everything held about somebody, as JSON, for them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import say
from cpf_tui.cli.personne.whose import add_whose, whose
from cpf_tui.domain.people import OPERATOR_ACTOR
from cpf_tui.i18n import _

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands


def add(acts: Commands) -> None:
    """Add the act."""
    parser = acts.add_parser(
        "exporter",
        help=_("donner à une personne tout ce qui est gardé d’elle (JSON)"),
        description=_(
            "Écrit tout ce qui est gardé d’une personne dans un fichier JSON lisible, que seul l’exploitant peut lire, "
            "à lui remettre après avoir vérifié qui elle est. Le numéro de Sécurité sociale y est en entier. L’export "
            "est inscrit au journal que la personne consulte."
        ),
    )
    add_whose(parser)
    parser.add_argument(
        "--vers",
        metavar=_("FICHIER"),
        help=_("où l’écrire (« - » : la sortie standard) ; sinon le dossier « emporter », vidé au bout d’un jour"),
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the document, and say where."""
    from cpf_tui.bootstrap import build  # the database is loaded by this command only
    from cpf_tui.documents.keep import keep_file
    from cpf_tui.services.take_away import named_file

    with build() as container:
        services = container.services
        owner = whose(options, services)

        def make() -> bytes:
            return services.personal_data.export(OPERATOR_ACTOR, owner)

        if options.vers == "-":
            sys.stdout.write(make().decode())
            return Code.DONE
        if options.vers:
            path = Path(options.vers).expanduser().absolute()
            path = keep_file(path.parent, path.name, make)
        else:
            path = keep_file(container.settings.take_away_dir, named_file(owner, "mes-donnees", "json"), make)
    say(_("Écrit : {path}. Remettez-le à la personne, puis supprimez-le.", path=path))
    return Code.DONE
