"""« Il y a un problème »: the summary at the top of a form, each line leading to its field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from cpf_tui.i18n import _, render
from cpf_tui.journey.questions import Problem
from widgets.row_list import RowList, row
from widgets.words import Words


class ErrorSummary(Vertical):
    """The problems of a form; hidden when there are none. Posts `FieldWanted` when a line is chosen."""

    DEFAULT_CSS = """
    ErrorSummary { height: auto; border-left: thick $error; padding: 0 1; margin-bottom: 1; display: none; }
    ErrorSummary.shown { display: block; }
    ErrorSummary > Words { color: $text-error; text-style: bold; }
    ErrorSummary > RowList { height: auto; max-height: 4; }
    """

    @dataclass
    class FieldWanted(Message):
        """The person asks to go to a field."""

        field: str

    def compose(self) -> ComposeResult:
        """Lay out the title and the list."""
        yield Words(_("Il y a un problème"))
        yield Words("", id="whole")
        yield RowList()

    def show(self, problems: Sequence[Problem]) -> None:
        """Show these problems, or hide when there are none."""
        self.set_class(bool(problems), "shown")
        # What concerns the whole form leads nowhere: it is said in full, however long it is.
        whole = self.query_one("#whole", Words)
        whole.say("\n".join(render(one.sentence) for one in problems if not one.field))
        whole.display = any(not one.field for one in problems)
        fields = [one for one in problems if one.field]
        listed = self.query_one(RowList)
        listed.show([row(f"{index}:{one.field}", render(one.sentence)) for index, one in enumerate(fields)])
        listed.display = bool(fields)
        listed.styles.height = min(4, max(1, len(fields)))

    def focus(self, scroll_visible: bool = True) -> ErrorSummary:
        """Focus the list of problems."""
        self.query_one(RowList).focus(scroll_visible)
        return self

    @on(RowList.Chosen)
    def _lead(self, event: RowList.Chosen) -> None:
        event.stop()
        self.post_message(self.FieldWanted(event.key.partition(":")[2]))
