"""From a command line to an exit code: every failure is one sentence on stderr."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from cpf_tui import i18n
from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import complain, finish, prepare_streams, silence
from cpf_tui.domain.errors import DomainError
from cpf_tui.i18n import _, render


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command line (`sys.argv` unless given) and return its exit code; never raises."""
    prepare_streams()
    try:
        code = _run(sys.argv[1:] if arguments is None else arguments)
        finish()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else Code.DONE
        with suppress(BrokenPipeError, DomainError):  # the help cut by `head` is no failure
            finish()
    except KeyboardInterrupt:
        complain(_("Interrompu."))
        code = Code.INTERRUPTED
    except BrokenPipeError:
        silence()
        code = Code.CUT
    except DomainError as error:
        complain(render(error.sentence))
        code = Code.REFUSED
    except Exception as error:
        complain(_unexpected(error))
        code = Code.UNEXPECTED
    return int(code)


def _run(arguments: Sequence[str]) -> int:
    _choose_language(arguments)
    from cpf_tui.settings import withhold

    withhold()
    from cpf_tui.cli.parser import build

    options = build().parse_args(arguments)
    from cpf_tui.cli.siblings import refuse_strangers

    refuse_strangers()
    return int(options.run(options))


def last_words(arguments: Sequence[str]) -> str:
    """Return what a shared terminal says once the full screen is left; empty when a command line does not open it."""
    opens = not _choose_language(arguments)
    return _("La session est terminée : rien de vous n’est resté sur cet écran.") if opens else ""


def _choose_language(arguments: Sequence[str]) -> Sequence[str]:
    """Choose the language before the parser is built, whose help is written in it; return the other arguments."""
    asked = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    asked.add_argument("--langue", default=os.environ.get("CPF_TUI_LANGUAGE", ""))
    try:
        known, others = asked.parse_known_args(arguments)
    except argparse.ArgumentError:
        return arguments
    i18n.set_language(known.langue if known.langue in i18n.LANGUAGES else "fr")
    return others


def _unexpected(error: BaseException) -> str:
    """Keep a scrubbed report in the data folder, if it can be written, and say its reference."""
    from cpf_tui.last_resort import keep

    reference = keep(error).reference
    return _("Une erreur inattendue est arrivée. Donnez ce numéro à l’assistance : {reference}", reference=reference)
