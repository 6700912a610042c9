"""`cpf-tui chercher`: search the trainings from the shell, one request or a file of requests."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cpf_tui.cli.arguments import add_json, count, day
from cpf_tui.cli.codes import Code
from cpf_tui.cli.explained import explained
from cpf_tui.cli.output import say, say_json
from cpf_tui.cli.searching import training_search
from cpf_tui.domain.errors import InvalidInput
from cpf_tui.i18n import _

if TYPE_CHECKING:
    from cpf_tui.bootstrap import Container
    from cpf_tui.cli.arguments import Commands
    from cpf_tui.domain.training import SearchRequest

SHOWN = 20
"""Results shown to a person unless told."""
GIVEN = 50
"""Results given to a program unless told."""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "chercher",
        help=_("chercher une formation"),
        description=_(
            "Cherche dans le catalogue en service. Sans --residence, rien n’est filtré et rien n’est dit de "
            "l’éligibilité. Avec --residence, ne montre que les formations utilisables avec des heures CPF par un "
            "demandeur d’emploi qui habite là, sauf si --toutes est demandé."
        ),
    )
    parser.add_argument(
        "requete", nargs="?", metavar=_("REQUÊTE"), help=_("ce qui est cherché, par exemple « soudeur »")
    )
    parser.add_argument(
        "--lot",
        metavar=_("FICHIER"),
        type=Path,
        help=_("un fichier JSONL : un champ « requete » par ligne ; la réponse est du JSONL"),
    )
    parser.add_argument(
        "--residence", metavar=_("CODE"), default="", help=_("code postal ou code INSEE de la commune habitée")
    )
    parser.add_argument(
        "--toutes", action="store_true", help=_("avec --residence : montrer aussi les formations non utilisables")
    )
    parser.add_argument(
        "--le",
        metavar=_("AAAA-MM-JJ"),
        type=day,
        help=_("avec --residence : lire les listes comme elles étaient, ou seront, ce jour-là"),
    )
    parser.add_argument(
        "--expliquer",
        action="store_true",
        help=_("dire pour chaque résultat ce que chaque mot a trouvé, et comment la note est faite"),
    )
    parser.add_argument(
        "--limite",
        metavar="N",
        type=count,
        help=_("nombre de résultats : {shown}, ou {given} en JSON", shown=SHOWN, given=GIVEN),
    )
    add_json(parser)
    parser.set_defaults(run=run, parser=parser)


def run(options: argparse.Namespace) -> int:
    """Search and write what was found."""
    if (options.requete is None) == (options.lot is None):
        options.parser.error(_("donnez une requête, ou un fichier avec --lot"))
    if options.toutes and not options.residence:
        options.parser.error(_("--toutes ne sert qu’avec --residence"))
    if options.le and not options.residence:
        options.parser.error(_("--le ne sert qu’avec --residence"))
    from cpf_tui.bootstrap import build  # the index and numpy are loaded by this command only
    from cpf_tui.catalogue.shell import search_batch, search_one

    limit = options.limite or (GIVEN if options.json or options.lot else SHOWN)
    with build() as container:
        request = _requests(container, options.residence, options.le, limit, only_eligible=not options.toutes)
        if options.expliquer:
            request = _explaining(request)
        # Opened ahead, so that the first answer does not count it in its time.
        container.catalogue.offer("")
        search = container.catalogue.search
        if options.lot is not None:
            with _lines(options.lot) as lines:
                for answer in search_batch(search, lines, request):
                    say_json(answer)
        else:
            answer = search_one(search, request(options.requete))
            (say_json if options.json else _show)(answer)
    return Code.DONE


def _requests(
    container: Container, residence: str, on: date | None, limit: int, *, only_eligible: bool
) -> Callable[[str], SearchRequest]:
    """Say how a typed text becomes a request; the residence is read once. Raises `InvalidInput` if it is unknown."""
    from cpf_tui.domain.training import SearchRequest
    from cpf_tui.services.support import origin_of

    if not residence:
        return lambda text: SearchRequest(text, limit=limit)
    scope = training_search(container).scope(None, residence, on)
    origin = origin_of(scope.commune)
    return lambda text: SearchRequest(
        text, eligible=scope.eligible, only_eligible=only_eligible, origin=origin, limit=limit
    )


def _explaining(request: Callable[[str], SearchRequest]) -> Callable[[str], SearchRequest]:
    return lambda text: replace(request(text), explain=True)


@contextmanager
def _lines(path: Path) -> Iterator[Iterator[str]]:
    """Open a file of requests, and say in one sentence why it cannot be read."""
    try:
        with path.open(encoding="utf-8") as file:
            yield _decoded(file, path)
    except FileNotFoundError:
        raise InvalidInput("Le fichier « {file} » n’existe pas. Vérifiez son nom.", file=path.name) from None
    except IsADirectoryError:
        raise InvalidInput("« {file} » est un dossier : un fichier JSONL est attendu.", file=path.name) from None
    except PermissionError:
        raise InvalidInput("Le fichier « {file} » ne peut pas être lu : accès refusé.", file=path.name) from None


def _decoded(lines: Iterator[str], path: Path) -> Iterator[str]:
    try:
        yield from lines
    except UnicodeDecodeError:
        raise InvalidInput(
            "« {file} » n’est pas du texte en UTF-8 : un objet JSON par ligne est attendu.", file=path.name
        ) from None


def _show(answer: dict[str, Any]) -> None:
    results = answer["resultats"]
    if not results:
        if hidden := answer.get("non_utilisables"):
            say(_("{hidden} trouvées, aucune utilisable ici. Pour les voir : --toutes", hidden=hidden))
        else:
            say(_("Aucune formation trouvée. Essayez un mot plus général."))
        return
    if "compris" in answer:
        say(_("Résultats pour « {words} »", words=answer["compris"]))
    for rank, one in enumerate(results, start=1):
        say(f"{rank:>3}. {one['intitule']}")
        say("     " + " · ".join(part for part in _details(one) if part))
        for line in explained(one["explication"]) if "explication" in one else ():
            say("       " + line)
    say(_("{shown} formations montrées sur {total}.", shown=len(results), total=answer["total"]))


def _details(one: dict[str, Any]) -> tuple[str, ...]:
    distance, eligible = one["distance_km"], one["eligible"]
    return (
        one["organisme"],
        one["commune"],
        "" if distance is None else _("{km} km", km=round(distance)),
        one["code_rncp"],
        "" if eligible is None else _("utilisable") if eligible else _("non utilisable"),
        _("exemple") if one["exemple"] else "",
        _("n° {number}", number=one["id_action"]),
    )
