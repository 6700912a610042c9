"""Chercher une formation: results at each key, what one's hours can pay for, and why.

The line keeps the focus; the arrows move the list below it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from cpf_tui.domain.narrowing import Criterion
from cpf_tui.domain.people import Actor, Role
from cpf_tui.domain.text import Text, text
from cpf_tui.domain.training import SearchResult
from cpf_tui.i18n import _
from cpf_tui.services.project import KeptTraining, Project
from cpf_tui.services.search import SearchScope, TrainingSearch
from screens.base import BaseScreen
from screens.dialogs.eligibility import EligibilityDialog
from screens.holder import search_words
from screens.holder.quick_ask import QuickAsk
from screens.holder.search_words import DISTANCES, Asked
from screens.messages import JourneyChanged, OpenRoute
from widgets.found_trainings import FoundTrainings
from widgets.row_list import RowList
from widgets.search_line import SearchLine
from widgets.top_bar import TopBar
from widgets.words import Words


class SearchScreen(BaseScreen[None]):
    """The search engine of the trainings, for where the person lives (or the place given by `residence`)."""

    CSS_PATH = "search.tcss"
    heading: ClassVar[Text] = text("Chercher une formation")
    help_text: ClassVar[Text] = text(
        "Écrivez un métier, un diplôme, une matière, une ville ou un organisme : les résultats suivent à chaque "
        "lettre, même avec des fautes. Les flèches choisissent une formation, Entrée ouvre sa fiche. F2 la garde dans "
        "votre liste (marquée *). F3 change la distance. F4 montre aussi celles que vos heures ne peuvent pas payer, "
        "et F5 dit pourquoi."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "keep", "Garder", id="search_keep"),
        Binding("f3", "distance", "Rayon", id="search_distance"),
        Binding("f4", "everything", "Tout", id="search_everything"),
        Binding("f5", "why", "Pourquoi", id="search_why"),
        Binding("up", "list('move', -1)", show=False),
        Binding("down", "list('move', 1)", show=False),
        Binding("pageup", "list('page', -1)", show=False),
        Binding("pagedown", "list('page', 1)", show=False),
    ]

    def __init__(
        self, actor: Actor, searcher: TrainingSearch, project: Project, today: date, residence: str = ""
    ) -> None:
        super().__init__()
        self._actor, self._searcher, self._project = actor, searcher, project
        self._today, self._residence = today, residence
        self._scope: SearchScope | None = None
        self._asked, self._answered = Asked(), Asked()
        self._kept: dict[str, KeptTraining] = {}
        self._quick = QuickAsk(self)

    def compose_body(self) -> ComposeResult:
        """Lay out the line, what was understood, the results, and the training in hand on a wide terminal."""
        with Horizontal(id="asked"):
            yield Words(_("Que voulez-vous apprendre ?"), classes="title")
            yield SearchLine(id="typed")
        with Horizontal(id="status"):
            yield Words("", id="understood")
            yield Words("", id="counts")
        yield FoundTrainings(self._today)

    def on_mount(self) -> None:
        """Find out where the person lives, then search at once: an empty line shows what is near."""
        self.query_one(SearchLine).focus()
        self.ask(lambda: self._searcher.scope(self._actor, self._residence), self._scoped, group="scope")

    def on_screen_resume(self) -> None:
        """Read again what is kept: the sheet may have changed it."""
        if self._actor.role is Role.HOLDER:
            self.ask(lambda: self._project.kept(self._actor), self._show_kept, group="kept")

    def _show_kept(self, kept: tuple[KeptTraining, ...]) -> None:
        self._kept = {one.item.offer_id: one for one in kept}
        self._list.mark(self._kept)

    @property
    def _list(self) -> FoundTrainings:
        return self.query_one(FoundTrainings)

    # ------------------------------------------------------------------ searching

    def _scoped(self, scope: SearchScope) -> None:
        self._scope = scope
        self._say_place()
        self._seek()

    @on(Input.Changed, "#typed")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._asked = replace(self._asked, typed=event.value)
        self._seek()

    def _seek(self) -> None:
        if self._scope is None:
            return
        asked = self._asked
        call = partial(
            self._searcher.search,
            self._scope,
            asked.typed,
            only_eligible=asked.only_eligible,
            narrowing={Criterion.PLACE: str(asked.within_km)} if asked.within_km else {},
        )
        self._quick.ask(call, lambda result: self._found(asked, result), group="search")

    def _found(self, asked: Asked, result: SearchResult) -> None:
        """Show an answer; another request takes its best answer in hand."""
        another, self._answered = asked != self._answered, asked
        self._write("#understood", search_words.understood_words(asked, result))
        self._write("#counts", search_words.counts_words(asked, result))
        self._list.show(result.hits, search_words.nothing_words(asked, result), best=another)

    def _write(self, selector: str, words: str) -> None:
        """Write a line, only when it changes: nothing else is repainted at a key."""
        line = self.query_one(selector, Words)
        if str(line.content) != words:
            line.say(words)

    def _say_place(self) -> None:
        if self._scope is not None:
            words = search_words.place_words(self._scope.commune, self._asked.within_km)
            self.query_one(TopBar).rename(words)

    # ------------------------------------------------------------------ what the keys do

    def action_list(self, action: str, step: int) -> None:
        """Move in the results without leaving the line."""
        self._list.move(action, step)

    def action_everything(self) -> None:
        """Show, or hide again, what one's hours cannot pay for."""
        self._asked = replace(self._asked, only_eligible=not self._asked.only_eligible)
        self._seek()

    def action_distance(self) -> None:
        """Look farther or nearer."""
        if self._scope is None or self._scope.commune is None:
            self.say(_("La distance se mesure depuis votre commune : indiquez-la dans « Mes informations »."))
            return
        following = DISTANCES[(DISTANCES.index(self._asked.within_km) + 1) % len(DISTANCES)]
        self._asked = replace(self._asked, within_km=following)
        self._say_place()
        self._seek()

    def action_why(self) -> None:
        """Say why the training in hand can be paid with one's hours, or not."""
        hit, scope = self._list.in_hand, self._scope
        if hit is None or scope is None:
            return
        offer = hit.offer
        why = partial(self._searcher.eligibility_of, scope, offer)
        self.ask(why, lambda answer: self.app.push_screen(EligibilityDialog(offer.title, answer, why)), group="why")

    @on(Input.Submitted, "#typed")
    @on(RowList.Chosen, "#results")
    def _open(self) -> None:
        if hit := self._list.in_hand:
            self.post_message(OpenRoute("training_sheet", hit.offer.offer_id))

    # ------------------------------------------------------------------ keeping

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a holder has a list of their own."""
        del parameters
        return action != "keep" or self._actor.role is Role.HOLDER

    def action_keep(self) -> None:
        """Keep the training in hand, or take it off the list again."""
        hit = self._list.in_hand
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

        self.ask(lambda: act(self._actor, offer_id), done, group="keep")
