"""Chercher une formation: results at each key, what one's hours can pay for, and why.

The line keeps the focus; the arrows move the list below it.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from cpf_tui.domain.narrowing import Criterion
from cpf_tui.domain.people import Actor, Role
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _
from cpf_tui.services.project import KeptTraining, Project
from cpf_tui.services.recent_searches import RecentSearches
from cpf_tui.services.search import Helped, SearchScope, TrainingSearch
from screens.dialogs.eligibility import EligibilityDialog
from screens.holder.search_words import AGAIN, FORGET, LOOSEN, UNFILTERED, Asked, recent_rows
from screens.holder.searching import Left, Searching
from screens.holder.training_sheet import sheet_argument
from screens.messages import JourneyChanged, OpenRoute
from widgets.row_list import Row, RowList


class SearchScreen(Searching):
    """The search engine of the trainings, for where the person lives: who is signed in, or who is `helped`.

    `memory` holds how each search was left, by the person it was for, for as long as the same one is signed in.
    """

    CSS_PATH = "search.tcss"
    heading: ClassVar[Text] = text("Chercher une formation")
    help_text: ClassVar[Text] = text(
        "Écrivez un métier, un diplôme, une matière, une ville ou un organisme : les résultats suivent à chaque "
        "lettre, même avec des fautes. Les flèches choisissent une formation, Entrée ouvre sa fiche. F2 la garde dans "
        "votre liste (marquée *). F3 ouvre les filtres : lieu, niveau, durée, dates, prix ; Entrée en déplie un, puis "
        "choisit. F4 montre aussi celles que vos heures ne peuvent pas payer, et F5 dit pourquoi."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "keep", "Garder", id="search_keep"),
        Binding("f3", "filters", "Filtres", id="search_filters"),
        Binding("f4", "everything", "Tout", id="search_everything"),
        Binding("f5", "why", "Raison", id="search_why"),
        Binding("up", "list('move', -1)", show=False),
        Binding("down", "list('move', 1)", show=False),
        Binding("pageup", "list('page', -1)", show=False),
        Binding("pagedown", "list('page', 1)", show=False),
    ]

    def __init__(
        self,
        actor: Actor,
        searcher: TrainingSearch,
        project: Project,
        recent: RecentSearches,
        *,
        today: date,
        memory: MutableMapping[str, Left],
        helped: Helped | None = None,
    ) -> None:
        super().__init__(searcher, today, memory.get(str(helped or "")), helping=actor.role is Role.ADVISOR)
        self._actor, self._project, self._recent = actor, project, recent
        self._memory, self._helped = memory, helped
        self._searched: tuple[str, ...] = ()
        self._kept: dict[str, KeptTraining] = {}

    def read_scope(self) -> SearchScope:
        """Read the residence, and what was searched before."""
        self._searched = self._recent.of(self._actor)
        return self._searcher.scope(self._actor, helped=self._helped)

    def proposals(self) -> list[Row]:
        """Propose what was searched before."""
        return recent_rows(self._searched)

    def on_screen_resume(self) -> None:
        """Read again what is kept: the sheet may have changed it."""
        if self._actor.role is Role.HOLDER:
            self.ask(lambda: self._project.kept(self._actor), self._show_kept, group="kept")

    def _show_kept(self, kept: tuple[KeptTraining, ...]) -> None:
        self._kept = {one.item.offer_id: one for one in kept}
        self.found.mark(self._kept)

    def leave(self) -> None:
        """Leave the search as it will be found again."""
        self._memory[str(self._helped or "")] = self.left
        super().leave()

    # ------------------------------------------------------------------ what the keys do

    def action_list(self, action: str, step: int) -> None:
        """Move in the results without leaving the line."""
        self.found.move(action, step)

    def action_why(self) -> None:
        """Say why the training in hand can be paid with one's hours, or not."""
        hit, scope = self.found.in_hand, self._scope
        if hit is None or scope is None:
            return
        offer = hit.offer
        why = partial(self._searcher.eligibility_of, scope, offer)
        self.ask(why, lambda answer: self.app.push_screen(EligibilityDialog(offer.title, answer, why)), group="why")

    @on(Input.Submitted, "#typed")
    @on(RowList.Chosen, "#results")
    def _open(self) -> None:
        if hit := self.found.in_hand:
            self._remember()
            self.post_message(OpenRoute("training_sheet", sheet_argument(hit.offer.offer_id, self._helped)))
        elif proposal := self.found.proposal:
            self._do(proposal)

    def _do(self, proposal: str) -> None:
        """Do what a line above the trainings proposes."""
        if proposal.startswith(AGAIN):
            self.take(replace(self._asked, typed=proposal.removeprefix(AGAIN)))
        elif proposal == FORGET:
            self.ask(lambda: self._recent.forget(self._actor), lambda _done: self._forgotten(), group="recent")
        elif proposal == UNFILTERED:
            self.take(Asked(self._asked.typed, only_eligible=False))
        else:
            criterion, _mark, value = proposal.removeprefix(LOOSEN).partition("=")
            self.take(self._asked.choosing(Criterion(criterion), value))

    def _remember(self) -> None:
        """Keep a search that led to a training."""
        typed = self._asked.typed
        if typed.strip():

            def kept(searched: tuple[str, ...]) -> None:
                self._searched = searched

            self.ask(lambda: self._recent.add(self._actor, typed), kept, group="recent")

    def _forgotten(self) -> None:
        self._searched = ()
        self.say(_("Vos recherches sont oubliées."), kind="good")
        self.paint(best=True)

    # ------------------------------------------------------------------ keeping

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a holder has a list of their own."""
        del parameters
        return action != "keep" or self._actor.role is Role.HOLDER

    def action_keep(self) -> None:
        """Keep the training in hand, or take it off the list again."""
        hit = self.found.in_hand
        if hit is None:
            return
        offer_id, kept = hit.offer.offer_id, self._kept.get(hit.offer.offer_id)
        if kept and (kept.item.chosen or kept.item.note):
            self.say(_("Vous l’avez choisie ou annotée : retirez-la depuis l’étape 6."))
            return
        act, said = (
            (self._project.drop, _("Retirée de votre liste."))
            if kept
            else (self._project.keep, _("Gardée (*). Vous la retrouverez à l’étape 6."))
        )

        def done(_result: None) -> None:
            self.say(said, kind="good")
            self.post_message(JourneyChanged())
            self.on_screen_resume()

        self._remember()
        self.ask(lambda: act(self._actor, offer_id), done, group="keep")
