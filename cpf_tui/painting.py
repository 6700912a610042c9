"""Sending a terminal what changed, and nothing else: over a slow link, a key costs the characters that differ.

Textual repaints whole pieces of lines, with every colour spelled out before each of them and taken back after it. Here
the cells on the terminal are remembered: those that changed are sent, grouped by style so that a colour is said once.
A repaint of the whole screen sends every cell: it mends what another program wrote over it.

This is also the last barrier. Every sequence that commands the terminal is written here, from numbers; a cell holds one
character that can be seen and a few marks over it, nothing else, whatever text a widget was given. What is not made of
cells is not sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rich.cells import cell_len, get_character_cell_size
from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Size
from textual.strip import Strip

from cpf_tui.domain.cleaning import is_visible

# Attributes as rich numbers them: bit 0 is bold, whose code is 1, and so on up to 9.
_ATTRIBUTES = range(9)
_SEEN_ON_A_SPACE = 1 << 3 | 1 << 6 | 1 << 8  # underlined, reversed, struck through
_NEAR = 4  # cells: sending so few again costs less than moving over them
_MOST_MARKS = 4  # over one character
_HIDDEN = "?"
"""What stands for a character that commands the terminal, reorders or hides text, where one takes room."""
# Most of what is shown, told at once: one cell each, and nothing to fear. Letters of Europe, signs of our typography,
# frames.
_PLAIN = frozenset(
    chr(code)
    for first, last in ((0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x2FF), (0x370, 0x482), (0x2500, 0x25FC))
    for code in range(first, last + 1)
) | set("’–—…−€•→←↑↓✓\u2018\u201c\u201d\u2011\u202f\u2039\u203a")


class _Look:
    """How a cell looks: its attributes (bits, as rich numbers them), and the codes of its colours."""

    def __init__(self, attributes: int, front: str, back: str) -> None:
        self.attributes, self.front, self.back = attributes, front, back

    @property
    def codes(self) -> str:
        """The sequence that says it, from the plain state."""
        bits = [str(bit + 1) for bit in _ATTRIBUTES if self.attributes >> bit & 1]
        said = ";".join([*bits, *(part for part in (self.front, self.back) if part)])
        return f"\x1b[{said}m" if said else ""


Cell = tuple[str, int]
"""What stands in one cell (empty: the second half of a wide character) and the number of its look."""


class Terminal:
    """The cells that stand on the terminal. `economical` turns what Textual would paint into what has to be sent."""

    def __init__(self) -> None:
        self._size = Size(0, 0)
        self._rows: list[list[Cell | None]] = []
        self._looks: dict[tuple[int, str, str], int] = {}
        self._by_number: list[_Look] = []
        self._numbers: dict[tuple[object, ...], tuple[int, int]] = {}

    def economical(self, update: object, size: Size) -> CompositorUpdate | None:
        """Return an update that paints the same on a terminal of that size; None for what is not made of cells."""
        if isinstance(update, (ChopsUpdate, LayoutUpdate)):
            return _Economical(self, update, size)
        return None

    def sequence(self, update: ChopsUpdate | LayoutUpdate, size: Size, console: Console) -> str:
        """Return what to send for an update, and remember that it was sent."""
        if size != self._size or isinstance(update, LayoutUpdate):
            self._size = size
            self._rows = [[None] * size.width for _ in range(size.height)]
        system = console._color_system or ColorSystem.TRUECOLOR
        changed: dict[int, list[tuple[int, int, str]]] = {}
        for x, y, strip in _pieces(update):
            if 0 <= y < size.height:
                self._take(x, y, self._cells(strip, system), changed)
        return "".join(self._sent(changed))

    def _take(self, x: int, y: int, cells: list[Cell], changed: dict[int, list[tuple[int, int, str]]]) -> None:
        """Put cells on a line, and note the runs that differ from what was there, by look."""
        row = self._rows[y]
        del cells[max(0, len(row) - x) :]
        before = row[x : x + len(cells)]
        if before == cells:
            return
        row[x : x + len(cells)] = cells
        for start, end in _differences(before, cells):
            changed.setdefault(cells[start][1], []).append((y, x + start, "".join(c for c, _ in cells[start:end])))

    def _sent(self, changed: dict[int, list[tuple[int, int, str]]]) -> Iterator[str]:
        """Give the runs look by look, each from where it begins."""
        for look, runs in changed.items():
            yield self._by_number[look].codes
            row, column = -1, -1
            for y, x, text in runs:
                yield _move(row, column, y, x)
                yield text
                row, column = y, x + cell_len(text)
            if self._by_number[look].codes:
                yield "\x1b[m"

    # ------------------------------------------------------------------ from strips to cells

    def _cells(self, strip: Strip, system: ColorSystem) -> list[Cell]:
        cells: list[Cell] = []
        for text, style, control in strip:
            if control:
                continue
            inked, blank = self._look(style, system)
            if _is_plain(text):
                cells.extend((char, blank if char == " " else inked) for char in text)
            else:
                cells.extend((char, blank if char == " " else inked) for char in _fitted(text))
        return cells

    def _look(self, style: Style | None, system: ColorSystem) -> tuple[int, int]:
        """Return the numbers of a style's look: of its characters, and of its spaces, which show no ink."""
        if style is None:
            return self._number(0, "", ""), self._number(0, "", "")
        key = (style._attributes & style._set_attributes, style.color, style.bgcolor, system)
        found = self._numbers.get(key)
        if found is None:
            attributes = int(style._attributes & style._set_attributes)
            front = ";".join(style.color.downgrade(system).get_ansi_codes()) if style.color else ""
            back = ";".join(style.bgcolor.downgrade(system).get_ansi_codes(False)) if style.bgcolor else ""
            seen = attributes & _SEEN_ON_A_SPACE
            found = self._number(attributes, front, back), self._number(seen, front if seen else "", back)
            self._numbers[key] = found
        return found

    def _number(self, attributes: int, front: str, back: str) -> int:
        key = attributes, front, back
        if key not in self._looks:
            self._looks[key] = len(self._by_number)
            self._by_number.append(_Look(*key))
        return self._looks[key]


class _Economical(CompositorUpdate):
    """An update whose sequence is made when it is written, since it depends on what was written before."""

    def __init__(self, terminal: Terminal, update: ChopsUpdate | LayoutUpdate, size: Size) -> None:
        self._terminal, self._update, self._size = terminal, update, size

    def render_segments(self, console: Console) -> str:
        """Return what to send."""
        return self._terminal.sequence(self._update, self._size, console)


def _pieces(update: ChopsUpdate | LayoutUpdate) -> Iterator[tuple[int, int, Strip]]:
    """Give the pieces of lines of an update, each with the column and the line where it begins."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            yield update.region.x, y, Strip.join(strips)
        return
    for y, x1, x2 in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x <= x2 and end > x1:
                yield x, y, strip if end <= x2 else strip.crop(0, x2 - x)


def _differences(before: list[Cell | None], after: list[Cell]) -> list[tuple[int, int]]:
    """Return the runs of cells to send, each of one look: those that differ, and short ways between two of them.

    A wide character is never cut: a line that has one is sent whole.
    """
    whole = any(len(one[0]) != 1 for one in after) or any(one is not None and len(one[0]) != 1 for one in before)
    runs: list[tuple[int, int]] = []
    for at, (old, new) in enumerate(zip(before, after, strict=True)):
        if old == new and not whole:
            continue
        start, end = runs[-1] if runs else (0, -_NEAR - 1)
        if at - end <= _NEAR and all(one[1] == new[1] for one in after[end - 1 : at]):
            runs[-1] = start, at + 1
        else:
            runs.append((at, at + 1))
    return runs


def _move(row: int, column: int, y: int, x: int) -> str:
    """Return the shortest sequence from a place to another, counted from 0; -1 when it is not known."""
    if row == y and column <= x:
        gap = x - column
        return f"\x1b[{gap}C" if gap > 1 else "\x1b[C" if gap else ""
    return f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H"


@lru_cache(maxsize=4096)
def _is_plain(text: str) -> bool:
    """Say whether each character of a text takes one cell and may be sent as it is."""
    return (text.isascii() and text.isprintable()) or _PLAIN.issuperset(text)


def _fitted(text: str) -> list[str]:
    """Return what stands in each cell of a text (empty: half of a wide one), in as many cells as Textual counted."""
    cells: list[str] = []
    for char in text:
        shown, width = _glyph(char)
        if width:
            cells.extend((shown, *[""] * (width - 1)) if shown else [_HIDDEN] * width)
        elif shown and cells:  # a mark that combines with what precedes it
            at = len(cells) - 1 if cells[-1] or len(cells) == 1 else len(cells) - 2
            if len(cells[at]) <= _MOST_MARKS:
                cells[at] += shown
    room = cell_len(text)  # some sequences of emoji count for one: their parts would push the line
    if len(cells) > room:
        if cells[room] == "":
            cells[room - 1] = " "
        del cells[room:]
    return cells + [" "] * (room - len(cells))


@lru_cache(maxsize=4096)
def _glyph(char: str) -> tuple[str, int]:
    """Return a character (empty when it may not be sent) and how many cells it takes."""
    return char if is_visible(char) else "", get_character_cell_size(char)
