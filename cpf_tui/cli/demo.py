"""`cpf-tui demo`: the program on a throw-away database, with fictitious people at every stage of the journey."""

from __future__ import annotations

import argparse
import select
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from cpf_tui.cli.arguments import add_json
from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import finish, say, say_json
from cpf_tui.domain.access import Demand
from cpf_tui.i18n import _

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands
    from cpf_tui.demonstration.build import Demonstration

_OFTEN = 0.2  # seconds


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "demo",
        help=_("essayer avec des personnes fictives, sur une base jetable"),
        description=_(
            "Crée une base dans un dossier temporaire, avec des titulaires fictifs à chaque étape et deux conseillers, "
            "montre de quoi entrer, puis ouvre le programme. Tout est effacé à la sortie."
        ),
    )
    parser.add_argument(
        "--sans-ouvrir", action="store_true", help=_("ne pas ouvrir le programme, garder le dossier et dire où il est")
    )
    add_json(parser)
    parser.set_defaults(run=run, parser=parser)


def run(options: argparse.Namespace) -> int:
    """Furnish a throw-away installation, say who is in it, and open it."""
    from cpf_tui.cli.program import has_terminal, open_program

    if options.json and not options.sans_ouvrir:
        options.parser.error(_("--json ne va qu’avec --sans-ouvrir"))
    if not options.sans_ouvrir and not has_terminal():
        return Code.NO_TERMINAL
    from cpf_tui.demonstration.build import furnish  # everything is loaded by this command only
    from cpf_tui.settings import load

    folder = Path(tempfile.mkdtemp(prefix="cpf-tui-demo-"))
    # A second factor is shown to whoever wants to try it, not demanded of somebody who only looks around.
    settings = load().model_copy(
        update={
            "data_dir": folder,
            "key_file": None,
            "database_url": None,
            "advisor_second_factor": Demand.PROPOSED,
        }
    )
    _leave_cleanly()
    kept = False
    try:
        if sys.stderr.isatty():
            print(_("Un instant : la base de démonstration se prépare…"), file=sys.stderr)
        made = furnish(settings)
        if options.sans_ouvrir:
            kept = True
            (_say_json if options.json else _say)(made, folder)
            return Code.DONE
        _say(made, None)
        finish()
        _wait()
        if not has_terminal():
            return Code.NO_TERMINAL  # it went away meanwhile
        return open_program(settings)
    finally:
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)


def _leave_cleanly() -> None:
    """Turn the end asked from outside into an ordinary end, so that the folder is removed."""

    def leave(number: int, frame: FrameType | None) -> NoReturn:
        del frame
        sys.exit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)


def _wait() -> None:
    """Leave the time to read: the full screen will cover what is above."""
    sys.stdout.write(_("Entrée pour ouvrir le programme ; vous reverrez ces lignes en sortant. "))
    sys.stdout.flush()
    if sys.platform != "win32":
        # A read that blocks may sleep through a signal that another thread received: looked at every so often.
        while not select.select([sys.stdin], [], [], _OFTEN)[0]:
            pass
    sys.stdin.readline()


def _say(made: Demonstration, folder: Path | None) -> None:
    say(_("Base de démonstration, jetable : personnes fictives, numéros inventés."))
    say()
    say(_("Mot de passe de tous : {secret}", secret=made.secret))
    say()
    say(_("Conseillers (« Entrer comme conseiller ») :"))
    for advisor in made.advisors:
        say(f"  {advisor.login:<18} {advisor.name}, {advisor.role}")
    say()
    say(_("Titulaires (« Entrer dans mon compte ») :"))
    for holder in made.holders:
        say(f"  {holder.nir:<21}  {holder.name:<7} {holder.stage}")
    say()
    if folder is not None:
        say(
            _(
                "Répertoire gardé : {folder} — pour l’ouvrir : CPF_TUI_ADVISOR_SECOND_FACTOR=propose "
                "CPF_TUI_DATA_DIR={folder} cpf-tui",
                folder=folder,
            )
        )


def _say_json(made: Demonstration, folder: Path) -> None:
    say_json(
        {
            "dossier": str(folder),
            "mot_de_passe": made.secret,
            "conseillers": [{"identifiant": one.login, "nom": one.name, "role": one.role} for one in made.advisors],
            "titulaires": [
                {"nir": one.nir, "nom": one.name, "etape": one.stage, "dossier": one.dossier} for one in made.holders
            ],
        }
    )
