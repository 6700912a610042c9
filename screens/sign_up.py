"""Opening an account (step 2), first part: the number and the password. Nothing is kept until the account exists."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from cpf_tui.domain.people import NOBODY, Actor
from cpf_tui.domain.records import Draft
from cpf_tui.journey.forms.sign_up import IdentityForm
from cpf_tui.ports import Clock
from cpf_tui.services.accounts import Accounts
from screens.form_screen import FormScreen
from screens.messages import SignedIn


class Unkept:
    """A draft keeper that keeps nothing: before the account exists, answers would lie where anybody may read them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def open(self, actor: Actor, /, form: str, subject: str = "") -> Draft:
        """Begin anew each time, with a new operation id."""
        return Draft(actor.id, form, subject, {}, uuid4().hex, self._clock.now())

    def save(self, actor: Actor, /, form: str, subject: str, name: str, answer: str) -> None:
        """Keep nothing."""

    def discard(self, actor: Actor, /, form: str, subject: str = "") -> None:
        """Nothing was kept."""


class SignUpScreen(FormScreen[IdentityForm, None]):
    """Asks for the number, then the password twice; the account then exists and the profile follows, saved in it."""

    heading = IdentityForm.title
    checks_answers = False

    def __init__(self, accounts: Accounts, clock: Clock) -> None:
        super().__init__(IdentityForm, Unkept(clock), NOBODY)
        self._accounts = accounts

    def submit(self, form: IdentityForm, operation_id: str) -> Actor:
        """Open the account, unfinished."""
        return self._accounts.start(form.nir, form.secret, operation_id)

    def submitted(self, result: Any) -> None:
        """Go on with who the person is."""
        self.post_message(SignedIn(result, then="profile"))
