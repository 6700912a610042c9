"""`cpf-tui base restaurer`: a backup put back in the place of the base, which is kept."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cpf_tui.cli.arguments import add_json
from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import say, say_json
from cpf_tui.cli.progress import ProgressLine
from cpf_tui.domain.errors import InvalidInput
from cpf_tui.i18n import _

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands
    from cpf_tui.persistence.upkeep.manifest import Contents
    from cpf_tui.persistence.upkeep.operator import Upkeep
    from cpf_tui.persistence.upkeep.restore import Restored


def add(acts: Commands) -> None:
    """Add the act."""
    parser = acts.add_parser(
        "restaurer",
        help=_("remettre une sauvegarde à la place de la base"),
        description=_(
            "Vérifie la sauvegarde, puis la met à la place de la base d’un seul coup ; la base d’avant est gardée à "
            "côté, sous un nom daté. Rien ne change si la sauvegarde n’est pas saine, ou si un programme est ouvert "
            "sur la base. Une sauvegarde d’une version plus ancienne est mise à niveau."
        ),
    )
    parser.add_argument("fichier", metavar=_("FICHIER"), type=Path, help=_("une sauvegarde"))
    parser.add_argument("--oui", action="store_true", help=_("ne pas demander de confirmation"))
    parser.add_argument(
        "--cle",
        metavar=_("FICHIER"),
        type=Path,
        help=_("le fichier de clés de la sauvegarde, s’il n’est pas celui de l’installation"),
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Restore a backup and say what was kept."""
    from cpf_tui.bootstrap import build  # the database is loaded by this command only

    copy = options.fichier.expanduser().absolute()
    keys = None if options.cle is None else options.cle.expanduser().absolute()
    line = ProgressLine()
    with build() as container:
        upkeep = container.upkeep
        if not options.oui and not _confirmed(upkeep, copy, keys):
            say(_("Rien n’a été changé."))
            return Code.REFUSED
        try:
            done = upkeep.restore(
                copy,
                copy_keys=keys,
                progress=lambda pages, total: line.show(
                    lambda: _("{percent} %", percent=100 * pages // max(total, 1)),
                ),
            )
        finally:
            line.wipe()
    if options.json:
        say_json(_as_json(done))
    else:
        _say(done)
    return Code.DONE


def _confirmed(upkeep: Upkeep, copy: Path, keys: Path | None) -> bool:
    """Say what would be lost and ask; raises `InvalidInput` where nobody can answer."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise InvalidInput("Remettre une sauvegarde remplace la base : ajoutez --oui pour confirmer.")
    theirs, ours = upkeep.compare(copy, copy_keys=keys)
    say(_("Dans la sauvegarde : {contents}", contents=_words(theirs)))
    if ours is None:
        say(_("La base en place n’existe pas, ou ne peut pas être lue."))
    else:
        say(_("Dans la base en place : {contents}", contents=_words(ours)))
    sys.stdout.write(_("Remplacer la base par cette sauvegarde ? Écrivez oui : "))
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in {"oui", "yes"}


def _words(contents: Contents) -> str:
    return _(
        "titulaires : {holders} ; mouvements : {entries} ; dossiers : {dossiers}.",
        holders=contents.rows.get("holder", 0),
        entries=contents.rows.get("entry", 0),
        dossiers=contents.rows.get("dossier", 0),
    )


def _say(done: Restored) -> None:
    counts = {"accounts": done.report.accounts, "entries": done.report.entries}
    say(_("Sauvegarde remise en place. Comptes : {accounts} ; mouvements : {entries}.", **counts))
    if done.manifest is not None:
        say(
            _(
                "Elle datait du {date} : ce qui a été fait depuis n’y est pas.",
                date=f"{done.manifest.made_at:%Y-%m-%d %H:%M:%S} UTC",
            )
        )
    if done.kept is not None:
        say(_("La base d’avant est gardée : {path}. Effacez-la quand vous n’en aurez plus besoin.", path=done.kept))


def _as_json(done: Restored) -> dict[str, object]:
    return {
        "comptes": done.report.accounts,
        "mouvements": done.report.entries,
        "manifeste": None if done.manifest is None else done.manifest.as_json(),
        "gardee": None if done.kept is None else str(done.kept),
    }
