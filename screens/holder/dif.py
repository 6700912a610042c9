"""Entering the DIF balance (step 3), or correcting it until a dossier is validated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cpf_tui.domain.dif import CLOSING_NOTICE
from cpf_tui.domain.people import Actor
from cpf_tui.domain.records import DifDeclaration
from cpf_tui.domain.text import text
from cpf_tui.i18n import _
from cpf_tui.journey.forms.dif import DifForm
from cpf_tui.services.dif import DifEntry
from cpf_tui.services.drafts import Drafts
from screens.dialogs.help import ReadingDialog
from screens.form_screen import FormScreen
from screens.messages import JourneyChanged
from widgets.words import Wordlike


class DifScreen(FormScreen[DifForm, None]):
    """The four questions of the DIF; an earlier declaration comes back as it was, to be corrected."""

    heading = DifForm.title

    def __init__(self, actor: Actor, dif: DifEntry, drafts: Drafts) -> None:
        super().__init__(DifForm, drafts, actor)
        self._actor, self._dif = actor, dif

    def resume(self) -> None:
        """Look for an earlier declaration first: it is what the person would correct."""
        self.ask(lambda: self._dif.current(self._actor), self._start)

    def _start(self, declared: DifDeclaration | None) -> None:
        if declared is not None:
            self.fill_known(
                {
                    "quantity": str(declared.quantity),
                    "document": declared.document,
                    "document_date": f"{declared.document_date:%d/%m/%Y}",
                    "employer": declared.employer,
                }
            )
        super().resume()

    def check_notes(self) -> Sequence[Wordlike]:
        """Say what confirming does."""
        kept = text("Ces heures seront utilisables tout de suite. Gardez le document : il vous sera demandé.")
        return [kept, CLOSING_NOTICE]

    def submit(self, form: DifForm, operation_id: str) -> DifDeclaration:
        """Write the balance on the account."""
        return self._dif.declare(self._actor, form, operation_id)

    def submitted(self, result: Any) -> None:
        """Say what was written and what to keep."""
        declared: DifDeclaration = result
        self.post_message(JourneyChanged())
        self.app.push_screen(
            ReadingDialog(
                _("Heures inscrites"),
                [
                    _("{hours} h de DIF sont sur votre compte, utilisables dès maintenant.", hours=declared.quantity),
                    _("Gardez votre document : votre conseiller vous demandera de le montrer."),
                    _("Vous pouvez corriger ce nombre tant qu’aucun dossier n’est validé."),
                ],
            ),
            self.close,
        )
