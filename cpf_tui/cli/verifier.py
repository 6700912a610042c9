"""`cpf-tui verifier`: is the database whole, are its guards in place, do movements and balances agree."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cpf_tui.cli.arguments import add_json
from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import say, say_json
from cpf_tui.i18n import _

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands
    from cpf_tui.persistence.integrity import Report


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "verifier",
        help=_("vérifier la base : intégrité, chaîne des mouvements, soldes"),
        description=_("Vérifie la base sans rien y changer. Code de sortie 1 si une anomalie est trouvée."),
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check the database and say what was found."""
    from cpf_tui.bootstrap import build  # the database is loaded by this command only

    with build() as container:
        report = container.verify()
    if options.json:
        say_json(report.as_json())
    elif report.clean:
        words = _("La base est saine. Comptes : {accounts} ; mouvements : {entries}.", **_counts(report))
        say(words)
    else:
        for finding in report.findings:
            say(_("[{check}] {sentence}", check=finding.check, sentence=finding.sentence))
        say(_("Anomalies : {count}. N’utilisez plus cette base : remettez la dernière sauvegarde.", **_counts(report)))
    return Code.DONE if report.clean else Code.REFUSED


def _counts(report: Report) -> dict[str, object]:
    return {"accounts": report.accounts, "entries": report.entries, "count": len(report.findings)}
