"""A list of rows, each of one or several lines, moved through with the arrows and chosen with Enter.

It draws with the line API and repaints only the lines that changed: over a slow link, a key in a search costs the
lines that moved and nothing else. The row in hand is marked by « > », not by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from widgets.departing import Departing

EMPTY = Content("")
_MARK = "> "
_NO_MARK = "  "


@dataclass(frozen=True)
class Line:
    """One line of a row: `left` is cut with a mark when there is no room, `right` is kept whole."""

    left: Content
    right: Content = EMPTY


@dataclass(frozen=True)
class Row:
    """A row: its key (empty for a heading, which cannot be chosen) and its lines."""

    key: str
    lines: tuple[Line, ...]


class RowList(Departing, ScrollView, can_focus=True):
    """A focusable list of `Row`s. Posts `Highlighted` when the row in hand changes and `Chosen` on Enter or click."""

    ALLOW_SELECT = False
    ONE_CLICK: ClassVar[bool] = False
    """Whether a click chooses at once; otherwise the first one takes the row in hand."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Monter", show=False),
        Binding("down,j", "move(1)", "Descendre", show=False),
        Binding("pageup", "page(-1)", "Page avant", show=False),
        Binding("pagedown", "page(1)", "Page après", show=False),
        Binding("home", "edge(-1)", "Début", show=False),
        Binding("end", "edge(1)", "Fin", show=False),
        Binding("enter", "choose", "Choisir"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"row-list--cursor", "row-list--heading", "row-list--right"}
    DEFAULT_CSS = """
    RowList {
        height: 1fr; scrollbar-gutter: stable; overflow-x: hidden;
        & > .row-list--cursor { text-style: bold; background: $boost; }
        & > .row-list--heading { text-style: bold; color: $primary; }
        & > .row-list--right { color: $text-muted; }
        &:focus > .row-list--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    }
    """
    cursor: var[int] = var(-1)

    @dataclass
    class Highlighted(Message):
        """The row in hand changed."""

        list: RowList
        key: str

        @property
        def control(self) -> RowList:
            """The list, for `@on` selectors."""
            return self.list

    @dataclass
    class Chosen(Message):
        """A row was chosen."""

        list: RowList
        key: str

        @property
        def control(self) -> RowList:
            """The list, for `@on` selectors."""
            return self.list

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, classes=classes)
        self._rows: tuple[Row, ...] = ()
        self._lines: list[tuple[int, Line]] = []
        self._tops: list[int] = []

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows shown."""
        return self._rows

    @property
    def current(self) -> str:
        """The key of the row in hand; empty when there is none."""
        return self._rows[self.cursor].key if 0 <= self.cursor < len(self._rows) else ""

    def show(self, rows: Sequence[Row], current: str = "") -> None:
        """Show these rows, keep in hand the row named `current`, else the one in hand before, else the first."""
        wanted = current or self.current
        before, before_cursor = self._lines, self.cursor
        self._rows = tuple(rows)
        self._lines = [(index, line) for index, row in enumerate(self._rows) for line in row.lines]
        self._tops = []
        top = 0
        for row in self._rows:
            self._tops.append(top)
            top += len(row.lines)
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._lines))
        keys = [row.key for row in self._rows]
        first = next((index for index, key in enumerate(keys) if key), -1)
        self.set_reactive(RowList.cursor, keys.index(wanted) if wanted and wanted in keys else first)
        self._repaint_changed(before, before_cursor)
        self._reveal()
        self.post_message(self.Highlighted(self, self.current))

    def _repaint_changed(self, before: list[tuple[int, Line]], before_cursor: int) -> None:
        scroll, height = self.scroll_offset.y, self.size.height
        for y in range(scroll, scroll + height):
            old = before[y] if y < len(before) else None
            new = self._lines[y] if y < len(self._lines) else None
            same_mark = (old and old[0] == before_cursor) == (new and new[0] == self.cursor)
            if (old and old[1]) != (new and new[1]) or not same_mark:
                self.refresh(Region(0, y - scroll, self.size.width, 1))

    def watch_cursor(self, before: int, after: int) -> None:
        """Repaint the two rows concerned and tell."""
        for index in {before, after}:
            if 0 <= index < len(self._rows):
                top = self._tops[index] - self.scroll_offset.y
                self.refresh(Region(0, top, self.size.width, len(self._rows[index].lines)))
        self._reveal()
        self.post_message(self.Highlighted(self, self.current))

    def _reveal(self) -> None:
        if 0 <= self.cursor < len(self._rows):
            top, size = self._tops[self.cursor], len(self._rows[self.cursor].lines)
            above = 1 if self.cursor and not self._rows[self.cursor - 1].key else 0  # keep the heading in sight
            self.scroll_to_region(Region(0, top - above, 1, size + above), animate=False, force=True)

    def _next(self, start: int, step: int) -> int | None:
        index = start + step
        while 0 <= index < len(self._rows):
            if self._rows[index].key:
                return index
            index += step
        return None

    def action_move(self, step: int) -> None:
        """Take the next row in hand, over headings."""
        index = self._next(self.cursor, step)
        if index is not None:
            self.cursor = index
        elif step < 0:
            self.scroll_home(animate=False)

    def action_page(self, step: int) -> None:
        """Move by about a screen."""
        target, index = max(1, self.size.height - 1), self.cursor
        top = self._tops[self.cursor] if 0 <= self.cursor < len(self._tops) else 0
        while (following := self._next(index, step)) is not None and abs(self._tops[following] - top) <= target:
            index = following
        self.cursor = index

    def action_edge(self, step: int) -> None:
        """Go to the first or the last row."""
        index = self._next(len(self._rows) if step > 0 else -1, -step)
        if index is not None:
            self.cursor = index

    def action_choose(self) -> None:
        """Choose the row in hand."""
        if self.current:
            self.post_message(self.Chosen(self, self.current))

    def on_click(self, event: events.Click) -> None:
        """Take the clicked row in hand; a click on the one in hand chooses it."""
        y = event.y - self.gutter.top + self.scroll_offset.y  # the event counts a border, the lines do not
        if not 0 <= y < len(self._lines):
            return
        index = self._lines[y][0]
        if not self._rows[index].key:
            return
        chosen = index == self.cursor or self.ONE_CLICK
        self.cursor = index
        if chosen:
            self.action_choose()

    def on_focus(self) -> None:
        """Bring the row in hand back in sight."""
        self._reveal()

    def on_resize(self) -> None:
        """Keep the row in hand in sight when the terminal changes."""
        self._reveal()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the window."""
        y += self.scroll_offset.y
        width = self.scrollable_content_region.width
        if y >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        index, line = self._lines[y]
        row = self._rows[index]
        in_hand = index == self.cursor
        mark = _MARK if in_hand and y == self._tops[index] else _NO_MARK
        name = "row-list--cursor" if in_hand else "" if row.key else "row-list--heading"
        style = self.get_visual_style(name) if name else self.visual_style
        room = max(0, width - len(mark) - (line.right.cell_length + 1 if line.right else 0))
        left, right = line.left, line.right
        if in_hand:  # the colours of the parts are made for the background of the screen, not for the row in hand
            left, right = Content(left.plain), Content(right.plain)
        else:
            right = right.stylize_before(self.get_visual_style("row-list--right"))
        left = left.truncate(room, ellipsis=True)
        gap = " " * (width - len(mark) - left.cell_length - line.right.cell_length)
        segments = Content.assemble(mark, left, gap, right).render_segments(style)
        return Strip(segments).adjust_cell_length(width, style.rich_style).apply_offsets(0, y)


def row(key: str, *lines: str | Content | tuple[str | Content, str | Content]) -> Row:
    """Build a row from plain lines: each is a left part, or a (left, right) pair. Strings are never markup."""

    def part(words: str | Content) -> Content:
        return words if isinstance(words, Content) else Content(words)

    return Row(
        key,
        tuple(Line(part(line[0]), part(line[1])) if isinstance(line, tuple) else Line(part(line)) for line in lines),
    )
