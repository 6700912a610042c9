"""Mes interlocuteurs: the one chosen and what they may see; else who fits, and the nearest places."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import uuid4

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from cpf_tui.domain.people import Actor, AdvisorPlace, Authorisation
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _
from cpf_tui.services.advisors import AdvisorFinder
from screens.base import BaseScreen
from screens.dialogs.confirm import ConfirmDialog
from screens.holder.advisors_rows import EVERY, GIVE, GIVEN, MINE, OPERATOR, PLACE, AdvisorsRead, rows_of
from screens.messages import JourneyChanged, OpenRoute
from widgets.place_words import operator_words, place_content, scope_words
from widgets.row_list import RowList
from widgets.words import Words


class AdvisorsScreen(BaseScreen[None]):
    """The advisor of a holder (step 4)."""

    CSS_PATH = "advisors.tcss"
    heading: ClassVar[Text] = text("Mon interlocuteur")
    help_text: ClassVar[Text] = text(
        "Un conseiller vous aide gratuitement à préparer votre projet et vérifie votre dossier. En haut : qui peut "
        "vous conseiller, d’après votre situation. En dessous : ses lieux d’accueil les plus proches de chez vous. "
        "Entrée sur un lieu le choisit, puis vous dites ce que le conseiller peut voir. Vous pouvez retirer cette "
        "autorisation à tout moment avec la touche Suppr."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete,backspace", "revoke", "Retirer l’autorisation", id="revoke"),
        Binding("v", "trail", "Qui a vu mon compte", id="trail"),
    ]

    def __init__(self, actor: Actor, finder: AdvisorFinder, today: date) -> None:
        super().__init__()
        self._actor, self._finder, self._today = actor, finder, today
        self._operator = ""  # whose places are shown; the best suggestion's until another is chosen
        self._read = AdvisorsRead()

    def compose_body(self) -> ComposeResult:
        """Lay out the list, and on a wide terminal the place in hand."""
        with Horizontal(id="panes"):
            yield RowList(id="advisors")
            yield Words("", id="place-card")

    def on_mount(self) -> None:
        """Put the person at the list."""
        self.query_one(RowList).focus()

    def on_screen_resume(self) -> None:
        """Read again: the form just left may have chosen a place."""
        self._load()

    def _load(self, current: str = "") -> None:
        self.ask(self._read_all, lambda read: self._show(read, current))

    def _read_all(self) -> AdvisorsRead:
        finder, actor = self._finder, self._actor
        suggestions = finder.suggestions(actor)
        operator = self._operator or (suggestions[0].operator if suggestions else "")
        places = finder.nearest(actor, "" if operator == EVERY else operator)
        given = tuple(one for one in finder.authorisations(actor) if one.revoked_at is None and one.end >= self._today)
        return AdvisorsRead(finder.current(actor), given, suggestions, operator, places)

    def _show(self, read: AdvisorsRead, current: str) -> None:
        if read.current is not None and read.current != self._read.current:
            current = f"{MINE}{read.current.id}"
        self._read = read
        if current == PLACE:
            current = f"{PLACE}{read.places[0].place.id}" if read.places else ""
        self.query_one(RowList).show(rows_of(read), current)
        self.refresh_bindings()

    # ------------------------------------------------------------------ choosing

    def _place_in_hand(self) -> tuple[AdvisorPlace, float | None] | None:
        key = self.query_one(RowList).current
        current = self._read.current
        if current is not None and key in {f"{MINE}{current.id}", GIVE}:
            return current, next((one.km for one in self._read.places if one.place.id == current.id), None)
        return next(((one.place, one.km) for one in self._read.places if key == f"{PLACE}{one.place.id}"), None)

    @on(RowList.Highlighted)
    def _describe(self) -> None:
        told = self._place_in_hand()
        self.query_one("#place-card", Words).say(place_content(*told) if told else "")
        self.refresh_bindings()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        if event.key.startswith(OPERATOR):
            self._operator = event.key.removeprefix(OPERATOR)
            self._load(PLACE)
        elif event.key.startswith(GIVEN):
            self.action_revoke()
        elif told := self._place_in_hand():
            self.post_message(OpenRoute("authorise", told[0].id))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to revoke only where there is something to revoke."""
        del parameters
        return action != "revoke" or self._given_in_hand() is not None

    def action_trail(self) -> None:
        """Show who looked at the account."""
        self.post_message(OpenRoute("trail"))

    def _given_in_hand(self) -> Authorisation | None:
        if not self.is_mounted:
            return None
        key = self.query_one(RowList).current
        return next((one for one in self._read.given if key == f"{GIVEN}{one.id}"), None)

    def action_revoke(self) -> None:
        """Ask, then end the permission in hand."""
        given = self._given_in_hand()
        if given is None:
            return
        question = ConfirmDialog(
            _("Retirer cette autorisation ?"),
            _(
                "{operator} ne verra plus : {scope}. Un dossier déjà envoyé peut en être retardé.",
                operator=operator_words(given.operator),
                scope=scope_words(given.scopes).lower(),
            ),
            text("Oui, retirer l’autorisation"),
        )
        operation_id = uuid4().hex

        def decided(yes: bool | None) -> None:
            if yes:
                self.ask(lambda: self._finder.revoke(self._actor, given.id, operation_id), revoked, group="revoke")

        def revoked(_done: None) -> None:
            self.say(_("Autorisation retirée."), kind="good")
            self.post_message(JourneyChanged())
            self._load()

        self.app.push_screen(question, decided)
