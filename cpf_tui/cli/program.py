"""`cpf-tui` without a command: the program on the full screen."""

from __future__ import annotations

import argparse
import io
import os
import sys
from typing import TYPE_CHECKING

from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import complain
from cpf_tui.i18n import _

_SIGNALS = 128  # a program ended by a signal returns 128 and its number

if TYPE_CHECKING:
    from cpf_tui.settings import Settings


def run(options: argparse.Namespace) -> int:
    """Open the program on the installation's data."""
    del options
    if not has_terminal():
        return Code.NO_TERMINAL
    from cpf_tui.settings import load

    return open_program(load())


def has_terminal() -> bool:
    """Say whether a full screen can be drawn; if not, say on stderr what to do."""
    if os.environ.get("TERM", "").lower() in {"dumb", "unknown"}:
        complain(
            _(
                "Ce terminal (TERM={term}) ne peut pas afficher d’écran : ouvrez un autre terminal, "
                "ou utilisez une commande comme « cpf-tui chercher ».",
                term=os.environ["TERM"],
            )
        )
        return False
    # The screen is drawn on stderr, keys are read on stdin, and stdout receives the last words.
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        complain(
            _(
                "Le programme s’ouvre dans un terminal, sans redirection : lancez « cpf-tui » seul "
                "(par SSH : « ssh -t »), ou utilisez une commande comme « cpf-tui chercher »."
            )
        )
        return False
    return True


def open_program(settings: Settings) -> int:
    """Run the screens on the data of these settings, and return the exit code.

    Raises what kept the data from opening: the command line says it once the screen is given back.
    """
    # Textual and the screens are loaded here only: no other command pays for them.
    from cpf_tui.app import CpfApp
    from cpf_tui.bootstrap import build
    from cpf_tui.incident import record_incident

    _draw_in_utf8()
    with build(settings) as container:
        app = CpfApp(
            load=lambda: container.services,
            record=lambda error: record_incident(error, settings.data_dir),
            prepare=lambda services: services.search.prepare(),
            shared=settings.shared,
            idle_seconds=settings.idle_seconds,
        )
        app.run()
    if app.startup_error is not None:
        raise app.startup_error
    code = app.return_code or 0
    return code if code > _SIGNALS else Code.UNEXPECTED if code else Code.DONE


def _draw_in_utf8() -> None:
    """Draw in UTF-8 even under an old locale: terminals read it, and accents would come out as escapes."""
    for stream in (sys.__stdout__, sys.__stderr__):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
