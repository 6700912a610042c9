"""« Pourquoi ? »: why a training can be paid with one's hours, or which condition fails and what would change it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input

from cpf_tui.domain.eligibility import Eligibility
from cpf_tui.domain.errors import DomainError, InvalidInput
from cpf_tui.i18n import _
from cpf_tui.journey.readers import read_date
from screens.dialogs.help import ReadingDialog
from widgets.eligibility_note import explanation
from widgets.training_words import one_line
from widgets.words import Words


class EligibilityDialog(ReadingDialog):
    """The explanation, with the list read, its code, its dates and the article; `on_day` gives that of another day."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("d", "other_day", "Un autre jour", id="other_day")]
    DEFAULT_CSS = """
    EligibilityDialog #day { display: none; }
    EligibilityDialog #day.asked { display: block; }
    """

    def __init__(self, title: str, eligibility: Eligibility, on_day: Callable[[date], Eligibility]) -> None:
        super().__init__(_("Puis-je utiliser mes heures ? {title}", title=one_line(title)), [_told(eligibility)])
        self._on_day = on_day

    def compose_body(self) -> ComposeResult:
        """Show the explanation, and where another day is typed."""
        yield from super().compose_body()
        yield Input(placeholder=_("Un autre jour, par exemple 01/06/2016"), compact=True, id="day")

    def action_other_day(self) -> None:
        """Ask for a day."""
        field = self.query_one("#day", Input)
        field.add_class("asked")
        field.focus()

    @on(Input.Submitted, "#day")
    def _read_day(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            day = read_date(event.value)
        except InvalidInput as error:
            self.refused(error)
        else:
            self.ask(lambda: self._on_day(day), self._show, group="day")

    def _show(self, eligibility: Eligibility) -> None:
        self.query_one("#refusal").remove_class("shown")
        reading = self.query_one("#reading", VerticalScroll)
        reading.query_one(Words).say(_told(eligibility))
        reading.scroll_home(animate=False)
        reading.focus()

    def refused(self, error: DomainError) -> None:
        """Say why, and let the person type again."""
        super().refused(error)
        self.action_other_day()


def _told(eligibility: Eligibility) -> Content:
    return Content("\n\n").join(explanation(eligibility))
