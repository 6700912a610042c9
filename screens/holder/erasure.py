"""Erasing one's account: what is lost, what goes, what stays; then one's own password. Two steps, and no way back."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from cpf_tui.domain.erasure import GOES, STAYS, ErasurePreview
from cpf_tui.domain.people import Actor
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _, render
from cpf_tui.services.erasure import Erased, Erasures
from screens.dialogs.secret import SecretDialog
from screens.holder.pages import Act, ActPage
from screens.messages import OpenRoute, SignOut
from widgets.paper import Block

_KEEP, _ERASE, _DOSSIERS = "keep", "erase", "tracker"


class ErasureScreen(ActPage[None]):
    """The account, before it is erased; keeping it is in hand first."""

    heading: ClassVar[Text] = text("Effacer mon compte")
    help_text: ClassVar[Text] = text(
        "Lisez ce qui sera perdu et ce qui reste : Page descend dans le texte. Rien n’est fait avant que vous ayez "
        "écrit votre mot de passe. Prenez d’abord une copie de vos données si vous voulez en garder une trace."
    )

    def __init__(self, actor: Actor, erasures: Erasures) -> None:
        super().__init__()
        self._actor, self._erasures = actor, erasures
        self._operation_id = uuid4().hex

    def on_screen_resume(self) -> None:
        """Read what stands in the way, and what would be lost."""
        self.ask(lambda: self._erasures.preview(self._actor), self._show, group="read")

    def _show(self, found: ErasurePreview) -> None:
        keep = Act(_KEEP, text("Non, garder mon compte"))
        if found.obstacles:
            blocks = [Block(_("Ce n’est pas encore possible."), "title"), *(Block(one) for one in found.obstacles)]
            self.show_page(blocks, [Act(_DOSSIERS, text("Voir mes dossiers")), keep])
            return
        blocks = [Block(found.lost, "title")]
        blocks += [Block(_("Partira pour toujours"), "heading"), *(Block(one, "indent") for one in GOES)]
        blocks += [Block(_("Restera, et pourquoi"), "heading"), *(Block(one, "indent") for one in STAYS)]
        self.show_page(blocks, [keep, Act(_ERASE, text("Effacer : on me demandera mon mot de passe"))])

    def acted(self, key: str) -> None:
        """Keep the account, or ask for the password."""
        if key == _KEEP:
            self.close()
        elif key == _DOSSIERS:
            self.post_message(OpenRoute(_DOSSIERS))
        else:
            dialog = SecretDialog(
                _("Effacer mon compte pour toujours"),
                _("C’est la dernière étape : après elle, personne ne peut revenir en arrière."),
                lambda secret: self._erasures.erase(self._actor, secret, self._operation_id),
            )
            self.app.push_screen(dialog, self._erased)

    def _erased(self, done: Erased | None) -> None:
        if done is not None:
            self.post_message(SignOut(render(done.words)))
