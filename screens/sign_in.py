"""Proving who one is: the holder by number and password, the advisor by identifier, password and one-time code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from cpf_tui.domain.errors import DomainError
from cpf_tui.domain.people import Actor, Role
from cpf_tui.domain.text import Text, text
from cpf_tui.journey.forms.sign_in import AdvisorSignInForm, SecondFactorForm, SignInForm
from cpf_tui.journey.questions import Form, Problem
from cpf_tui.services.sign_in import SignIn
from screens.arrival import news_words
from screens.base import BaseScreen
from screens.messages import OpenRoute, SignedIn
from widgets.form_page import FormPage
from widgets.words import Wordlike


class SignInScreen(BaseScreen[None]):
    """Both answers on one page; a refusal never says which of the two is wrong."""

    help_text: ClassVar[Text] = text(
        "Mot de passe oublié ? Allez voir un conseiller avec une pièce d’identité : il vous donnera un code, et vous "
        "choisirez seul un nouveau mot de passe (F2). Après six essais manqués, l’accès se ferme pour une heure. Ne "
        "donnez votre mot de passe à personne, pas même à votre conseiller."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2", "forgotten", "Mot de passe oublié", id="forgotten")]
    form: ClassVar[type[Form]] = SignInForm

    def __init__(self, sign_in: SignIn) -> None:
        super().__init__()
        self._sign_in = sign_in

    def top_title(self) -> Text:
        """Return the form's title."""
        return self.form.title

    def compose_body(self) -> ComposeResult:
        """Ask both."""
        yield FormPage(self.form.questions(), {})

    @on(FormPage.Answered)
    def _answered(self, event: FormPage.Answered) -> None:
        self.answered(event.answers)

    def answered(self, answers: Mapping[str, str]) -> None:
        """Take the answers of the page in hand."""
        filled: Any
        filled, problems = self.form.fill(answers)
        if filled is None:
            self.query_one(FormPage).show_problems(problems)
        else:
            self.enter(lambda: self._sign_in.holder(filled.nir, filled.secret))

    def enter(self, prove: Callable[[], Actor]) -> None:
        """Prove who it is, then go in with what they should know first."""

        def call() -> tuple[Actor, str]:
            actor = prove()
            if actor.role is Role.NEWCOMER:
                return actor, ""  # the screen of their duty says why they are there
            return actor, news_words(self._sign_in.news(actor))

        self.ask(call, lambda entered: self.post_message(SignedIn(entered[0], said=entered[1])))

    def refused(self, error: DomainError) -> None:
        """Show the refusal at the top."""
        self.query_one(FormPage).show_problems([Problem("", error.sentence)])

    def action_forgotten(self) -> None:
        """Choose a new password with the code of an advisor."""
        self.post_message(OpenRoute("renew_secret"))


class AdvisorSignInScreen(SignInScreen):
    """Identifier and password, then the one-time code on a page of its own; all three are judged together.

    The code is asked of everybody, right or wrong, known or not: what the first page was worth shows nowhere.
    """

    help_text: ClassVar[Text] = text(
        "Mot de passe oublié, ou plus aucun code ? L’exploitant de cette installation peut vous donner un nouveau mot "
        "de passe, ou retirer l’ancien code. Après six essais manqués, l’accès se ferme pour une heure."
    )
    form = AdvisorSignInForm

    def __init__(self, sign_in: SignIn) -> None:
        super().__init__(sign_in)
        self._first: dict[str, str] = {}  # what the first page was answered, until it is judged

    def compose_body(self) -> ComposeResult:
        """Leave room for the page in hand."""
        with Container(id="page"):
            yield FormPage(self.form.questions(), {})

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer nothing to who forgot: an advisor is helped by the operator."""
        return False if action == "forgotten" else super().check_action(action, parameters)

    def answered(self, answers: Mapping[str, str]) -> None:
        """Take the first page, then judge both."""
        if "code" not in answers:
            self._first = dict(answers)
            self._show(SecondFactorForm, {})
            return
        first: Any
        second: Any
        first, problems = AdvisorSignInForm.fill(self._first)
        second, more = SecondFactorForm.fill(answers)
        if first is None or second is None:
            self._back([*problems, *more])
            return
        self.enter(lambda: self._sign_in.advisor(first.login, first.secret, second.code or ""))

    def refused(self, error: DomainError) -> None:
        """Come back to the first page: which of the three answers is wrong is not said."""
        self._back([Problem("", error.sentence)])

    def _back(self, problems: list[Problem]) -> None:
        login, self._first = self._first.get("login", ""), {}
        self._show(AdvisorSignInForm, {"login": login}, problems)

    def _show(self, form: type[Form], answers: dict[str, str], problems: list[Problem] | None = None) -> None:
        page, container = FormPage(form.questions(), answers), self.query_one("#page", Container)
        with self.app.batch_update():
            container.remove_children()
            mounted = container.mount(page)

        async def when_there() -> None:
            await mounted  # its summary is there only then
            if problems:
                page.show_problems(problems)

        self.call_later(when_there)

    def action_back(self) -> None:
        """Go back to the first page, then leave."""
        if self._first:
            self._back([])
        else:
            super().action_back()

    def help_words(self) -> Wordlike:
        """Return the help of the question in hand."""
        question = self.query_one(FormPage).current_field().asked.question
        return question.help or super().help_words()
