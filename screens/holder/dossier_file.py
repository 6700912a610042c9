"""One dossier as it was filled: the training, every answer, the agreement; and what can be done with it."""

from __future__ import annotations

from typing import ClassVar

from cpf_tui.domain.regime import show
from cpf_tui.domain.text import Text, text
from cpf_tui.domain.wordings import WORDINGS
from cpf_tui.i18n import _, render
from cpf_tui.services.dossier_file import DossierFile
from screens.dialogs.outlook import OutlookDialog, outlook_lines
from screens.dossier_words import QUESTIONS, is_accepted, whose_turn
from screens.holder.consent_words import agreement
from screens.holder.one_dossier import OneDossierPage
from screens.holder.pages import Act
from screens.holder.tracker import asked_of_holder
from widgets.paper import Block

_WHAT_IF = "what_if"


class DossierFileScreen(OneDossierPage):
    """The answers of a dossier, read again."""

    own_route: ClassVar[str] = "dossier_file"
    heading: ClassVar[Text] = text("Mon dossier")
    help_text: ClassVar[Text] = text(
        "Tout ce que vous avez répondu. Tant que c’est un brouillon, vous pouvez modifier vos réponses ; ensuite, "
        "une réponse se corrige quand votre conseiller le demande. W explique le calcul de vos heures."
    )

    def show_file(self, file: DossierFile) -> None:
        """Show the training, where it stands, the answers."""
        dossier = file.dossier
        blocks = [
            Block(dossier.title, "title"),
            Block(dossier.organisation, "hint"),
            Block(WORDINGS[dossier.state].holder, "heading"),
            Block(whose_turn(file)),
            *asked_of_holder(file),
            Block(_("Vos réponses"), "heading"),
            *answers(file),
        ]
        if dossier.consent_at:
            blocks.append(Block(agreement(dossier)))
        more = () if is_accepted(dossier.state) else (Act(_WHAT_IF, text("Et si la durée changeait ?")),)
        self.show_page(blocks, self.acts(file, *more), self._hours(file))

    def _hours(self, file: DossierFile) -> list[Block]:
        blocks = [Block(_("Vos heures"), "heading")]
        if is_accepted(file.dossier.state):
            return [*blocks, *(Block(one) for one in file.outlook.explanation)]
        return [*blocks, *(Block(one) for one in outlook_lines(file.outlook))]

    def acted(self, key: str) -> None:
        """Try another duration, or go elsewhere."""
        if key == _WHAT_IF and self.file is not None:
            planned = self.file.dossier.planned
            self.app.push_screen(OutlookDialog(lambda typed: self.dossiers.outlook(self.actor, typed), planned))
        else:
            super().acted(key)


def answers(file: DossierFile) -> list[Block]:
    """Show every answer given, by the name of its question."""
    given = file.dossier.answers
    blocks = []
    for name, asked in QUESTIONS.items():
        if said := given.get(name, ""):
            label = " ".join(render(asked.question.label_of(said)).split())
            blocks.append(Block(_("{name} : {answer}", name=asked.question.name, answer=label)))
    if file.dossier.realised is not None:
        blocks.append(Block(_("Heures réalisées : {realised}", realised=show(file.dossier.realised))))
    return blocks
