"""Vérifier que je peux entrer: the card of the organisation chosen, and the log of what it answered (step 7)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content

from cpf_tui.domain.people import Actor, ContactNote
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _
from cpf_tui.services.contacts import ContactLog
from cpf_tui.services.project import KeptTraining, Project
from screens.base import BaseScreen
from screens.dialogs.help import ReadingDialog
from screens.messages import OpenRoute
from widgets.contact_words import contact_paragraphs, contact_row
from widgets.row_list import Row, RowList, row
from widgets.sheet_words import contact_facts
from widgets.training_words import one_line, start_words
from widgets.words import Words

_NOTE, _CHOOSE, _DOSSIER = "+note", "+choose", "+dossier"


class ContactsScreen(BaseScreen[None]):
    """The contacts with the organisation of the chosen training."""

    CSS_PATH = "contacts.tcss"
    heading: ClassVar[Text] = text("Vérifier que je peux entrer")
    help_text: ClassVar[Text] = text(
        "Appelez ou écrivez à l’organisme, ou passez le voir : demandez s’il reste une place et si vous remplissez les "
        "conditions d’entrée. Notez chaque contact ici avec N : votre conseiller le verra si vous l’avez autorisé. T "
        "montre la carte de l’organisme, à emporter sur un téléphone."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "note", "Noter un contact", id="contact_note"),
        Binding("t", "card", "Carte de contact", id="contact_card"),
        Binding("f", "sheet", "Fiche", id="contact_sheet"),
    ]

    def __init__(self, actor: Actor, project: Project, contacts: ContactLog, today: date) -> None:
        super().__init__()
        self._actor, self._project, self._contacts, self._today = actor, project, contacts, today
        self._chosen: KeptTraining | None = None
        self._log: dict[str, ContactNote] = {}

    def compose_body(self) -> ComposeResult:
        """Lay out the card, and the log under it (beside it on a wide terminal)."""
        with Container(id="panes"):
            with Vertical(id="card-part"):
                yield Words("", id="card")
            yield RowList(id="log")

    def on_mount(self) -> None:
        """Put the person at the log."""
        self.query_one(RowList).focus()

    def on_screen_resume(self) -> None:
        """Read again: the form just left may have written."""
        self.ask(self._read, self._show)

    def _read(self) -> tuple[KeptTraining | None, tuple[ContactNote, ...]]:
        chosen = next((one for one in self._project.kept(self._actor) if one.item.chosen), None)
        return chosen, self._contacts.log(self._actor, offer_id=chosen.item.offer_id) if chosen else ()

    def _show(self, read: tuple[KeptTraining | None, tuple[ContactNote, ...]]) -> None:
        self._chosen, log = read
        self._log = {one.id: one for one in log}
        self.query_one("#card", Words).say(self._card())
        self.query_one(RowList).show(self._rows())
        self.refresh_bindings()

    def _card(self) -> Content:
        if self._chosen is None:
            return Content(_("Choisissez d’abord une formation (étape 6) : ses coordonnées s’afficheront ici."))
        offer = self._chosen.offer
        if offer is None:
            return Content(_("La formation choisie n’est plus dans le catalogue. Choisissez-en une autre (étape 6)."))
        title = Content.styled(one_line(offer.title), "bold")
        return Content("\n").join([title, Content(start_words(offer.sessions, self._today)), contact_facts(offer)])

    def _rows(self) -> list[Row]:
        if self._chosen is None:
            return [row(_CHOOSE, _("Choisir la formation et l’organisme"))]
        rows = [row(_NOTE, _("Noter un contact avec l’organisme"))]
        if self._chosen.offer is None:
            rows.append(row(_CHOOSE, _("Choisir une autre formation")))
        if any(one.prerequisites == "oui" for one in self._log.values()):
            rows.append(row(_DOSSIER, _("L’organisme a dit oui : créer mon dossier")))
        rows.append(row("", ""))
        count = len(self._log)
        said = _("Vos contacts, le dernier d’abord") if count else _("Aucun contact noté pour l’instant")
        return [*rows, row("", said), *map(contact_row, self._log.values())]

    # ------------------------------------------------------------------ what the keys do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show the keys where they do something."""
        del parameters
        if action == "note":
            return self._chosen is not None
        return action not in {"card", "sheet"} or (self._chosen is not None and self._chosen.offer is not None)

    @on(RowList.Chosen)
    def _row_chosen(self, event: RowList.Chosen) -> None:
        if event.key == _NOTE:
            self.action_note()
        elif event.key == _CHOOSE:
            self.post_message(OpenRoute("shortlist"))
        elif event.key == _DOSSIER:
            self.post_message(OpenRoute("dossier"))
        elif note := self._log.get(event.key):
            self.app.push_screen(ReadingDialog(_("Contact avec l’organisme"), contact_paragraphs(note)))

    def action_note(self) -> None:
        """Note a contact."""
        self._open("contact_form")

    def action_card(self) -> None:
        """Show the organisation's card to take away."""
        self._open("take_away")

    def action_sheet(self) -> None:
        """Open the sheet of the training."""
        self._open("training_sheet")

    def _open(self, route: str) -> None:
        if self._chosen is not None:
            self.post_message(OpenRoute(route, self._chosen.item.offer_id))
