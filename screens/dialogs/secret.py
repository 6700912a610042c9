"""Asking for one's own password before an act that only its owner may do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from textual import on
from textual.app import ComposeResult

from cpf_tui.domain.errors import DomainError
from cpf_tui.domain.text import text
from cpf_tui.i18n import _
from cpf_tui.journey.questions import Kind, Question
from screens.dialogs.base import Dialog
from widgets.editors import Confirmed, LineEditor
from widgets.words import Wordlike, Words

R = TypeVar("R")

_QUESTION = Question(title=text("Votre mot de passe"), kind=Kind.SECRET, kept=False)


class SecretDialog(Dialog[R]):
    """A statement and a password; `send(secret)` runs in a thread, its result closes the dialog.

    A refusal is shown in place and the field is emptied: a masked text cannot be mended. The password goes nowhere
    else: no draft holds it.
    """

    DEFAULT_CSS = """
    SecretDialog .statement { margin-bottom: 1; }
    """

    def __init__(self, title: Wordlike, statement: Wordlike, send: Callable[[str], R]) -> None:
        super().__init__(title)
        self._statement, self._send = statement, send

    def compose_body(self) -> ComposeResult:
        """Show what is agreed to, then the field."""
        yield Words(self._statement, classes="statement")
        yield Words(_("Votre mot de passe, celui de votre compte"), classes="title")
        yield LineEditor(_QUESTION)
        yield Words(_("Entrée pour valider, Échap pour ne rien faire."), classes="hint")

    def on_mount(self) -> None:
        """Put the person at the field."""
        self.query_one(LineEditor).focus()

    @on(Confirmed)
    def _confirmed(self, event: Confirmed) -> None:
        event.stop()
        secret = self.query_one(LineEditor).value
        if not secret:
            self._say(_("Écrivez votre mot de passe."))
            return
        self._say("")
        self.ask(lambda: self._send(secret), self.dismiss, group="submit")

    def refused(self, error: DomainError) -> None:
        """Say why, and let the person type again."""
        self._say(error.sentence)
        field = self.query_one(LineEditor)
        field.value = ""
        field.focus()

    def _say(self, words: Wordlike) -> None:
        refusal = self.query_one("#refusal", Words)
        refusal.say(words)
        refusal.set_class(bool(words), "shown")
