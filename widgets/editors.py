"""One editor per kind of question; every editor has `value`, the answer as typed, and says when Enter confirms it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from cpf_tui.domain.territory import Commune
from cpf_tui.i18n import _
from cpf_tui.journey.questions import Kind, Question
from widgets.choice_list import ChoiceList
from widgets.departing import Departing
from widgets.row_list import RowList, row
from widgets.words import Words

_WIDTHS = {Kind.NIR: 28, Kind.DATE: 16, Kind.QUANTITY: 14, Kind.MONEY: 16}
_PASTE_LIMIT = 2000


@dataclass
class Confirmed(Message):
    """The person pressed Enter: the answer is ready to be checked."""

    editor: Widget

    @property
    def control(self) -> Widget:
        """The editor, for `@on` selectors."""
        return self.editor


class LineEditor(Departing, Input):
    """One line. A paste is cleaned of line ends rather than refused; nothing is checked while typing."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "Continuer")]
    DEFAULT_CSS = """
    LineEditor { width: 60; max-width: 100%; height: 3; border: solid $border-blurred; padding: 0 1; }
    LineEditor:focus { border: double $border; }
    """

    def __init__(self, question: Question, value: str = "") -> None:
        super().__init__(value, password=question.kind is Kind.SECRET)
        self.cursor_blink = False
        if question.kind in _WIDTHS:
            self.styles.width = _WIDTHS[question.kind]

    @on(Input.Submitted)
    def _confirm(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(Confirmed(self))

    def action_copy(self) -> None:
        """Copy what is selected, unless it is hidden: the clipboard would show it."""
        if not self.password:
            super().action_copy()

    def action_cut(self) -> None:
        """Cut what is selected, unless it is hidden."""
        if not self.password:
            super().action_cut()

    def _on_paste(self, event: events.Paste) -> None:
        """Paste everything on one line: the stock widget keeps only the first one."""
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(" ".join(event.text[:_PASTE_LIMIT].split()))


class ParagraphEditor(Departing, TextArea):
    """Several lines; Enter goes on, Ctrl+J or Alt+Enter starts a new line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "confirm", "Continuer", priority=True),
        Binding("ctrl+j,alt+enter,shift+enter", "new_line", "Nouvelle ligne"),
    ]
    DEFAULT_CSS = """
    ParagraphEditor { height: 6; width: 1fr; max-width: 90; border: solid $border-blurred; }
    ParagraphEditor:focus { border: double $border; }
    """

    def __init__(self, value: str = "") -> None:
        super().__init__(value, soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
        self.cursor_blink = False
        self.highlight_cursor_line = False

    @property
    def value(self) -> str:
        """The answer as typed."""
        return self.text

    def action_confirm(self) -> None:
        """Go on with what is typed."""
        self.post_message(Confirmed(self))

    def action_new_line(self) -> None:
        """Start a new line."""
        self.insert("\n")


class ChoiceEditor(ChoiceList):
    """A choice among a few."""

    def __init__(self, question: Question, value: str = "") -> None:
        super().__init__(question.choices, value)

    @on(ChoiceList.Confirmed)
    def _confirm(self, event: ChoiceList.Confirmed) -> None:
        event.stop()
        self.post_message(Confirmed(self))


@dataclass
class CommuneSought(Message):
    """Somebody types a commune: who hosts the editor looks it up and calls `offer`."""

    editor: CommuneEditor
    typed: str


class CommuneEditor(Vertical):
    """A commune by its postal code or its name: the communes that fit are listed, Enter takes the one in hand."""

    DEFAULT_CSS = """
    CommuneEditor { height: auto; width: 1fr; }
    CommuneEditor > RowList { height: 7; width: 60; max-width: 100%; }
    CommuneEditor > Words { color: $text-muted; }
    """

    def __init__(self, question: Question, value: str = "", label: str = "") -> None:
        super().__init__()
        self._question = question
        self._insee = self._known = value
        self._label = label
        self._sought = False  # the communes that fit what is typed are not known yet
        self._hasty = False  # Enter came before them

    def compose(self) -> ComposeResult:
        """Lay out the line and its list."""
        yield LineEditor(self._question, self._label)
        yield Words("")
        yield RowList()

    @property
    def value(self) -> str:
        """The INSEE code of the commune in hand; empty when nothing fits what was typed."""
        return self._insee

    def focus(self, scroll_visible: bool = True) -> CommuneEditor:
        """Focus the line, not the box."""
        self.query_one(LineEditor).focus(scroll_visible)
        return self

    @on(Input.Changed)
    def _seek(self, event: Input.Changed) -> None:
        event.stop()
        self._sought, self._hasty = event.value != self._label, False
        self._insee = event.value if self._sought else self._known
        if self._sought:
            self.post_message(CommuneSought(self, event.value))

    def offer(self, typed: str, communes: Sequence[Commune]) -> None:
        """Show the communes that fit what was typed; late answers to an earlier text are dropped."""
        if typed != self.query_one(LineEditor).value:
            return
        listed = [row(one.insee, (one.name, f"{one.postal_codes[0]}  {one.region.name}")) for one in communes]
        self.query_one(RowList).show(listed)
        self._insee = communes[0].insee if communes else ""
        if typed.strip() and not communes:
            self.query_one(Words).say(_("Aucune commune ne correspond. Vérifiez le code postal ou le nom."))
        else:
            self.query_one(Words).say(_("↓ pour choisir une autre commune") if len(communes) > 1 else "")
        self._sought = False
        if self._hasty:
            self._hasty = False
            self.post_message(Confirmed(self))

    @on(RowList.Highlighted)
    def _in_hand(self, event: RowList.Highlighted) -> None:
        event.stop()
        if event.key:
            self._insee = event.key

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self._insee = event.key
        self.post_message(Confirmed(self))

    @on(Confirmed)
    def _line_confirmed(self, event: Confirmed) -> None:
        """A postal code may be the INSEE code of another commune: Enter waits for the list it was typed for."""
        if event.editor is self:
            return
        event.stop()
        if self._sought:
            self._hasty = True
        else:
            self.post_message(Confirmed(self))

    def on_key(self, event: events.Key) -> None:
        """Go down into the list from the line."""
        if event.key == "down" and self.query_one(LineEditor).has_focus and self.query_one(RowList).rows:
            event.stop()
            self.query_one(RowList).focus()


Editor = LineEditor | ParagraphEditor | ChoiceEditor | CommuneEditor


def editor_for(question: Question, value: str = "", label: str = "") -> Editor:
    """Make the editor of a question, holding an earlier answer; `label` is how that answer reads on screen."""
    if question.kind is Kind.PARAGRAPH:
        return ParagraphEditor(value)
    if question.kind is Kind.CHOICE:
        return ChoiceEditor(question, value)
    if question.kind is Kind.COMMUNE:
        return CommuneEditor(question, value, label)
    return LineEditor(question, value)
