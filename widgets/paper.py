"""What a page says: paragraphs one under the other, scrolled when they are longer than the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.containers import VerticalScroll
from textual.widget import Widget

from widgets.words import Wordlike, Words


@dataclass(frozen=True)
class Block:
    """One paragraph; `role` is how it looks: title, heading, hint, good, error, indent, or several of them."""

    words: Wordlike
    role: str = ""


class Paper(VerticalScroll):
    """Paragraphs to read. It takes the focus only when there is something to scroll.

    One that `leads` takes it by itself as soon as it is measured, if nothing else has it.
    """

    DEFAULT_CSS = """
    Paper { height: 1fr; border-left: blank; }
    Paper:focus { border-left: double $border; }
    Paper > Words.heading { margin-top: 1; }
    Paper > Words.heading:first-child { margin-top: 0; }
    Paper > Words.indent { padding-left: 2; }
    """

    def __init__(self, *, id: str | None = None, leads: bool = False) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._leads = leads

    def on_mount(self) -> None:
        """Follow what is measured: what was just mounted has no size yet."""
        if self._leads:
            self.watch(self, "virtual_size", self._measured, init=False)

    def _measured(self) -> None:
        self.call_after_refresh(self._lead)

    def _lead(self) -> None:
        if self.screen.focused is None and self.allow_focus():
            self.focus()

    def allow_focus(self) -> bool:
        """Take the focus only when the arrows would do something."""
        return super().allow_focus() and self.max_scroll_y > 0

    def show(self, blocks: Sequence[Block | Widget]) -> None:
        """Replace everything said, from the top."""
        with self.app.batch_update():
            self.remove_children()
            self.mount_all(
                Words(one.words, classes=one.role or None) if isinstance(one, Block) else one for one in blocks
            )
        self.scroll_home(animate=False)
