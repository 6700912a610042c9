"""`cpf-tui base sauvegarder`: a copy of the base, made while it is in use."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from cpf_tui.cli.arguments import add_json, count
from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import say, say_json
from cpf_tui.cli.progress import ProgressLine
from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.size import size_words
from cpf_tui.i18n import _

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands
    from cpf_tui.persistence.upkeep.backup import Backup


def add(acts: Commands) -> None:
    """Add the act."""
    parser = acts.add_parser(
        "sauvegarder",
        help=_("faire une sauvegarde de la base, même en service"),
        description=_(
            "Copie la base dans un fichier chiffré comme elle, pendant que d’autres s’en servent, puis vérifie la "
            "copie : elle prend son nom une fois entière et saine. Elle ne contient jamais les clés, sans lesquelles "
            "elle ne s’ouvre pas : gardez le fichier de clés ailleurs, jamais avec les sauvegardes."
        ),
    )
    parser.add_argument(
        "vers",
        metavar=_("VERS"),
        type=Path,
        nargs="?",
        help=_("un fichier à créer, ou un dossier ; sinon le dossier « sauvegardes » des données, sous un nom daté"),
    )
    parser.add_argument(
        "--garder",
        metavar=_("NOMBRE"),
        type=count,
        help=_("ne garder que les dernières sauvegardes datées du dossier, celle-ci comprise"),
    )
    parser.add_argument(
        "--cle",
        metavar=_("FICHIER"),
        type=Path,
        help=_("chiffrer la copie pour un autre fichier de clés, qui suffira à la remettre"),
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Make a backup, take the oldest away, and say what must be kept apart."""
    from cpf_tui.bootstrap import build  # the database is loaded by this command only

    target = None if options.vers is None else options.vers.expanduser().absolute()
    if options.garder is not None and target is not None and not target.is_dir():
        raise InvalidInput("--garder compte les sauvegardes datées d’un dossier : donnez un dossier, pas un fichier.")
    line = ProgressLine()
    with build() as container:
        upkeep = container.upkeep
        try:
            made = upkeep.back_up(
                target,
                other_keys=None if options.cle is None else options.cle.expanduser().absolute(),
                progress=lambda done, total: line.show(lambda: _("{percent} %", percent=100 * done // max(total, 1))),
            )
        finally:
            line.wipe()
        gone = [] if options.garder is None else upkeep.keep_last(options.garder, made.path)
        keys = container.settings.key_path if options.cle is None else options.cle
    if options.json:
        told = {"fichier": str(made.path), "octets": made.size, "fichier_de_cles": str(keys)}
        say_json(told | made.manifest.as_json() | {"retirees": [str(path) for path in gone]})
    else:
        _say(made, gone, keys)
    return Code.DONE


def _say(made: Backup, gone: list[Path], keys: Path) -> None:
    rows = made.manifest.contents.rows
    say(_("Sauvegarde faite et vérifiée : {path} ({size}).", path=made.path, size=size_words(made.size)))
    say(
        _(
            "Titulaires : {holders} ; comptes : {accounts} ; mouvements : {entries} ; lignes d’audit : {audit}.",
            holders=rows.get("holder", 0),
            accounts=rows.get("account", 0),
            entries=rows.get("entry", 0),
            audit=rows.get("audit", 0),
        )
    )
    for path in gone:
        say(_("  retirée, trop ancienne : {path}", path=path))
    say(
        _(
            "Elle ne contient pas les clés. Elle ne s’ouvrira qu’avec {keys} : gardez une copie de ce fichier "
            "ailleurs, jamais avec les sauvegardes.",
            keys=keys,
        )
    )
