"""Writing a request for help, and the number it receives."""

from __future__ import annotations

from typing import ClassVar

from cpf_tui.domain.people import Actor, AssistanceRequest
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _
from cpf_tui.journey.forms.project import AssistanceForm
from cpf_tui.services.assistance import Assistance
from screens.form_screen import DraftKeeper, FormScreen
from screens.holder.pages import Act, DonePage
from screens.messages import GoHome, JourneyChanged, OpenRoute
from widgets.paper import Block


class AssistanceFormScreen(FormScreen[AssistanceForm, AssistanceRequest]):
    """The two questions of a request."""

    heading: ClassVar[Text] = text("Demander de l’aide")
    confirm_label = text("Envoyer ma demande")

    def __init__(self, actor: Actor, assistance: Assistance, drafts: DraftKeeper) -> None:
        super().__init__(AssistanceForm, drafts, actor)
        self._actor, self._assistance = actor, assistance

    def submit(self, form: AssistanceForm, operation_id: str) -> AssistanceRequest:
        """Send the request."""
        return self._assistance.ask(self._actor, form, operation_id)

    def submitted(self, result: AssistanceRequest) -> None:
        """Give the number, and say what happens next."""
        app = self.app
        app.post_message(JourneyChanged())
        blocks = [
            Block(_("Votre demande est envoyée"), "title good"),
            Block(_("Numéro à garder : {reference}", reference=result.reference), "title"),
            Block(_("Et maintenant"), "heading"),
            Block(
                _("Une personne de l’assistance la lit et vous répond ici, à l’étape 14, sous quelques jours ouvrés.")
            ),
            Block(_("Vous pouvez ajouter un message à tout moment.")),
        ]
        acts = [
            (Act("open", text("Voir ma demande")), OpenRoute("assistance_request", result.id)),
            (Act("home", text("Revenir à mon parcours")), GoHome()),
        ]
        self.dismiss(result)
        app.push_screen(DonePage(_("Demande envoyée"), blocks, acts, self.journey))
