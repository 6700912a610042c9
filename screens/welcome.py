"""The door: what this is, in which language, and where to begin."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import LANGUAGES, _, language
from screens.base import BaseScreen
from screens.messages import ChooseLanguage, OpenRoute
from widgets.row_list import RowList, row
from widgets.words import Words

_ROUTES = ("sign_up", "sign_in", "information", "advisor_sign_in", "renew_secret")


class WelcomeScreen(BaseScreen[None]):
    """The first screen; it needs no service, so it is there at once."""

    CSS_PATH = "welcome.tcss"
    help_text: ClassVar[Text] = text(
        "Avec les flèches, choisissez une ligne, puis appuyez sur Entrée. Vous pouvez aussi taper son chiffre, ou "
        "cliquer. Échap revient toujours en arrière et rien n’est perdu."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(number), f"pick({number})", show=False) for number in range(1, 8)),
        Binding("escape", "app.leave", "Quitter", id="leave"),
    ]

    def compose_body(self) -> ComposeResult:
        """Show what this is, then the choices."""
        yield Words(_("Bienvenue"), classes="title")
        yield Words(
            _(
                "Le compte personnel de formation (CPF) vous donne des heures pour vous former. Ce programme vous "
                "accompagne, étape par étape, de la première question jusqu’à la fin de votre formation."
            )
        )
        yield Words(_("Tout est enregistré à mesure : vous pouvez vous arrêter et revenir."), classes="hint")
        yield RowList(id="choices")
        yield Words(
            _(
                "Cette installation suit les règles du CPF en heures (2015-2018). Depuis 2019, les droits sont "
                "comptés en euros. Ce programme n’est pas un site de l’État."
            ),
            classes="hint foot",
        )

    def on_mount(self) -> None:
        """Show the choices, numbered."""
        choices = self.query_one(RowList)
        labels = (
            _("J’ouvre mon compte"),
            _("J’ai déjà un compte"),
            _("Je m’informe sur le CPF"),
            _("Je suis conseiller"),
            _("J’ai oublié mon mot de passe"),
            *(LANGUAGES[code] for code in self._other_languages()),
            _("Quitter"),
        )
        choices.show([row(str(number), f"{number}  {label}") for number, label in enumerate(labels, 1)], "1")
        choices.focus()

    def _other_languages(self) -> list[str]:
        return [code for code in LANGUAGES if code != language()]

    @on(RowList.Chosen)
    async def _chosen(self, event: RowList.Chosen) -> None:
        await self.action_pick(int(event.key))

    async def action_pick(self, number: int) -> None:
        """Do what the line of that number says."""
        others = self._other_languages()
        if number <= len(_ROUTES):
            self.say(_("Un instant…"))
            self.post_message(OpenRoute(_ROUTES[number - 1]))
        elif number <= len(_ROUTES) + len(others):
            self.post_message(ChooseLanguage(others[number - len(_ROUTES) - 1]))
        elif number == len(_ROUTES) + len(others) + 1:
            await self.run_action("app.leave")

    def on_screen_suspend(self) -> None:
        """Wipe what was said, for when somebody comes back."""
        self.say("")
