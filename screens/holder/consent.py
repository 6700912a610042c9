"""The agreement to use one's hours, given with one's own password, then the sending of the dossier."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from cpf_tui.domain.people import Actor, AdvisorPlace
from cpf_tui.domain.records import Dossier, State
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _
from cpf_tui.services.advisors import AdvisorFinder
from cpf_tui.services.dossier_file import DossierFile
from cpf_tui.services.dossiers import Dossiers
from screens.dialogs.secret import SecretDialog
from screens.dossier_words import advisor_name, proof_expected, whose_turn
from screens.holder.consent_words import agreement, promise, statement
from screens.holder.one_dossier import OneDossierPage
from screens.holder.pages import Act
from screens.messages import GoHome, JourneyChanged
from widgets.paper import Block

_AGREE, _SEND, _TAKE_BACK, _HOME = "agree", "send", "take_back", "go_home"


class ConsentScreen(OneDossierPage):
    """What is agreed to, the agreement, the sending, and the confirmation: one page that follows the dossier."""

    own_route: ClassVar[str] = "consent"
    heading: ClassVar[Text] = text("Mon accord")
    help_text: ClassVar[Text] = text(
        "Vos heures sont à vous : personne ne peut les utiliser sans votre accord, et refuser n’est pas une faute "
        "(article L6323-2). Votre mot de passe prouve que c’est vous. Votre accord est daté et écrit dans le dossier. "
        "Vos heures ne sont bloquées que plus tard, quand un conseiller accepte le dossier."
    )

    def __init__(self, actor: Actor, dossiers: Dossiers, advisors: AdvisorFinder, dossier_id: str) -> None:
        super().__init__(actor, dossiers, dossier_id)
        self._advisors = advisors
        self._place: AdvisorPlace | None = None

    def show_file(self, file: DossierFile) -> None:
        """Find who would receive the dossier, then show where it stands."""

        def known(place: AdvisorPlace | None) -> None:
            self._place = place
            self._show(file)

        self.ask(lambda: self._advisors.current(self.actor), known, group="read")

    def _show(self, file: DossierFile) -> None:
        state = file.dossier.state
        if state is State.DRAFT:
            self.show_page(statement(file), self._acts_to_agree(file))
        elif state is State.CONSENTED:
            self._show_sending(file)
        else:
            first, *rest = self.acts(file)
            self.show_page(self._confirmation(file), [first, Act(_HOME, text("Revenir à mon parcours")), *rest])

    def _acts_to_agree(self, file: DossierFile) -> list[Act]:
        acts = [one for one in self.acts(file) if one.key not in ("tracker", "funding")]
        return [Act(_AGREE, text("J’accepte : donner mon accord…")), *acts]

    def _show_sending(self, file: DossierFile) -> None:
        blocks = [Block(_("Votre accord est donné"), "title"), Block(agreement(file.dossier), "good")]
        change = Act("advisors", text("Changer d’interlocuteur"))
        if self._place is None:
            blocks += [
                Block(_("Il reste à choisir à qui l’envoyer"), "heading"),
                Block(
                    _(
                        "Un conseiller doit vérifier votre dossier, gratuitement. Choisissez votre interlocuteur, puis "
                        "revenez ici : rien n’est perdu."
                    )
                ),
            ]
            acts = [Act("advisors", text("Choisir mon interlocuteur (étape 4)"))]
        else:
            blocks += [
                Block(_("Il reste à l’envoyer"), "heading"),
                Block(self._place.name),
                Block(_("Votre conseiller y verra ce dossier et vos heures, comme vous l’avez autorisé."), "hint"),
            ]
            acts = [Act(_SEND, text("Envoyer à : {name}", name=self._place.name)), change]
        rest = [one for one in self.acts(file) if one.key not in ("tracker", "funding")]
        self.show_page(blocks, [*acts, Act(_TAKE_BACK, text("Reprendre mon accord")), *rest])

    def _confirmation(self, file: DossierFile) -> list[Block]:
        blocks = [
            Block(_("Votre dossier est envoyé"), "title good"),
            Block(_("Numéro à garder : {reference}", reference=file.dossier.reference), "title"),
            Block(file.dossier.title, "hint"),
            Block(_("Et maintenant"), "heading"),
        ]
        if file.dossier.state is not State.SUBMITTED:
            blocks.append(Block(whose_turn(file)))
        else:
            blocks += [
                Block(
                    _(
                        "C’est à {advisor} de le vérifier, au plus tard le {due}.",
                        advisor=advisor_name(file),
                        due=file.due,
                    )
                ),
                Block(_("S’il manque quelque chose, une correction vous sera demandée ici, à l’étape 9.")),
                Block(_("Si vos heures ne suffisent pas, il cherchera un financement avec vous (étape 10).")),
                Block(
                    _("D’ici là, montrez-lui votre document du DIF : vos heures ne peuvent pas être bloquées avant.")
                    if proof_expected(file)
                    else _("Vous n’avez rien à faire d’ici là. Vos heures seront bloquées quand il aura accepté.")
                ),
            ]
        if file.dossier.consent_at:
            blocks.append(Block(agreement(file.dossier), "hint"))
        return blocks

    def acts(self, file: DossierFile, *more: Act) -> list[Act]:
        """List the acts of every page, following the dossier first once it is sent."""
        follow = (
            () if file.dossier.state in (State.DRAFT, State.CONSENTED) else (Act("tracker", text("Suivre le dossier")),)
        )
        return super().acts(file, *follow, *more)

    def acted(self, key: str) -> None:
        """Agree, send, take the agreement back, or go elsewhere."""
        operation_id, wanted = uuid4().hex, self.dossier_id
        if key == _AGREE and self.file is not None:
            self._ask_secret(self.file, operation_id)
        elif key == _SEND:
            self.act(lambda: self.dossiers.submit(self.actor, wanted, operation_id), _("Dossier envoyé."))
        elif key == _TAKE_BACK:
            self.act(
                lambda: self.dossiers.withdraw_consent(self.actor, wanted, operation_id),
                _("Votre accord est annulé. Le dossier redevient un brouillon."),
            )
        elif key == _HOME:
            self.post_message(GoHome())
        else:
            super().acted(key)

    def _ask_secret(self, file: DossierFile, operation_id: str) -> None:
        def agreed(result: Dossier | None) -> None:
            if result is not None:
                self.post_message(JourneyChanged())
                self.say(_("Votre accord est enregistré."), kind="good")

        self.app.push_screen(
            SecretDialog(
                _("Donner mon accord"),
                promise(file),
                lambda secret: self.dossiers.consent(self.actor, file.dossier.id, secret, operation_id),
            ),
            agreed,
        )
