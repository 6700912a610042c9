"""Step 8: the holder's dossiers, and creating one for the chosen training."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from cpf_tui.domain.dossier import FINAL
from cpf_tui.domain.people import Actor, Role
from cpf_tui.domain.records import Dossier
from cpf_tui.domain.regime import show
from cpf_tui.domain.text import Text, text
from cpf_tui.domain.wordings import TURN, WORDINGS
from cpf_tui.i18n import _, render
from cpf_tui.services.dossier_support import day_of
from cpf_tui.services.dossiers import Dossiers
from cpf_tui.services.project import KeptTraining, Project
from screens.base import BaseScreen
from screens.dialogs.outlook import OutlookDialog
from screens.holder.dossier_acts import dossier_row
from screens.messages import OpenRoute
from widgets.paper import Block, Paper
from widgets.row_list import Row, RowList, row
from widgets.words import Words

_CREATE, _CHOOSE = "+create", "+choose"


class DossierScreen(BaseScreen[None]):
    """Every dossier of the person, newest first, under the one to create."""

    CSS_PATH = "dossier.tcss"
    heading: ClassVar[Text] = text("Mes dossiers")
    help_text: ClassVar[Text] = text(
        "Un dossier dit quelle formation vous voulez suivre et combien de vos heures elle prendrait. Vous donnez votre "
        "accord, un conseiller le vérifie, puis vos heures sont bloquées pour cette formation. Un dossier commencé se "
        "reprend où vous l’avez laissé."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Ouvrir", id="open"),
        Binding("e", "what_if", "Et si ?", id="what_if"),
    ]

    def __init__(self, actor: Actor, dossiers: Dossiers, project: Project) -> None:
        super().__init__()
        self._actor, self._dossiers, self._project = actor, dossiers, project
        self._mine: dict[str, Dossier] = {}
        self._chosen: KeptTraining | None = None

    def compose_body(self) -> ComposeResult:
        """Show the list, and the dossier in hand beside it on a wide terminal."""
        yield Words("", id="intro", classes="hint")
        with Horizontal(id="panes"):
            yield RowList(id="dossiers")
            yield Paper(id="about")

    def on_mount(self) -> None:
        """Put the person at the list."""
        self.query_one("#dossiers", RowList).focus()

    def on_screen_resume(self) -> None:
        """Read again what was chosen and what was created."""
        self.ask(lambda: self._project.kept(self._actor), self._kept, group="read")

    def _kept(self, kept: tuple[KeptTraining, ...]) -> None:
        self._chosen = next((one for one in kept if one.item.chosen), None)
        self.ask(lambda: self._dossiers.of_holder(self._actor), self._listed, group="read")

    def _listed(self, dossiers: tuple[Dossier, ...]) -> None:
        self._mine = {one.id: one for one in dossiers}
        self.query_one("#intro", Words).say(
            _("Choisissez un dossier pour le relire, le compléter ou l’envoyer.")
            if dossiers
            else _("Vous n’avez pas encore de dossier. Il se crée en dix minutes, et se reprend quand vous voulez.")
        )
        mine = list(map(dossier_row, dossiers))
        creating = self._creating(dossiers)
        rows = [*mine, *creating] if any(map(_goes_on, dossiers)) else [*creating, *mine]
        waiting = next((one.id for one in dossiers if TURN[one.state].role is Role.HOLDER), "")
        listed = self.query_one("#dossiers", RowList)
        listed.show(rows, listed.current or waiting)

    def _creating(self, dossiers: Sequence[Dossier]) -> list[Row]:
        chosen = self._chosen
        if chosen is None or chosen.offer is None:
            return [
                row(
                    _CHOOSE,
                    _("Choisir d’abord une formation (étape 6)"),
                    _("Le dossier se crée pour la formation que vous avez choisie."),
                )
            ]
        offer = chosen.offer
        if any(one.offer_id == offer.offer_id and _goes_on(one) for one in dossiers):
            return []
        return [row(_CREATE, _("Créer un dossier pour {title}", title=offer.title), offer.organisation)]

    @on(RowList.Highlighted, "#dossiers")
    def _in_hand(self, event: RowList.Highlighted) -> None:
        dossier = self._mine.get(event.key)
        self.query_one("#about", Paper).show(_about(dossier) if dossier else self._before_creating())

    def _before_creating(self) -> list[Block]:
        blocks = [Block(_("Pour créer un dossier"), "heading")]
        blocks += [
            Block(_("• le devis ou le programme de l’organisme : durée, dates, prix ;")),
            Block(_("• votre mot de passe, pour donner votre accord à la fin.")),
            Block(_("Chaque réponse est gardée : vous pouvez vous arrêter et reprendre plus tard.")),
            Block(_("E calcule ce qu’une formation prendrait sur vos heures."), "hint"),
        ]
        return blocks

    @on(RowList.Chosen, "#dossiers")
    def _opened(self, event: RowList.Chosen) -> None:
        event.stop()
        if event.key == _CHOOSE:
            self.post_message(OpenRoute("shortlist"))
        elif event.key != _CREATE:
            self.post_message(OpenRoute("dossier_file", event.key))
        elif self._chosen is not None:
            self.post_message(OpenRoute("dossier_form", self._chosen.item.offer_id))

    def action_open(self) -> None:
        """Open the row in hand, wherever the focus is."""
        self.query_one("#dossiers", RowList).action_choose()

    def action_what_if(self) -> None:
        """Try a duration."""
        offer = self._chosen.offer if self._chosen else None
        compute = self._dossiers.outlook
        dialog = OutlookDialog(lambda planned: compute(self._actor, planned), offer.duration if offer else None)
        self.app.push_screen(dialog)


def _goes_on(dossier: Dossier) -> bool:
    return dossier.state not in FINAL


def _about(dossier: Dossier) -> list[Block]:
    blocks = [
        Block(dossier.title, "title"),
        Block(dossier.organisation, "hint"),
        Block(WORDINGS[dossier.state].holder, "heading"),
        Block(TURN[dossier.state].who),
        Block(_("Durée prévue : {planned}", planned=show(dossier.planned))),
    ]
    if dossier.start and dossier.end:
        blocks.append(Block(_("Du {start} au {end}", start=dossier.start, end=dossier.end)))
    if dossier.consent_at:
        blocks.append(
            Block(
                _(
                    "Accord donné le {day}, pour {most} au plus",
                    day=day_of(dossier.consent_at),
                    most=render(show(dossier.consent_quantity)),
                )
            )
        )
    return blocks
