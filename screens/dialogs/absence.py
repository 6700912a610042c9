"""« Êtes-vous toujours là ? »: what a shared terminal asks before it closes a session that nobody uses."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult

from cpf_tui.i18n import _
from screens.dialogs.base import Dialog
from widgets.words import Words


class AbsenceDialog(Dialog[None]):
    """Counts down; any key or click says that somebody is there."""

    def __init__(self, left: int) -> None:
        super().__init__(_("Êtes-vous toujours là ?"))
        self._left = left

    def compose_body(self) -> ComposeResult:
        """Say what is about to happen, and how to keep it from happening."""
        yield Words(self._countdown(), id="countdown")
        yield Words(_("Appuyez sur une touche pour rester. Ce que vous avez enregistré n’est pas perdu."))

    def count(self, left: int) -> None:
        """Say how many seconds are left."""
        self._left = left
        self.query_one("#countdown", Words).say(self._countdown())

    def _countdown(self) -> str:
        return _("Dans {left} secondes, votre session sera fermée et l’écran effacé.", left=self._left)

    def on_key(self, event: events.Key) -> None:
        """Stay; the key does nothing else."""
        event.stop()
        event.prevent_default()
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """Stay."""
        event.stop()
        self.dismiss(None)
