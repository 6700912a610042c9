"""Noting a contact with a training organisation (step 7)."""

from __future__ import annotations

from datetime import date

from cpf_tui.domain.people import Actor, ContactNote
from cpf_tui.domain.text import text
from cpf_tui.journey.forms.project import ContactForm
from cpf_tui.services.contacts import ContactLog
from screens.form_screen import DraftKeeper, FormScreen


class ContactFormScreen(FormScreen[ContactForm, ContactNote]):
    """The contact form for one training; today is proposed. An advisor writes for `holder_id`."""

    heading = text("Noter un contact")
    confirm_label = text("Enregistrer ce contact")

    def __init__(
        self,
        actor: Actor,
        contacts: ContactLog,
        drafts: DraftKeeper,
        *,
        offer_id: str,
        today: date,
        holder_id: str = "",
    ) -> None:
        subject = f"{holder_id}:{offer_id}" if holder_id else offer_id
        super().__init__(ContactForm, drafts, actor, subject=subject, prefill={"on": today.strftime("%d/%m/%Y")})
        self._actor, self._contacts, self._offer_id, self._holder_id = actor, contacts, offer_id, holder_id

    def submit(self, form: ContactForm, operation_id: str) -> ContactNote:
        """Write the contact in the log."""
        return self._contacts.record(self._actor, self._offer_id, form, operation_id, self._holder_id)
