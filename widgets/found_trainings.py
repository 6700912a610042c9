"""The trainings found: the list, the one in hand told beside it, or what to do when there is none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from cpf_tui.domain.training import SearchHit
from cpf_tui.i18n import _
from widgets.offer_card import OfferCard
from widgets.offer_list import OfferList
from widgets.offer_row import offer_lines
from widgets.row_list import Row, RowList
from widgets.training_words import usable_words
from widgets.words import Words


class FoundTrainings(Horizontal):
    """Search results. The list never takes the focus: the line above keeps it, and `move` moves the list."""

    DEFAULT_CSS = """
    FoundTrainings {
        height: 1fr;
        & > #found { width: 2fr; }
        & #nothing { padding: 0 2; max-width: 90; display: none; }
        & #nothing.shown { display: block; }
        & #results > .row-list--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
        & > OfferCard { display: none; width: 1fr; padding: 0 1 0 2; border-left: solid $border-blurred; }
    }
    """

    def __init__(self, today: date, *, helping: bool = False, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._today, self._helping = today, helping
        self._hits: tuple[SearchHit, ...] = ()
        self._proposals: tuple[Row, ...] = ()
        self._kept: Collection[str] = ()
        self._nothing = ""

    def compose(self) -> ComposeResult:
        """Lay out the list and the card."""
        with Vertical(id="found"):
            yield Words("", id="nothing")
            yield OfferList(id="results")
        yield OfferCard()

    def on_mount(self) -> None:
        """Leave the focus to the line."""
        self._results.can_focus = False

    def on_resize(self) -> None:
        """Cut the lines to the new width, once the list knows it."""
        self.call_after_refresh(self._paint)

    @property
    def _results(self) -> RowList:
        return self.query_one("#results", RowList)

    @property
    def in_hand(self) -> SearchHit | None:
        """The training in hand."""
        current = self._results.current
        return next((hit for hit in self._hits if hit.offer.offer_id == current), None)

    @property
    def proposal(self) -> str:
        """The key of the proposal in hand; empty when a training is."""
        current = self._results.current
        return current if any(one.key == current for one in self._proposals) else ""

    @property
    def place(self) -> tuple[str, int]:
        """The key in hand and how far the list is scrolled, to `return_to`."""
        return self._results.current, self._results.scroll_offset.y

    def show(self, hits: tuple[SearchHit, ...], nothing: str, *, best: bool, proposals: Sequence[Row] = ()) -> None:
        """Show these trainings, or the sentence when there is none; `best` takes the first line in hand.

        `proposals` are lines above them that do something else: searching again, loosening a filter.
        """
        self._hits, self._proposals = hits, tuple(proposals)
        if nothing != self._nothing:
            self._nothing = nothing
            sentence = self.query_one("#nothing", Words)
            sentence.say(nothing)
            sentence.set_class(bool(nothing), "shown")
        keys = (*(one.key for one in proposals if one.key), *(hit.offer.offer_id for hit in hits[:1]))
        self._paint(keys[0] if best and keys else "")

    def return_to(self, place: tuple[str, int]) -> None:
        """Take a line in hand again, where it was on the screen."""
        self._paint(place[0])
        self._results.scroll_to(y=place[1], animate=False, force=True)

    def mark(self, kept: Collection[str]) -> None:
        """Mark the kept ones."""
        self._kept = kept
        self._paint()

    def move(self, action: str, step: int) -> None:
        """Move in the list by a row or by a page."""
        if action == "page":
            self._results.action_page(step)
        else:
            self._results.action_move(step)

    def _paint(self, current: str = "") -> None:
        width = (self._results.scrollable_content_region.width or self.size.width) - 2
        self._results.show([*self._proposals, *(self._row(hit, width) for hit in self._hits)], current)

    def _row(self, hit: SearchHit, width: int) -> Row:
        key, km, mark = hit.offer.offer_id, hit.distance_km, "*" if hit.offer.offer_id in self._kept else ""
        lines = offer_lines(
            hit.offer, self._today, width, km=km, after=usable_words(hit.eligible), spans=hit.highlights, mark=mark
        )
        return Row(key, lines)

    @on(RowList.Highlighted, "#results")
    def _tell(self, event: RowList.Highlighted) -> None:
        event.stop()
        hit, card = self.in_hand, self.query_one(OfferCard)
        if hit is None:
            card.show(None, self._today)
        else:
            card.show(hit.offer, self._today, km=hit.distance_km, usable=_usable(hit.eligible, self._helping))


def _usable(eligible: bool | None, helping: bool) -> str:
    if eligible is None:
        return ""
    if helping:
        return _("Utilisable avec ses heures") if eligible else _("Ses heures ne peuvent pas la payer (F5)")
    return _("Utilisable avec vos heures") if eligible else _("Vos heures ne peuvent pas la payer (F5)")
