"""Whose account: by the number, asked for and never written on the command line, or by the id of the account."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from cpf_tui.cli.secret import read_number
from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import OPERATOR_ACTOR
from cpf_tui.i18n import _

if TYPE_CHECKING:
    from cpf_tui.services.registry import Services


def add_whose(parser: argparse.ArgumentParser) -> None:
    """Add `--compte`."""
    parser.add_argument(
        "--compte",
        metavar="ID",
        help=_(
            "l’identifiant du compte, lu dans un export ou dans le journal ; sans lui, le numéro de Sécurité sociale "
            "est demandé au clavier, ou lu sur l’entrée standard (première ligne)"
        ),
    )


def whose(options: argparse.Namespace, services: Services) -> str:
    """Return the id of the account meant. Raises `NotFound`, `InvalidInput`."""
    if options.compte:
        return str(options.compte)
    return services.personal_data.find(OPERATOR_ACTOR, Nir.parse(read_number()))


def confirmed(options: argparse.Namespace, question: str) -> bool:
    """Ask before what cannot be undone; `--oui` answers. Raises `InvalidInput` where nobody can be asked."""
    if options.oui:
        return True
    if sys.stdin is None or not sys.stdin.isatty():
        raise InvalidInput("Personne ne peut répondre à la question : ajoutez --oui pour confirmer.")
    sys.stdout.write(question)
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in {"oui", "yes"}
