"""« Attester l’identité »: what an advisor checks before a person chooses a new password, or tries theirs again."""

from __future__ import annotations

from typing import Any, ClassVar

from cpf_tui.domain.people import NOBODY, Actor
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _
from cpf_tui.journey.forms.attestation import AttestationForm
from cpf_tui.ports import Clock
from cpf_tui.services.attestation import Attestations, Attested
from screens.dialogs.attested import AttestedDialog
from screens.dialogs.help import ReadingDialog
from screens.form_screen import FormScreen
from screens.sign_up import Unkept


class AttestationScreen(FormScreen[AttestationForm, None]):
    """One question at a time; the advisor's own password at the end signs what they attest. Nothing is kept."""

    heading = AttestationForm.title
    checks_answers = False
    help_text: ClassVar[Text] = text(
        "La personne doit être devant vous, avec un document d’identité et sa carte Vitale. Vous ne verrez rien de son "
        "compte et vous ne connaîtrez jamais son mot de passe."
    )

    def __init__(self, actor: Actor, attestations: Attestations, clock: Clock) -> None:
        super().__init__(AttestationForm, Unkept(clock), NOBODY)
        self._actor, self._attestations = actor, attestations

    def submit(self, form: AttestationForm, operation_id: str) -> Attested:
        """Attest, and get the code to hand over."""
        return self._attestations.attest(self._actor, form, operation_id)

    def submitted(self, result: Any) -> None:
        """Show the code, or say that the access is open."""
        attested: Attested = result
        self.answers.clear()
        if attested.until is not None:
            self.app.push_screen(AttestedDialog(attested.code, attested.until), self.close)
            return
        words = _("L’accès est ouvert : la personne peut entrer avec son mot de passe. Elle a de nouveau six essais.")
        self.app.push_screen(ReadingDialog(self.heading, [words]), self.close)
