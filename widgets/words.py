"""Text on screen. Stored text never becomes markup: `Words` shows it as it is, whatever brackets it holds."""

from __future__ import annotations

from textual.content import Content
from textual.visual import VisualType
from textual.widgets import Static

from cpf_tui.domain.text import Text
from cpf_tui.i18n import render

Wordlike = Text | Content | str


def content(words: Wordlike) -> Content:
    """Turn a sentence or stored text into content, never reading markup in it."""
    return words if isinstance(words, Content) else Content(render(words))


class Words(Static):
    """A piece of text; `classes` give it its role (title, hint, error…)."""

    DEFAULT_CSS = """
    Words { width: 1fr; height: auto; }
    Words.title { text-style: bold; color: $text; }
    Words.heading { text-style: bold; color: $primary; }
    Words.hint { color: $text-muted; }
    Words.error { color: $text-error; text-style: bold; }
    Words.good { color: $text-success; }
    """

    def __init__(self, words: Wordlike = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(content(words), id=id, classes=classes, markup=False)

    def say(self, words: Wordlike) -> None:
        """Replace the text."""
        self.update(content(words))

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Replace the text; a `str` is stored text, never markup."""
        super().update(Content(content) if isinstance(content, str) else content, layout=layout)
