"""Setting up the one-time code: a telephone reads the secret, then proves it by a first code."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content

from cpf_tui.domain.errors import DomainError
from cpf_tui.domain.people import Actor, Role
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _
from cpf_tui.journey.forms.sign_in import FirstCodeForm
from cpf_tui.journey.questions import Problem
from cpf_tui.services.second_factors import Enrolled, Enrolment, SecondFactors
from screens.base import BaseScreen
from screens.dialogs.help import ReadingDialog
from screens.dialogs.recovery_codes import RecoveryCodesDialog
from screens.dialogs.secret import SecretDialog
from screens.messages import SignedIn, SignOut
from widgets.form_page import FormPage
from widgets.words import Words

_FRAME = 3  # lines of the top bar and of the keys
_BESIDE = 39  # columns for the words and the code


class EnrolmentScreen(BaseScreen[None]):
    """The picture beside what to do; dark on light whatever the theme: telephones read nothing else."""

    CSS_PATH = "enrolment.tcss"
    heading: ClassVar[Text] = text("Code à usage unique")
    help_text: ClassVar[Text] = text(
        "Il faut sur votre téléphone une application de codes, par exemple FreeOTP ou Aegis : « ajouter », puis visez "
        "le carré. Sans appareil photo, tapez le secret à la main (codes sur le temps, six chiffres, 30 secondes), ou "
        "voyez son adresse avec F2. Le code que le téléphone montre ensuite prouve que tout est en place."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2", "address", "Adresse du secret", id="secret_address")]

    def __init__(self, actor: Actor, factors: SecondFactors) -> None:
        super().__init__()
        self._actor, self._factors = actor, factors
        self._drawn: Enrolment | None = None
        self._operation_id = uuid4().hex

    def compose_body(self) -> ComposeResult:
        """Lay out the two halves."""
        with Horizontal(id="halves"):
            yield Words("", id="qr")
            with Vertical(id="steps"):
                yield Words(_("1. Visez ce carré avec l’application de codes de votre téléphone."))
                yield Words(_("Sans appareil photo, tapez-y ce secret :"), classes="hint")
                yield Words("", id="secret")
                yield FormPage(FirstCodeForm.questions(), {})

    def on_mount(self) -> None:
        """Draw a secret: at once for a newcomer, after their password for who is already in."""
        if self._actor.role is Role.NEWCOMER:
            self.say(_("Cette installation demande aux conseillers un code à usage unique, en plus du mot de passe."))
            self.ask(lambda: self._factors.draw(self._actor), self._show)
            return
        dialog: SecretDialog[Enrolment] = SecretDialog(
            self.heading,
            _(
                "Un autre téléphone remplacera celui qui est en place, s’il y en a un ; de nouveaux codes de secours "
                "remplaceront les anciens."
            ),
            lambda secret: self._factors.draw(self._actor, secret),
        )
        self.app.push_screen(dialog, lambda drawn: self._show(drawn) if drawn else self.close())

    def _show(self, drawn: Enrolment) -> None:
        self._drawn = drawn
        self.query_one("#secret", Words).say(drawn.grouped)
        self._fit()
        self.query_one(FormPage).current_field().editor.focus()

    def on_resize(self) -> None:
        """Show the most complete picture that fits."""
        self._fit()

    def _fit(self) -> None:
        if self._drawn is None:
            return
        lines, columns = self.app.size.height - _FRAME, self.app.size.width - _BESIDE - 3
        fitting = [one for one in self._drawn.pictures if len(one) <= lines and len(one[0]) <= columns]
        picture = self.query_one("#qr", Words)
        picture.say(Content("\n".join(fitting[0])) if fitting else "")
        picture.display = bool(fitting)

    @on(FormPage.Answered)
    def _answered(self, event: FormPage.Answered) -> None:
        drawn, code = self._drawn, event.answers["code"]
        if drawn is not None:
            self.ask(
                lambda: self._factors.enrol(self._actor, drawn.ticket, code, self._operation_id),
                self._enrolled,
                group="submit",
            )

    def _enrolled(self, enrolled: Enrolled) -> None:
        def go_on(_closed: Any = None) -> None:
            if self._actor.role is Role.NEWCOMER:
                self.post_message(SignedIn(enrolled.actor))
            else:
                self.close()

        self.app.push_screen(RecoveryCodesDialog(enrolled.codes), go_on)

    def refused(self, error: DomainError) -> None:
        """Show the refusal above the code, which is typed again."""
        self.query_one(FormPage).show_problems([Problem("code", error.sentence)])

    def close(self, _result: object = None) -> None:
        """Close; a newcomer who gives up is not left inside."""
        if self._actor.role is Role.NEWCOMER:
            self.post_message(SignOut())
        else:
            super().close()

    def action_address(self) -> None:
        """Show the address that the picture holds, for an application on this machine."""
        if self._drawn is not None:
            self.app.push_screen(ReadingDialog(_("Adresse du secret"), [self._drawn.uri]))
