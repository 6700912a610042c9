"""A short form in a dialog: all its questions on one page, sent to a service, refusals shown in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, Generic, TypeVar
from uuid import uuid4

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from cpf_tui.domain.errors import DomainError
from cpf_tui.domain.text import Text
from cpf_tui.journey.questions import Form, Problem
from screens.dialogs.base import Dialog
from widgets.form_page import FormPage
from widgets.key_bar import KeyBar
from widgets.words import Wordlike, Words

F = TypeVar("F", bound=Form)
R = TypeVar("R")
_FEWEST_LINES = 5


class FormDialog(Dialog[R], Generic[F, R]):
    """Ask the questions of a form, then call `send(form, operation_id)` in a thread; returns its result.

    The operation id is made when the dialog opens, so that sending twice acts once. `note` stands above the
    questions and says what the act will do.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "send", "Confirmer", id="send")]
    DEFAULT_CSS = """
    FormDialog FormPage { height: auto; }
    FormDialog ParagraphEditor { height: 5; }
    FormDialog QuestionField { margin-bottom: 0; }
    """

    def __init__(
        self,
        form: type[F],
        send: Callable[[F, str], R],
        *,
        answers: Mapping[str, str] | None = None,
        note: Wordlike = "",
        title: Text | None = None,
    ) -> None:
        super().__init__(title or form.title)
        self._form, self._send, self._answers, self._note = form, send, answers or {}, note
        self._operation_id = uuid4().hex

    def compose_body(self) -> ComposeResult:
        """Show the note and every question."""
        if self._note:
            yield Words(self._note, classes="hint")
        yield FormPage(self._form.asked(self._answers), self._answers)

    def on_resize(self) -> None:
        """Keep the questions inside the box: what stands above them takes its lines first."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        box, page = self.query_one("#box"), self.query_one(FormPage)
        others = sum(one.virtual_region_with_margin.height for one in box.children if one is not page)
        above_keys = self.size.height - self.query_one(KeyBar).size.height
        page.styles.max_height = max(_FEWEST_LINES, above_keys * 92 // 100 - box.gutter.height - others)

    def action_send(self) -> None:
        """Check and send, wherever the focus is."""
        self.query_one(FormPage).submit()

    @on(FormPage.Answered)
    def _answered(self, event: FormPage.Answered) -> None:
        form, problems = self._form.fill(event.answers)
        if form is None:
            self.query_one(FormPage).show_problems(problems)
            return
        filled = form
        self.ask(lambda: self._send(filled, self._operation_id), self.dismiss, group="submit")

    def refused(self, error: DomainError) -> None:
        """Show what the service refuses at the top of the questions."""
        self.query_one(FormPage).show_problems([Problem("", error.sentence)])
