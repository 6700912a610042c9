"""Step 13: the trainings followed, what was debited for each, and the certificate to take away."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

from cpf_tui.domain.people import Actor
from cpf_tui.domain.records import State
from cpf_tui.domain.regime import show
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _, render
from cpf_tui.services.passport import PassportLine, Passports
from cpf_tui.services.take_away import file_name
from screens.dialogs.help import ReadingDialog
from screens.dossier_words import source_name
from screens.holder.pages import Act, ActPage
from screens.holder.training import Keep
from screens.messages import OpenRoute
from widgets.paper import Block

_SAVE = "save"


class PassportScreen(ActPage[None]):
    """The training passport."""

    heading: ClassVar[Text] = text("Mon passeport de formation")
    help_text: ClassVar[Text] = text(
        "Chaque formation terminée, avec les heures débitées et d’où elles viennent. F enregistre un relevé en PDF, à "
        "imprimer ou à montrer : votre numéro de Sécurité sociale y est masqué."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "save", "Relevé PDF", id="certificate"),
        Binding("w", "why", "Pourquoi ?", id="why"),
    ]

    def __init__(self, actor: Actor, passports: Passports, keep: Keep) -> None:
        super().__init__()
        self._actor, self._passports, self._keep = actor, passports, keep

    def on_screen_resume(self) -> None:
        """Read the passport."""
        self.ask(lambda: self._passports.passport(self._actor), self._show, group="read")

    def _show(self, lines: tuple[PassportLine, ...]) -> None:
        if lines:
            blocks = [block for line in lines for block in _training(line)]
        else:
            blocks = [
                Block(_("Aucune formation terminée pour l’instant."), "title"),
                Block(
                    _("À la fin d’une formation, vos heures suivies sont débitées et la formation est inscrite ici.")
                ),
                Block(_("Les heures restantes ne sont jamais perdues : elles restent sur votre compte.")),
            ]
        self.show_page(
            blocks,
            [
                Act(_SAVE, text("Enregistrer mon relevé en PDF")),
                Act("balance", text("Voir chaque mouvement de mes heures")),
                Act("tracker", text("Voir mes dossiers")),
            ],
        )

    def acted(self, key: str) -> None:
        """Write the certificate, or open the account."""
        if key == _SAVE:
            self.action_save()
        else:
            self.post_message(OpenRoute(key))

    def action_save(self) -> None:
        """Make the PDF and say where it is."""

        def write() -> Path:
            name = file_name(self._actor, "releve-cpf", "pdf")
            return self._keep(name, lambda: self._passports.certificate(self._actor))

        self.ask(write, lambda path: self.say(_("Relevé enregistré : {path}", path=path), kind="good"))

    def action_why(self) -> None:
        """Say what a debit is."""
        paragraphs = [
            _("On débite les heures que vous avez vraiment suivies, pas les heures prévues. Le reste est libéré."),
            _("Elles sont prises dans cet ordre : DIF, CPF, puis ce que les financeurs ont accordé (article R6323-7)."),
            _("Ce qu’un financeur avait accordé et qui n’a pas servi lui est rendu (article L6323-4)."),
        ]
        self.app.push_screen(ReadingDialog(_("Pourquoi ces heures ?"), paragraphs))


def _training(line: PassportLine) -> list[Block]:
    blocks = [Block(line.title, "heading"), Block(f"{line.organisation} · {line.reference}", "hint")]
    if line.state is State.ABANDONED:
        return [*blocks, Block(_("Arrêtée le {day} : aucune heure débitée.", day=line.ended_on))]
    if line.start and line.end:
        blocks.append(
            Block(_("Du {start} au {end}, close le {day}", start=line.start, end=line.end, day=line.ended_on))
        )
    hours = ", ".join(f"{render(show(one.quantity))} {render(source_name(one.source))}" for one in line.hours)
    debited = _(
        "{realised} suivies sur {planned} prévues. Débité : {hours}.",
        realised=show(line.realised),
        planned=show(line.planned),
        hours=hours or _("rien"),
    )
    return [*blocks, Block(debited)]
