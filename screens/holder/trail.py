"""Qui a vu mon compte: who looked at it and what was done on it, day and hour, latest first (R6323-19)."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll

from cpf_tui.domain.audit_kinds import KIND_WORDS, Kind
from cpf_tui.domain.people import Actor
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _
from cpf_tui.services.audits import Audits, TrailLine, TrailPage
from screens.base import BaseScreen
from screens.dialogs.help import ReadingDialog
from screens.holder.trail_words import EMPTY, trail_paragraphs, trail_row
from widgets.filter_tabs import FilterTabs, Tab
from widgets.row_list import Row, RowList, row
from widgets.words import Words

_OLDER = "older"
_KINDS = tuple(Kind)


class TrailList(RowList):
    """The lines; left and right change the kind."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "screen.step_kind(-1)", "Filtre avant", show=False),
        Binding("right", "screen.step_kind(1)", "Filtre après", show=False),
        Binding("enter", "choose", "En savoir plus", id="explain_line"),
    ]


class TrailScreen(BaseScreen[None]):
    """What the audit holds about the person who signed in; on a wide terminal the line in hand is explained beside."""

    CSS_PATH = "trail.tcss"
    heading: ClassVar[Text] = text("Qui a vu mon compte")
    help_text: ClassVar[Text] = text(
        "Chaque fois qu’un organisme regarde votre compte, une ligne est écrite ici, que personne ne peut effacer "
        "pendant un an. Vos propres visites n’y sont pas. 1 à 4, ou ← et → : les consultations, les changements, les "
        "connexions, ou tout. Entrée : en savoir plus, et comment contester. Pour qu’un organisme ne voie plus rien : "
        "« Mon interlocuteur »."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(index + 1), f"kind({index})", "Filtre", show=False) for index in range(len(_KINDS))),
    ]

    def __init__(self, actor: Actor, audits: Audits) -> None:
        super().__init__()
        self._actor, self._audits = actor, audits
        self._lines: dict[str, TrailLine] = {}
        self._older: int | None = None

    def compose_body(self) -> ComposeResult:
        """Show the kinds, the lines, and what the line in hand means."""
        yield FilterTabs([Tab(one, KIND_WORDS[one], KIND_WORDS[one], count=None) for one in _KINDS])
        yield Words("", id="found", classes="hint")
        with Horizontal(id="panes"):
            yield TrailList(id="lines")
            with VerticalScroll(id="about", can_focus=False):
                yield Words("", id="about-words")

    def on_mount(self) -> None:
        """Put the person at the list, on who looked."""
        self.query_one(TrailList).focus()
        self._load()

    @property
    def _kind(self) -> Kind:
        return Kind(self.query_one(FilterTabs).taken.key)

    @on(FilterTabs.Taken)
    def _load(self) -> None:
        kind = self._kind
        self.ask(lambda: self._audits.mine(self._actor, kind), lambda page: self._show(kind, page, {}), group="read")

    def _show(self, kind: Kind, page: TrailPage, before: dict[str, TrailLine]) -> None:
        if kind is not self._kind:
            return  # another kind was taken meanwhile
        current = next(iter(before), "") and str(page.lines[0].number) if page.lines else ""
        self._lines = before | {str(one.number): one for one in page.lines}
        self._older = page.older
        self.query_one("#found", Words).say(self._found(kind))
        self.query_one(TrailList).show(self._rows(), current)

    def _found(self, kind: Kind) -> Text | str:
        if not self._lines:
            return EMPTY[kind]
        if self._older is not None:
            return _("Les {count} dernières lignes, la plus récente d’abord. Gardées un an.", count=len(self._lines))
        return _("La plus récente d’abord. Gardées un an.")

    def _rows(self) -> list[Row]:
        rows = [trail_row(one) for one in self._lines.values()]
        return [*rows, row(_OLDER, _("Voir les plus anciennes"))] if self._older is not None else rows

    @on(RowList.Highlighted)
    def _describe(self, event: RowList.Highlighted) -> None:
        line = self._lines.get(event.key)
        self.query_one("#about-words", Words).say("\n\n".join(trail_paragraphs(line)) if line else "")
        self.query_one("#about", VerticalScroll).scroll_home(animate=False)

    @on(RowList.Chosen)
    def _explain(self, event: RowList.Chosen) -> None:
        if line := self._lines.get(event.key):
            self.app.push_screen(ReadingDialog(_("Que dit cette ligne ?"), trail_paragraphs(line)))
        elif event.key == _OLDER:
            kind, before, known = self._kind, self._older, self._lines
            self.ask(
                lambda: self._audits.mine(self._actor, kind, before),
                lambda page: self._show(kind, page, known),
                group="read",
            )

    def action_kind(self, index: int) -> None:
        """Take a kind by its digit."""
        self.query_one(FilterTabs).take(index)

    def action_step_kind(self, step: int) -> None:
        """Take the next kind, round."""
        self.query_one(FilterTabs).action_step(step)
