"""Changing one's password, with the present one; choosing a new one after it was forgotten, with an advisor's code."""

from __future__ import annotations

from typing import Any, ClassVar

from cpf_tui.domain.people import NOBODY, Actor, Role
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _
from cpf_tui.journey.forms.sign_in import ChangeSecretForm, RenewSecretForm
from cpf_tui.ports import Clock
from cpf_tui.services.own_secret import OwnSecrets
from screens.dialogs.help import ReadingDialog
from screens.form_screen import FormScreen
from screens.messages import SignedIn, SignOut
from screens.sign_up import Unkept


class ChangeSecretScreen(FormScreen[ChangeSecretForm, None]):
    """The present password, then the new one twice. A newcomer cannot go elsewhere before."""

    heading = ChangeSecretForm.title
    checks_answers = False
    help_text: ClassVar[Text] = text(
        "Choisissez un mot de passe que vous seul connaissez. Il remplace l’ancien tout de suite."
    )

    def __init__(self, actor: Actor, secrets: OwnSecrets, clock: Clock) -> None:
        super().__init__(ChangeSecretForm, Unkept(clock), NOBODY)
        self._actor, self._secrets = actor, secrets

    def on_mount(self) -> None:
        """Say why a newcomer is here."""
        if self._actor.role is Role.NEWCOMER:
            self.say(_("Quelqu’un d’autre a choisi votre mot de passe : prenez-en un que vous seul connaissez."))

    def submit(self, form: ChangeSecretForm, operation_id: str) -> Actor:
        """Replace the password."""
        return self._secrets.change(self._actor, form, operation_id)

    def submitted(self, result: Any) -> None:
        """Say it is done; a newcomer goes on."""
        self.answers.clear()

        def go_on(_closed: object = None) -> None:
            if self._actor.role is Role.NEWCOMER:
                self.post_message(SignedIn(result))
            else:
                self.close()

        words = _("Votre mot de passe est changé. Il servira à votre prochaine connexion.")
        self.app.push_screen(ReadingDialog(self.heading, [words]), go_on)

    def close(self, _result: object = None) -> None:
        """Close; a newcomer who gives up is not left inside."""
        if self._actor.role is Role.NEWCOMER:
            self.post_message(SignOut())
        else:
            super().close()


class RenewSecretScreen(FormScreen[RenewSecretForm, None]):
    """The number, the code an advisor gave, then the new password twice: what neither of the two can do alone."""

    heading = RenewSecretForm.title
    checks_answers = False

    def __init__(self, secrets: OwnSecrets, clock: Clock) -> None:
        super().__init__(RenewSecretForm, Unkept(clock), NOBODY)
        self._secrets = secrets

    def submit(self, form: RenewSecretForm, operation_id: str) -> None:
        """Replace the password."""
        self._secrets.renew(form, operation_id)

    def submitted(self, result: Any) -> None:
        """Say it is done, and go back to the door."""
        del result
        self.answers.clear()
        words = [
            _("Votre nouveau mot de passe est enregistré. Vous pouvez entrer avec lui, tout de suite."),
            _("À votre prochaine connexion, vous lirez quel organisme a attesté votre identité, et quand."),
        ]
        self.app.push_screen(ReadingDialog(self.heading, words), self.close)
