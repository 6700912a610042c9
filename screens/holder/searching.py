"""The part of the search that asks and answers: the line, the filters beside the list, the results at each key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from cpf_tui.domain.narrowing import Criterion
from cpf_tui.domain.training import SearchResult
from cpf_tui.i18n import _
from cpf_tui.journey.forms.search import FromDayForm
from cpf_tui.services.search import SearchScope, TrainingSearch
from screens.base import BaseScreen
from screens.dialogs.form import FormDialog
from screens.holder import search_words
from screens.holder.quick_ask import QuickAsk
from screens.holder.search_words import Asked
from widgets.filter_panel import FilterPanel
from widgets.found_trainings import FoundTrainings
from widgets.row_list import Row
from widgets.search_line import SearchLine
from widgets.top_bar import TopBar
from widgets.words import Words

_FILTERING = "-filtering"


@dataclass
class Left:
    """How a search was left: the request, the line in hand and how far the list was scrolled."""

    asked: Asked
    place: tuple[str, int] = ("", 0)


class Searching(BaseScreen[None]):
    """Searches for one person, and remembers nothing: what it is given as `left` it takes up again.

    `helping` says that the person is somebody else than who reads.
    """

    def __init__(
        self, searcher: TrainingSearch, today: date, left: Left | None = None, *, helping: bool = False
    ) -> None:
        super().__init__()
        self._helping = helping
        self._searcher, self._today, self._left = searcher, today, left
        self._scope: SearchScope | None = None
        self._asked = self._answered = left.asked if left else Asked()
        self._result = SearchResult((), 0)
        self._quick = QuickAsk(self)

    def compose_body(self) -> ComposeResult:
        """Lay out the line, what was understood, then the results and the filters."""
        with Horizontal(id="asked"):
            yield Words(_("Que voulez-vous apprendre ?"), classes="title")
            yield SearchLine(value=self._asked.typed, id="typed")
        with Horizontal(id="status"):
            yield Words("", id="understood")
            yield Words("", id="counts")
        with Horizontal(id="panes"):
            yield FoundTrainings(self._today, helping=self._helping)
            yield FilterPanel(id="filters")

    def on_mount(self) -> None:
        """Find out where the person lives, then search at once: an empty line shows what is near."""
        self.query_one(SearchLine).focus()
        self.ask(self.read_scope, self._scoped, group="scope")

    def read_scope(self) -> SearchScope:
        """Return for whom the search is made; called in a thread."""
        raise NotImplementedError

    def proposals(self) -> list[Row]:
        """Return the lines that stand above the results while nothing is typed."""
        return []

    @property
    def left(self) -> Left:
        """How the search stands, to be taken up again."""
        return Left(self._asked, self.found.place)

    @property
    def found(self) -> FoundTrainings:
        """The results."""
        return self.query_one(FoundTrainings)

    @property
    def _panel(self) -> FilterPanel:
        return self.query_one(FilterPanel)

    # ------------------------------------------------------------------ searching

    def _scoped(self, scope: SearchScope) -> None:
        self._scope = scope
        self.seek()

    @on(Input.Changed, "#typed")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self._asked.typed:
            self._asked = replace(self._asked, typed=event.value)
            self.seek()

    def seek(self) -> None:
        """Ask for what the line and the filters say."""
        if self._scope is None:
            return
        asked = self._asked
        unfolded = self._panel.unfolded if self.has_class(_FILTERING) else None
        call = partial(
            self._searcher.search,
            self._scope,
            asked.typed,
            only_eligible=asked.only_eligible,
            narrowing=asked.narrowing,
            facets=(unfolded,) if unfolded else (),
        )
        self._quick.ask(call, lambda result: self._found(asked, result), group="search")

    def _found(self, asked: Asked, result: SearchResult) -> None:
        """Show an answer; another request takes its best answer in hand."""
        another, self._answered, self._result = asked != self._answered, asked, result
        self.paint(best=another)
        if self._left is not None:
            self.found.return_to(self._left.place)
            self._left = None

    def paint(self, *, best: bool) -> None:
        """Show the answer in hand, and what it says of itself."""
        asked, result = self._answered, self._result
        self._write("#understood", search_words.understood_words(asked, result, helping=self._helping))
        self._write("#counts", search_words.counts_words(asked, result, helping=self._helping))
        proposals = search_words.loosening_rows(result) or ([] if asked.typed.strip() else self.proposals())
        self.found.show(result.hits, search_words.nothing_words(asked, result), best=best, proposals=proposals)
        self._panel.tell(self._criteria(), asked.choices, result.facets)
        self._say_place()

    def _criteria(self) -> list[Criterion]:
        usable = self._scope is not None and self._scope.eligible is not None
        return [one for one in Criterion if usable or one is not Criterion.USABLE]

    def _write(self, selector: str, words: str) -> None:
        """Write a line, only when it changes: nothing else is repainted at a key."""
        line = self.query_one(selector, Words)
        if str(line.content) != words:
            line.say(words)

    def _say_place(self) -> None:
        in_force = self._answered.narrowing.items()
        filters = [self._panel.words(criterion, value) for criterion, value in sorted(in_force)]
        words = search_words.place_words(self._scope.commune if self._scope else None, filters)
        bar = self.query_one(TopBar)
        if bar.title != words:
            bar.rename(words)

    def take(self, asked: Asked) -> None:
        """Make another request; the line says what it holds."""
        self._asked = asked
        line = self.query_one(SearchLine)
        if line.value != asked.typed:
            line.value = asked.typed
            line.cursor_position = len(asked.typed)
        self.seek()

    # ------------------------------------------------------------------ the filters

    def action_filters(self) -> None:
        """Open the filters, or close them."""
        opening = not self.has_class(_FILTERING)
        self.set_class(opening, _FILTERING)
        (self._panel if opening else self.query_one(SearchLine)).focus()
        if opening:
            self.seek()

    def action_everything(self) -> None:
        """Show, or hide again, what one's hours cannot pay for."""
        self.take(replace(self._asked, only_eligible=not self._asked.only_eligible))

    def action_back(self) -> None:
        """Close the filters, else leave."""
        if self.has_class(_FILTERING):
            self.action_filters()
        else:
            self.leave()

    def leave(self) -> None:
        """Leave the search."""
        self.close()

    def on_key(self, event: events.Key) -> None:
        """Letters typed in the filters go to the line."""
        if self.focused is self._panel and event.is_printable and event.character and event.character != " ":
            event.stop()
            line = self.query_one(SearchLine)
            line.focus()
            line.insert_text_at_cursor(event.character)

    @on(FilterPanel.Unfolded)
    def _unfolded(self) -> None:
        self.seek()

    @on(FilterPanel.Taken)
    def _taken(self, event: FilterPanel.Taken) -> None:
        self.take(self._asked.choosing(event.criterion, event.value))

    @on(FilterPanel.Emptied)
    def _emptied(self) -> None:
        self.take(replace(self._asked, narrowing={}))

    @on(FilterPanel.DayWanted)
    def _ask_day(self) -> None:
        dialog: FormDialog[FromDayForm, date] = FormDialog(FromDayForm, lambda form, _op_id: form.day)

        def chosen(day: date | None) -> None:
            if day is not None:
                self.take(self._asked.choosing(Criterion.START, day.isoformat()))

        self.app.push_screen(dialog, chosen)
