"""The whole command line: what each command takes, and the help that says it."""

from __future__ import annotations

import argparse

from cpf_tui.cli import (
    acces,
    audit,
    base,
    catalogue,
    chercher,
    conseiller,
    demo,
    diagnostic,
    eligible,
    french,
    personne,
    program,
    verifier,
)
from cpf_tui.cli.arguments import Parser
from cpf_tui.cli.version import ShowVersion
from cpf_tui.i18n import LANGUAGES, _

COMMANDS = (demo, chercher, eligible, conseiller, acces, catalogue, verifier, base, audit, personne, diagnostic)


def build() -> Parser:
    """Build the parser in the language in use."""
    french.install()
    parser = Parser(
        prog="cpf-tui",
        description=_("Le compte personnel de formation, en heures. Sans commande : ouvrir le programme."),
        epilog=_epilog(),
    )
    parser.add_argument("--version", action=ShowVersion, nargs=0, help=_("montrer la version"))
    add_language(parser)
    parser.set_defaults(run=program.run)
    commands = parser.add_subparsers(title=_("commandes"), metavar=_("COMMANDE"), dest="command")
    for module in COMMANDS:
        module.add(commands)
    return parser


def add_language(parser: argparse.ArgumentParser) -> None:
    """Add `--langue`."""
    parser.add_argument("--langue", choices=tuple(LANGUAGES), help=_("langue des écrans et des phrases"))


def _epilog() -> str:
    return _(
        "codes de sortie :\n"
        "  0    fait\n"
        "  1    refusé, ou problème trouvé : la phrase dit quoi faire\n"
        "  2    ligne de commande mal écrite\n"
        "  3    erreur inattendue : un numéro de référence est donné\n"
        "  4    le programme demande un terminal, et il n’y en a pas\n"
        "  130  interrompu par Ctrl+C\n"
        "  141  la sortie a été coupée par qui la lisait\n"
        "\n"
        "variables d’environnement :\n"
        "  CPF_TUI_DATA_DIR  dossier de toutes les données\n"
        "  CPF_TUI_KEY_FILE  fichier des clés, s’il est ailleurs\n"
        "  CPF_TUI_DATABASE_URL  adresse d’une base PostgreSQL, à la place de celle du dossier\n"
        "  CPF_TUI_LANGUAGE  fr ou en\n"
        "  CPF_TUI_TIMEZONE  fuseau horaire (Europe/Paris)\n"
        "  CPF_TUI_SHARED    1 si plusieurs personnes utilisent ce terminal\n"
        "  CPF_TUI_ADVISOR_SECOND_FACTOR  le code à usage unique des conseillers : exige, ou propose (exige)\n"
        "  CPF_TUI_IDLE_SECONDS  sur un terminal partagé, secondes sans rien taper avant de fermer la session (120)"
    )
