"""The advisor's first screen: the dossiers sent to their operator, as saved filters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input

from cpf_tui.domain.dossier import WORDINGS
from cpf_tui.domain.people import Actor, Right
from cpf_tui.domain.routing import OPERATORS
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _, render
from cpf_tui.ports import Clock
from cpf_tui.services.review import DossierReview, QueueItem
from screens.advisor.queue import BY_KEY, FILTERS, ORDERS, Trail, kept, tabs
from screens.advisor.summary import summary
from screens.advisor.wording import TURNS, late_words, since_words
from screens.base import BaseScreen
from screens.messages import OpenRoute, SignOut
from widgets.filter_tabs import FilterTabs
from widgets.row_list import Row, RowList, row
from widgets.search_line import SearchLine
from widgets.words import Wordlike, Words

_NAME_WIDTH = 30


class QueueSearch(SearchLine):
    """What is typed keeps the dossiers that have it; Esc wipes it instead of leaving."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "screen.wipe_search", "Tout revoir", id="wipe_search")]


class QueueList(RowList):
    """The dossiers kept; left and right change the filter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "screen.step_filter(-1)", "Filtre avant", show=False),
        Binding("right", "screen.step_filter(1)", "Filtre après", show=False),
        Binding("enter", "choose", "Ouvrir", id="open_dossier"),
    ]


class DeskScreen(BaseScreen[None]):
    """The queue; on a wide terminal the summary of the dossier in hand stands beside it."""

    CSS_PATH = "desk.tcss"
    help_text: ClassVar[Text] = text(
        "Les dossiers envoyés à votre organisme, dont les titulaires l’autorisent. 1 à 5, ou ← et → : changer de "
        "filtre. / : chercher un nom, une référence ou une formation ; Échap pour tout revoir. S : changer l’ordre. "
        "Entrée : ouvrir le dossier. A : les demandes d’aide. I : attester l’identité d’une personne qui a oublié son "
        "mot de passe ou dont l’accès est fermé. M : votre mot de passe et votre code à usage unique. F5 : relire la "
        "liste. F10 : effacer et quitter."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Effacer et quitter", show=False, id="leave_desk"),
        Binding("slash", "search", "Chercher", id="search_queue"),
        Binding("s", "sort", "Trier", show=False, id="sort_queue"),
        Binding("a", "assistance", "Demandes d’aide", id="assistance_queue"),
        Binding("i", "open('attestation')", "Attester une identité", id="attestation"),
        Binding("m", "open('access')", "Mon accès", id="access"),
        Binding("f10", "sign_out", "Effacer et quitter", id="sign_out"),
        Binding("f5", "reload", "Relire", show=False, id="reload_queue"),
        Binding("down", "into_list", "Choisir", show=False),
        *(Binding(str(index + 1), f"filter({index})", "Filtre", show=False) for index in range(len(FILTERS))),
    ]

    def __init__(self, actor: Actor, review: DossierReview, clock: Clock) -> None:
        super().__init__()
        self._actor, self._review, self._clock = actor, review, clock
        self._items: tuple[QueueItem, ...] = ()
        self._kept: dict[str, QueueItem] = {}
        self._order = "since"

    def top_title(self) -> Wordlike:
        """Say whose queue it is."""
        operator = OPERATORS.get(self._actor.operator)
        return _("Dossiers · {operator}", operator=operator.name if operator else self._actor.operator)

    def compose_body(self) -> ComposeResult:
        """Show the filters, the search line, and the dossiers."""
        yield FilterTabs(tabs(()))
        yield QueueSearch(_("/ pour chercher un nom, une référence, une formation"))
        yield Words("", id="found")
        with Horizontal(id="panes"):
            yield QueueList(id="queue")
            with VerticalScroll(id="about", can_focus=False):
                yield Words("", id="about-words")

    def on_mount(self) -> None:
        """Put the person at the list."""
        self.query_one(QueueList).focus()

    def on_screen_resume(self) -> None:
        """Read the queue again: a holder may have answered meanwhile."""
        self.action_reload()

    def action_reload(self) -> None:
        """Read the queue."""
        self.ask(lambda: self._review.queue(self._actor), self._read)

    def _read(self, items: tuple[QueueItem, ...]) -> None:
        self._items = items
        self.query_one(FilterTabs).show(tabs(items))
        self._refresh()

    @on(FilterTabs.Taken)
    @on(Input.Changed)
    def _refresh(self) -> None:
        chosen = BY_KEY[self.query_one(FilterTabs).taken.key]
        typed = self.query_one(QueueSearch).value.strip()
        items = kept(self._items, chosen.key, typed, self._order)
        self._kept = {item.dossier.id: item for item in items}
        today = self._clock.today()
        self.query_one(QueueList).show([_line(item, today) for item in items])
        self.query_one("#found", Words).say(self._found(items, typed) if items or typed else render(chosen.empty))

    def _found(self, items: Sequence[QueueItem], typed: str) -> str:
        if not items:
            return _("Aucun dossier de ce filtre ne contient « {typed} ». Échap : tout revoir.", typed=typed)
        count = _("1 dossier") if len(items) == 1 else _("{count} dossiers", count=len(items))
        return _("{count}, {order} · S : changer l’ordre", count=count, order=ORDERS[self._order][0])

    @on(RowList.Highlighted)
    def _describe(self, event: RowList.Highlighted) -> None:
        # The summary shows what the queue already holds: reading the file is an act of its own, left to Enter.
        item = self._kept.get(event.key)
        self.query_one("#about-words", Words).say(summary(item, self._clock.today()) if item else "")
        self.query_one("#about", VerticalScroll).scroll_home(animate=False)

    @on(RowList.Chosen)
    @on(Input.Submitted)
    def _open(self) -> None:
        if key := self.query_one(QueueList).current:
            self.post_message(OpenRoute("review", Trail(key, tuple(self._kept)).argument))

    def action_filter(self, index: int) -> None:
        """Take a filter by its digit."""
        self.query_one(FilterTabs).take(index)

    def action_step_filter(self, step: int) -> None:
        """Take the next filter, round."""
        self.query_one(FilterTabs).action_step(step)

    def action_sort(self) -> None:
        """Change the order: oldest first, by name, by training."""
        orders = list(ORDERS)
        self._order = orders[(orders.index(self._order) + 1) % len(orders)]
        self._refresh()

    def action_search(self) -> None:
        """Go to the search line."""
        self.query_one(QueueSearch).focus()

    def action_wipe_search(self) -> None:
        """See everything again."""
        self.query_one(QueueSearch).value = ""
        self.action_into_list()

    def action_into_list(self) -> None:
        """Go to the list."""
        self.query_one(QueueList).focus()

    def action_assistance(self) -> None:
        """Open the requests for help."""
        self.post_message(OpenRoute("assistance_desk"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to attest an identity only to who may."""
        if parameters == ("attestation",) and Right.ATTEST not in self._actor.rights:
            return False
        return super().check_action(action, parameters)

    def action_open(self, route: str) -> None:
        """Open a screen by its key."""
        self.post_message(OpenRoute(route))

    def action_leave(self) -> None:
        """End the visit; a search still there is wiped first."""
        if self.query_one(QueueSearch).value:
            self.action_wipe_search()
        else:
            self.action_sign_out()

    def action_sign_out(self) -> None:
        """End the visit: everything is already saved."""
        self.post_message(SignOut())


def _line(item: QueueItem, today: date) -> Row:
    dossier = item.dossier
    name = Content(item.holder_name).truncate(_NAME_WIDTH, ellipsis=True)
    late = late_words(item.due, today)
    waiting = Content.styled(late, "bold $text-error") if late else Content(since_words(item.since, today))
    state = Content.styled(f"{dossier.reference} · {render(WORDINGS[dossier.state].advisor)}", "$text-muted")
    return row(
        dossier.id, (Content.assemble(name, " · ", dossier.title), waiting), (state, render(TURNS[dossier.state]))
    )
