"""`cpf-tui base purger`: what is kept no longer, shown first, then taken away."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cpf_tui.cli.arguments import add_json
from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import complain, say, say_json
from cpf_tui.domain.people import OPERATOR_ACTOR
from cpf_tui.domain.retention import Due
from cpf_tui.i18n import _, render

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands
    from cpf_tui.domain.text import Text

Found = Sequence[tuple[Due, "Text | None"]]
"""What each rule would take or took, or why it could not be applied."""


def add(acts: Commands) -> None:
    """Add the act."""
    parser = acts.add_parser(
        "purger",
        help=_("effacer ce que les règles de conservation ne gardent plus"),
        description=_(
            "Applique les règles de conservation (docs/mes-donnees.md), chacune en une transaction, et l’inscrit au "
            "journal. À lancer chaque jour ; interrompu, il se relance sans rien perdre. Les comptes où personne n’est "
            "venu depuis longtemps sont annoncés, jamais effacés."
        ),
    )
    parser.add_argument(
        "--a-blanc", action="store_true", help=_("montrer ce qui partirait, règle par règle, sans rien changer")
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show or apply the rules."""
    from cpf_tui.bootstrap import build  # the database is loaded by this command only

    with build() as container:
        retention = container.retention
        found: Found
        if options.a_blanc:
            found = [(due, None) for due in retention.due(OPERATOR_ACTOR)]
            settled = True
        else:
            found = [(one.due, one.refusal) for one in retention.purge(OPERATOR_ACTOR)]
            settled = retention.settle(OPERATOR_ACTOR)
    if options.json:
        say_json(_as_json(found, dry=options.a_blanc, settled=settled))
    else:
        _show(found, dry=options.a_blanc)
        if not settled:
            complain(_("D’anciennes pages restent dans le journal de la base, lu par un autre : relancez plus tard."))
    refused = any(refusal is not None for _due, refusal in found)
    return Code.REFUSED if refused or not settled else Code.DONE


def _show(found: Found, *, dry: bool) -> None:
    for due, refusal in found:
        rule = due.rule
        if refusal is not None:
            complain(_("{what} : {sentence}", what=rule.what, sentence=refusal))
            continue
        counts: dict[str, object] = {"what": rule.what, "count": due.count}
        if not due.count:
            say(_("{what} : rien.", **counts))
        elif rule.announced:
            say(_("{what} : {count}, depuis le {day}. À vous de voir : rien n’est effacé.", **counts, day=_day(due)))
        elif dry:
            say(_("{what} : {count} à effacer, la plus ancienne du {day}.", **counts, day=_day(due)))
        else:
            say(_("{what} : {count} effacés, la plus ancienne du {day}.", **counts, day=_day(due)))
    if dry:
        say(_("À blanc : rien n’a été changé."))


def _day(due: Due) -> object:
    return due.oldest.date() if due.oldest else ""


def _as_json(found: Found, *, dry: bool, settled: bool) -> dict[str, object]:
    return {
        "a_blanc": dry,
        "journal_de_la_base_vide": settled,
        "regles": [
            {
                "code": due.rule.kept,
                "quoi": render(due.rule.what),
                "garde_jours": due.rule.days,
                "apres": render(due.rule.after),
                "source": render(due.rule.source),
                "annonce_seulement": due.rule.announced,
                "nombre": due.count,
                "plus_ancien": due.oldest.isoformat() if due.oldest else None,
                "refus": None if refusal is None else render(refusal),
            }
            for due, refusal in found
        ],
    }
