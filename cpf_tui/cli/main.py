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
    from cpf_tui.cli.parser import build

    options = build().parse_args(arguments)
    from cpf_tui.cli.siblings import refuse_strangers

    refuse_strangers()
    return int(options.run(options))


def _choose_language(arguments: Sequence[str]) -> None:
    """Choose the language before the parser is built: its help is written in it."""
    asked = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    asked.add_argument("--langue", default=os.environ.get("CPF_TUI_LANGUAGE", ""))
    with suppress(argparse.ArgumentError):
        language = asked.parse_known_args(arguments)[0].langue
        i18n.set_language(language if language in i18n.LANGUAGES else "fr")


def _unexpected(error: Exception) -> str:
    """Keep a scrubbed report in the data folder, if it can be written, and say its reference."""
    from cpf_tui.incident import record_incident

    try:
        from cpf_tui.settings import load

        incident = record_incident(error, load().data_dir)
    except (DomainError, OSError):
        incident = record_incident(error)
    return _(
        "Une erreur inattendue est arrivée. Donnez ce numéro à l’assistance : {reference}", reference=incident.reference
    )
