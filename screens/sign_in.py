"""Proving who one is: the holder by number and password, the advisor by identifier and password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult

from cpf_tui.domain.errors import DomainError
from cpf_tui.domain.people import Actor
from cpf_tui.domain.text import Text, text
from cpf_tui.journey.questions import Form, Problem
from screens.base import BaseScreen
from screens.messages import SignedIn
from widgets.form_page import FormPage

F = TypeVar("F", bound=Form)


class SignInScreen(BaseScreen[None], Generic[F]):
    """Both answers on one page; a refusal never says which of the two is wrong."""

    help_text: ClassVar[Text] = text(
        "Mot de passe oublié ? Votre conseiller peut vous aider à en choisir un nouveau, sur présentation d’une pièce "
        "d’identité. Ne donnez votre mot de passe à personne, pas même à lui."
    )

    def __init__(self, form: type[F], check: Callable[[F], Actor]) -> None:
        super().__init__()
        self._form, self._check = form, check

    def top_title(self) -> Text:
        """Return the form's title."""
        return self._form.title

    def compose_body(self) -> ComposeResult:
        """Ask both."""
        yield FormPage(self._form.questions(), {})

    @on(FormPage.Answered)
    def _answered(self, event: FormPage.Answered) -> None:
        form, problems = self._form.fill(event.answers)
        if form is None:
            self.query_one(FormPage).show_problems(problems)
            return
        filled: Any = form
        self.ask(lambda: self._check(filled), lambda actor: self.post_message(SignedIn(actor)))

    def refused(self, error: DomainError) -> None:
        """Show the refusal at the top."""
        self.query_one(FormPage).show_problems([Problem("", error.sentence)])
