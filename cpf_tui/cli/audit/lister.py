"""`cpf-tui audit lister`: the lines of the audit, oldest first."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from cpf_tui.cli.arguments import add_json, day
from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import say, say_json
from cpf_tui.domain.audit import ACTION_WORDS, AuditLine
from cpf_tui.domain.people import OPERATOR_ACTOR
from cpf_tui.i18n import _, render

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands


def add(acts: Commands) -> None:
    """Add the act."""
    parser = acts.add_parser(
        "lister",
        help=_("lister les lignes de l’audit"),
        description=_(
            "Écrit les lignes de l’audit, la plus ancienne d’abord : numéro, instant (UTC), qui, quoi, à propos de "
            "qui. Les personnes y sont des identifiants, jamais des noms."
        ),
    )
    parser.add_argument("--sujet", default="", metavar="ID", help=_("les lignes de ce compte ou de ce conseiller"))
    parser.add_argument("--depuis", type=day, metavar=_("JOUR"), help=_("à partir de ce jour (AAAA-MM-JJ)"))
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the lines."""
    from cpf_tui.bootstrap import build  # the database is loaded by this command only

    count = 0
    with build() as container:
        found = container.services.audits.lines(OPERATOR_ACTOR, options.sujet, options.depuis)
        if options.json:
            say_json([_as_json(one) for one in found])
            return Code.DONE
        for one in found:
            count += 1
            who = " ".join(part for part in (one.role, one.body, one.actor) if part)
            what = " · ".join(part for part in (render(ACTION_WORDS[one.action]), one.subject, one.detail) if part)
            say(f"{one.seq} · {one.at:%Y-%m-%d %H:%M:%S} · {who} · {what}")
    if not count:
        say(_("Aucune ligne."))
    return Code.DONE


def _as_json(one: AuditLine) -> dict[str, Any]:
    return {
        "ligne": one.seq,
        "instant": one.at.isoformat(),
        "role": one.role,
        "acteur": one.actor,
        "organisme": one.body,
        "action": one.action,
        "sujet": one.subject,
        "detail": one.detail,
        "empreinte": one.digest,
    }
