"""Choisir la formation: the kept trainings, a note on each, two to four side by side, and the choice (step 6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import ClassVar
from uuid import uuid4

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from cpf_tui.domain.people import Actor
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _
from cpf_tui.services.project import KeptTraining, Project
from screens.base import BaseScreen
from screens.dialogs.compare import LEAST, MOST, CompareDialog
from screens.dialogs.confirm import ConfirmDialog
from screens.dialogs.note import NoteDialog
from screens.holder.shortlist_rows import kept_row
from screens.messages import JourneyChanged, OpenRoute
from widgets.offer_card import OfferCard
from widgets.offer_list import OfferList
from widgets.row_list import RowList, row
from widgets.training_words import one_line
from widgets.words import Words

_SEARCH, _DIPLOMAS = "+search", "+diplomas"
_ON_A_TRAINING = frozenset({"select", "pick", "note", "drop"})


class ShortlistScreen(BaseScreen[None]):
    """The list a holder keeps, first kept first."""

    CSS_PATH = "shortlist.tcss"
    heading: ClassVar[Text] = text("Choisir la formation et l’organisme")
    help_text: ClassVar[Text] = text(
        "Voici les formations que vous avez gardées. Entrée ouvre la fiche. X ou Espace coche celles à comparer (deux "
        "à quatre), V les montre côte à côte. C choisit celle de votre dossier : vous pourrez en changer. N écrit une "
        "note pour vous. Suppr retire une formation de la liste."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "pick", "Choisir", id="shortlist_choose"),
        Binding("x,space", "select", "Cocher", id="shortlist_select"),
        Binding("v", "compare", "Comparer", id="shortlist_compare"),
        Binding("n", "note", "Note", id="shortlist_note"),
        Binding("delete,backspace", "drop", "Ôter", id="shortlist_drop"),
    ]

    def __init__(self, actor: Actor, project: Project, today: date) -> None:
        super().__init__()
        self._actor, self._project, self._today = actor, project, today
        self._kept: dict[str, KeptTraining] = {}
        self._known = False  # read at least once: before that, nothing is shown
        self._ticked: list[str] = []

    def compose_body(self) -> ComposeResult:
        """Lay out the list, and on a wide terminal the training in hand."""
        yield Words("", id="intro")
        with Horizontal(id="panes"):
            yield OfferList(id="kept")
            yield OfferCard()

    def on_mount(self) -> None:
        """Put the person at the list."""
        self.query_one(RowList).focus()

    def on_screen_resume(self) -> None:
        """Read again: the search or a sheet may have changed the list."""
        self._load()

    def on_resize(self) -> None:
        """Cut the lines to the new width, once it is known."""
        self.call_after_refresh(self._paint)

    def _load(self) -> None:
        self.ask(lambda: self._project.kept(self._actor), self._show)

    def _show(self, kept: tuple[KeptTraining, ...]) -> None:
        self._kept, self._known = {one.item.offer_id: one for one in kept}, True
        self._ticked = [one for one in self._ticked if one in self._kept]
        chosen = any(one.item.chosen for one in kept)
        if not kept:
            intro = _("Vous n’avez encore gardé aucune formation. Cherchez-en une, puis gardez-la avec F2.")
        elif chosen:
            intro = _("Votre choix est fait. Vous pouvez en changer tant que votre dossier n’est pas envoyé.")
        else:
            intro = _("Comparez, ouvrez les fiches, puis appuyez sur C pour choisir celle de votre dossier.")
        self.query_one("#intro", Words).say(intro)
        self._paint()

    # ------------------------------------------------------------------ the list

    def _paint(self) -> None:
        if not self._known:
            return
        listed = self.query_one(RowList)
        width = (listed.scrollable_content_region.width or self.size.width) - 2
        rows = [kept_row(one, self._today, width, ticked=key in self._ticked) for key, one in self._kept.items()]
        more = [row("", ""), row(_SEARCH, _("Chercher d’autres formations")), row(_DIPLOMAS, _("Mes diplômes"))]
        listed.show([*rows, *(more if rows else [row(_SEARCH, _("Chercher une formation")), more[-1]])])
        self.refresh_bindings()

    def _in_hand(self) -> KeptTraining | None:
        return self._kept.get(self.query_one(RowList).current) if self.is_mounted else None

    @on(RowList.Highlighted)
    def _describe(self) -> None:
        kept = self._in_hand()
        self.query_one(OfferCard).show(kept.offer if kept else None, self._today, km=kept.km if kept else None)
        self.refresh_bindings()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        routes = {_SEARCH: "search", _DIPLOMAS: "diplomas"}
        if event.key in routes:
            self.post_message(OpenRoute(routes[event.key]))
        else:
            self.post_message(OpenRoute("training_sheet", event.key))

    # ------------------------------------------------------------------ what the keys do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show the keys where they do something."""
        del parameters
        if action == "compare":
            return len(self._ticked) >= LEAST
        return action not in _ON_A_TRAINING or self._in_hand() is not None

    def action_select(self) -> None:
        """Tick the training in hand for comparing, or untick it."""
        kept = self._in_hand()
        if kept is None or kept.offer is None:
            return
        key = kept.item.offer_id
        if key in self._ticked:
            self._ticked.remove(key)
        elif len(self._ticked) == MOST:
            self.say(_("Quatre formations au plus : décochez-en une d’abord."))
            return
        else:
            self._ticked.append(key)
        if len(self._ticked) < LEAST:
            self.say(_("Cochez-en une autre pour comparer.") if self._ticked else "")
        else:
            self.say(_("V : comparer les {n} formations cochées.", n=len(self._ticked)))
        self._paint()

    def action_compare(self) -> None:
        """Show the ticked trainings side by side."""
        kept = [self._kept[key] for key in self._ticked]
        offers = [(one.offer, one.km) for one in kept if one.offer]
        self.app.push_screen(CompareDialog(offers, self._today))

    def action_note(self) -> None:
        """Write a note on the training in hand."""
        if kept := self._in_hand():
            key = kept.item.offer_id
            title = _("Ma note sur {title}", title=one_line(kept.offer.title) if kept.offer else key)
            save = partial(self._project.note, self._actor, key)
            self.app.push_screen(NoteDialog(title, kept.item.note, save))

    def action_pick(self) -> None:
        """Choose the training in hand for the dossier."""
        if kept := self._in_hand():
            choose = partial(self._project.choose, self._actor, kept.item.offer_id, uuid4().hex)
            self._act(choose, _("Choisie. Étape suivante : vérifiez avec l’organisme que vous pouvez entrer."))

    def action_drop(self) -> None:
        """Ask, then take the training in hand off the list."""
        kept = self._in_hand()
        if kept is None:
            return
        drop = partial(self._project.drop, self._actor, kept.item.offer_id)
        title = one_line(kept.offer.title) if kept.offer else _("Cette formation n’est plus dans le catalogue.")
        loses = _("Votre note et votre choix partent avec elle.") if kept.item.chosen or kept.item.note else ""
        question = ConfirmDialog(
            _("Retirer cette formation de votre liste ?"), f"{title}\n{loses}", text("Oui, la retirer")
        )
        self.app.push_screen(question, lambda yes: self._act(drop, _("Retirée de votre liste.")) if yes else None)

    def _act(self, act: Callable[[], None], said: str) -> None:
        def done(_result: None) -> None:
            self.say(said, kind="good")
            self.post_message(JourneyChanged())
            self._load()

        self.ask(act, done, group="act")
