"""A note of one's own on a kept training."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from cpf_tui.i18n import _
from screens.dialogs.base import Dialog
from widgets.editors import Confirmed, ParagraphEditor
from widgets.words import Wordlike, Words


class NoteDialog(Dialog[str]):
    """A few lines, saved with Enter; emptied, the note goes. Returns what was written, None if nothing was saved."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", "Enregistrer", id="save_note")]
    CSS = """
    NoteDialog ParagraphEditor { margin-bottom: 1; }
    """

    def __init__(self, title: Wordlike, note: str, save: Callable[[str], None]) -> None:
        super().__init__(title)
        self._note, self._save = note, save

    def compose_body(self) -> ComposeResult:
        """Show the note to change."""
        yield Words(_("Pour vous seul. Entrée : enregistrer. Alt+Entrée : nouvelle ligne."), classes="hint")
        yield ParagraphEditor(self._note)

    def on_mount(self) -> None:
        """Write at the end of what is there."""
        editor = self.query_one(ParagraphEditor)
        editor.focus()
        editor.move_cursor(editor.document.end)

    @on(Confirmed)
    def action_save(self) -> None:
        """Save what is written."""
        note = self.query_one(ParagraphEditor).value
        self.ask(lambda: self._save(note), lambda _done: self.dismiss(note))
