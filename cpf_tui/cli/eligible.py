"""`cpf-tui eligible`: can hours pay for a certification, where one lives, that day; and why."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cpf_tui.cli.arguments import add_json, day
from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import say, say_json
from cpf_tui.cli.searching import training_search
from cpf_tui.i18n import _, render

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands
    from cpf_tui.domain.eligibility import Eligibility
    from cpf_tui.domain.training import ListRow


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "eligible",
        help=_("dire si les heures peuvent payer une certification, et pourquoi"),
        description=_(
            "Lit les listes en service et dit si un demandeur d’emploi peut utiliser ses heures pour une "
            "certification : sur quelle liste elle est, sous quel code CPF, de quand à quand ; sinon quelle condition "
            "manque, et ce qui changerait la réponse."
        ),
    )
    parser.add_argument("code", metavar=_("CODE"), nargs="?", default="", help=_("RNCP34502, RS5080, VAE…"))
    parser.add_argument("--certifinfo", metavar=_("NUMÉRO"), default="", help=_("son numéro dans la base Certif Info"))
    parser.add_argument(
        "--residence", metavar=_("CODE"), default="", help=_("code postal ou code INSEE de la commune habitée")
    )
    parser.add_argument(
        "--le",
        metavar=_("AAAA-MM-JJ"),
        type=day,
        help=_("lire les listes comme elles étaient, ou seront, ce jour-là"),
    )
    parser.add_argument("--salarie", action="store_true", help=_("pour un salarié, dans la région où il travaille"))
    add_json(parser)
    parser.set_defaults(run=run, parser=parser)


def run(options: argparse.Namespace) -> int:
    """Say the answer and its reasons."""
    if not (options.code or options.certifinfo):
        options.parser.error(_("donnez un code, ou un numéro avec --certifinfo"))
    from cpf_tui.bootstrap import build  # the lists are read by this command only
    from cpf_tui.catalogue.importers.values import certification_code
    from cpf_tui.domain.people import Employment

    with build() as container:
        search = training_search(container)
        scope = search.scope(None, options.residence, options.le)
        if options.salarie:
            scope = replace(scope, situation=replace(scope.situation, employment=Employment.EMPLOYEE))
        code = certification_code(options.code.upper())
        answer = search.eligibility(scope, code, certif_info=options.certifinfo)
    if options.json:
        say_json(
            {"code": code, "certifinfo": options.certifinfo, "region": scope.situation.region_name} | _as_json(answer)
        )
    else:
        _show(answer)
    return Code.DONE


def _show(answer: Eligibility) -> None:
    say(render(answer.verdict))
    for reason in answer.reasons:
        say(f"  {render(reason)}")
    if answer.would_change:
        say(_("Ce qui peut changer la réponse"))
        for change in answer.would_change:
            say(f"  {render(change)}")
    say(_("Code du travail, article {article}.", article=answer.article))
    if answer.on is not None:
        say(_("Listes lues au {day}.", day=answer.on))


def _as_json(answer: Eligibility) -> dict[str, Any]:
    return {
        "le": None if answer.on is None else answer.on.isoformat(),
        "eligible": answer.eligible,
        "raisons": [render(reason) for reason in answer.reasons],
        "changerait": [render(change) for change in answer.would_change],
        "ligne": None if answer.row is None else _row(answer.row),
        "article": answer.article,
    }


def _row(row: ListRow) -> dict[str, Any]:
    return {
        "organisme_editeur": row.body,
        "niveau": row.level,
        "region": row.region,
        "code_certification": row.certification,
        "code_certifinfo": row.certif_info,
        "code_cpf": row.code_cpf,
        "public": row.public,
        "debut": row.start.isoformat(),
        "fin": None if row.end is None else row.end.isoformat(),
        "exemple": row.example,
    }
