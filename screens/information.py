"""Learning about the CPF (step 1): short pages, one question each, found by any word of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input

from cpf_tui.domain.information import InformationPage
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _
from cpf_tui.ports import InformationPages
from screens.base import BaseScreen
from screens.dialogs.help import ReadingDialog
from widgets.row_list import RowList, row
from widgets.words import Words


class InformationScreen(BaseScreen[None]):
    """The questions, a search line above them; on a wide terminal the answer stands beside."""

    CSS_PATH = "information.tcss"
    heading: ClassVar[Text] = text("M’informer sur le CPF")
    help_text: ClassVar[Text] = text(
        "Tapez un mot pour ne garder que les pages qui en parlent. Flèche bas pour aller dans la liste, Entrée pour "
        "lire. Sous chaque réponse, l’article de loi qui la fonde."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "into_list", "Choisir", id="into_list"),
        Binding("enter", "read", "Lire", id="read"),
        Binding("slash", "search", "Chercher", id="search"),
    ]

    def __init__(self, pages: InformationPages) -> None:
        super().__init__()
        self._pages = pages
        self._found: dict[str, InformationPage] = {}

    def compose_body(self) -> ComposeResult:
        """Show the search line, the questions, and room for an answer."""
        line = Input(placeholder=_("Un mot : DIF, région, financement…"), compact=True, select_on_focus=False)
        line.cursor_blink = False
        yield line
        yield Words("", id="found", classes="hint")
        with Horizontal(id="panes"):
            yield RowList(id="questions")
            with VerticalScroll(id="answer", can_focus=False):
                yield Words("", id="answer-title", classes="title")
                yield Words("", id="answer-body")
                yield Words("", id="answer-law", classes="hint")

    def on_mount(self) -> None:
        """Show every page."""
        self.query_one(RowList).focus()
        self._seek("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._seek(event.value)

    @on(Input.Submitted)
    def action_into_list(self) -> None:
        """Go from the search line to the list."""
        self.query_one(RowList).focus()

    def action_search(self) -> None:
        """Go to the search line."""
        self.query_one(Input).focus()

    def _seek(self, typed: str) -> None:
        self.ask(lambda: self._pages.find_pages(typed), self._show, group="seek")

    def _show(self, pages: Sequence[InformationPage]) -> None:
        self._found = {page.key: page for page in pages}
        said = _("{count} pages", count=len(pages)) if pages else _("Aucune page n’en parle. Essayez un autre mot.")
        self.query_one("#found", Words).say(said)
        self.query_one(RowList).show([row(page.key, page.question) for page in pages])

    @on(RowList.Highlighted)
    def _preview(self, event: RowList.Highlighted) -> None:
        page = self._found.get(event.key)
        self.query_one("#answer-title", Words).say(page.question if page else "")
        self.query_one("#answer-body", Words).say(page.answer if page else "")
        self.query_one("#answer-law", Words).say(page.reference if page else "")
        self.query_one("#answer", VerticalScroll).scroll_home(animate=False)

    @on(RowList.Chosen)
    def action_read(self) -> None:
        """Open the page in hand."""
        page = self._found.get(self.query_one(RowList).current)
        if page is not None:
            paragraphs = [*page.answer.split("\n\n"), page.reference]
            self.app.push_screen(ReadingDialog(page.question, paragraphs))
