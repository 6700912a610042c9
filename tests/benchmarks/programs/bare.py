"""The least a Textual program can be: one screen that says one sentence."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static

SENTENCE = "Une seule phrase"


class BareApp(App[None]):
    """One sentence."""

    def compose(self) -> ComposeResult:
        """Say it."""
        yield Static(SENTENCE)


if __name__ == "__main__":
    BareApp().run()
