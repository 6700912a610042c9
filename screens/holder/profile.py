"""Who the person is (step 2, second part): asked once after the sign-up, changed here later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from cpf_tui.domain.people import Actor, Holder
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _
from cpf_tui.journey.forms.sign_up import ProfileForm
from cpf_tui.ports import Gazetteer
from cpf_tui.services.accounts import Accounts
from cpf_tui.services.drafts import Drafts
from screens.dialogs.help import ReadingDialog
from screens.form_screen import FormScreen
from screens.messages import JourneyChanged
from widgets.words import Wordlike


class ProfileScreen(FormScreen[ProfileForm, None]):
    """The profile; finishing it opens the account. A number that disagrees with the birth date is said, not refused."""

    heading: ClassVar[Text] = ProfileForm.title

    def __init__(self, actor: Actor, accounts: Accounts, drafts: Drafts, gazetteer: Gazetteer) -> None:
        super().__init__(ProfileForm, drafts, actor, gazetteer=gazetteer)
        self._actor, self._accounts = actor, accounts
        self._warnings: tuple[Text, ...] = ()
        self._open = False  # the account is open: these answers change it

    def resume(self) -> None:
        """Put in what is known of the person, if the account is open: nothing is asked twice."""
        self.ask(lambda: self._accounts.known(self._actor), self._known)

    def _known(self, answers: dict[str, str]) -> None:
        self._open = bool(answers)
        self.fill_known(answers)
        super().resume()

    def check_notes(self) -> Sequence[Wordlike]:
        """Say what confirming does."""
        if self._open:
            return [text("Changer de commune ou de situation change les formations que vos heures peuvent payer.")]
        return [text("En confirmant, vous ouvrez votre compte. Vous pourrez changer ces réponses plus tard.")]

    def submit(self, form: ProfileForm, operation_id: str) -> Holder:
        """Open the account or change it, and note what does not quite agree."""
        self._warnings = self._accounts.warnings(self._actor, form)
        return self._accounts.save_profile(self._actor, form, operation_id)

    def submitted(self, result: Any) -> None:
        """Say that the account is open, and what comes next."""
        holder: Holder = result
        self.post_message(JourneyChanged())
        if self._open:
            title, paragraphs = _("Informations enregistrées"), [text("Vos réponses sont enregistrées.")]
        else:
            title, paragraphs = (
                _("Compte ouvert"),
                [
                    text("{name}, votre compte est ouvert.", name=holder.full_name),
                    text("Ensuite : si vous avez un reste de DIF, saisissez-le. Il sera utilisable tout de suite."),
                ],
            )
        self.app.push_screen(ReadingDialog(title, [*paragraphs, *self._warnings]), self.close)
