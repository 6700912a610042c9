"""`cpf-tui base changer-cle`: the keys of the installation drawn again."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from cpf_tui.cli.arguments import add_json
from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import say, say_json
from cpf_tui.cli.progress import ProgressLine
from cpf_tui.i18n import _
from cpf_tui.security.keys import KeyPart

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands
    from cpf_tui.persistence.upkeep.rekey import Rekeyed


def add(acts: Commands) -> None:
    """Add the act."""
    parser = acts.add_parser(
        "changer-cle",
        help=_("changer les clés de la base, des numéros et de leur index"),
        description=_(
            "Tire de nouvelles clés et chiffre de nouveau ce qui l’était avec les anciennes ; toutes, si aucune n’est "
            "nommée. Coupée à n’importe quel moment, la base s’ouvre toujours : relancez la commande pour finir. Les "
            "sauvegardes d’avant ne s’ouvriront qu’avec l’ancien fichier de clés : --ancien le garde."
        ),
    )
    parser.add_argument("--base", action="store_true", help=_("la clé du fichier de la base"))
    parser.add_argument("--numeros", action="store_true", help=_("la clé des numéros et des secrets chiffrés"))
    parser.add_argument("--index", action="store_true", help=_("la clé qui retrouve une personne par son numéro"))
    parser.add_argument(
        "--ancien", metavar=_("FICHIER"), type=Path, help=_("garder l’ancien fichier de clés sous ce nom")
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Change keys, and say what must be kept."""
    from cpf_tui.bootstrap import build  # the database is loaded by this command only

    asked = {KeyPart.DATABASE: options.base, KeyPart.SEALING: options.numeros, KeyPart.INDEX: options.index}
    parts = [part for part, wanted in asked.items() if wanted] or list(KeyPart)
    former_to = None if options.ancien is None else options.ancien.expanduser().absolute()
    line = ProgressLine()
    with build() as container:
        try:
            done = container.upkeep.change_keys(
                parts,
                former_to=former_to,
                progress=lambda pages, total: line.show(
                    lambda: _("{percent} %", percent=100 * pages // max(total, 1)),
                ),
            )
        finally:
            line.wipe()
        key_path = container.settings.key_path
    if options.json:
        told = {"cles": [part.value for part in done.parts], "chiffres": done.resealed, "repris": done.resumed}
        say_json({**told, "fichier_de_cles": str(key_path), "ancien": None if former_to is None else str(former_to)})
    else:
        _say(done, key_path, former_to)
    return Code.DONE


def _say(done: Rekeyed, key_path: Path, former_to: Path | None) -> None:
    names = {
        KeyPart.DATABASE: _("base"),
        KeyPart.SEALING: _("numéros"),
        KeyPart.INDEX: _("index"),
    }
    if done.resumed:
        say(_("Un changement de clés avait été coupé : il est terminé."))
    changed = ", ".join(names[part] for part in done.parts)
    say(_("Clés changées : {parts}. Valeurs chiffrées de nouveau : {count}.", parts=changed, count=done.resealed))
    say(_("Gardez dès maintenant une copie du nouveau fichier de clés, à part des sauvegardes : {path}", path=key_path))
    if former_to is None:
        say(
            _(
                "Les sauvegardes d’avant ne s’ouvrent qu’avec la copie que vous aviez de l’ancien fichier de clés "
                "(--cle). Faites une sauvegarde : cpf-tui base sauvegarder"
            )
        )
    else:
        say(
            _(
                "Les sauvegardes d’avant ne s’ouvrent qu’avec l’ancien fichier de clés (--cle {path}). Faites une "
                "sauvegarde : cpf-tui base sauvegarder",
                path=former_to,
            )
        )
