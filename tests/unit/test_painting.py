"""What is sent to a terminal: the same picture as everything painted again, for the characters that changed."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region, Size
from textual.strip import Strip

from cpf_tui.painting import Terminal
from tests.support.hostile import orders, words_of

WIDTH, HEIGHT = 12, 4
SIZE = Size(WIDTH, HEIGHT)
CONSOLE = Console(color_system="truecolor", force_terminal=True)
STYLES = (
    Style.parse("#e8ecf1 on #0f1720"),
    Style.parse("bold #6aa9ff on #0f1720"),
    Style.parse("underline #e8ecf1 on #6aa9ff"),
    Style.parse("reverse #ffd166 on #0f1720"),
    None,
)
Line = tuple[tuple[str, int], ...]  # each character (one or two cells wide) and the number of its style

_CELLS = st.tuples(st.sampled_from([*"  abcé·│", "学", "😀"]), st.integers(0, len(STYLES) - 1))


def _fitting(cells: list[tuple[str, int]]) -> Line:
    """Cut or fill to the width, wide characters whole."""
    line: list[tuple[str, int]] = []
    used = 0
    for char, style in cells:
        used += Segment(char).cell_length
        if used > WIDTH:
            break
        line.append((char, style))
    room = WIDTH - sum(Segment(char).cell_length for char, _ in line)
    return (*line, *[(" ", 0)] * room)


LINES = st.lists(_CELLS, max_size=WIDTH).map(_fitting)


def strip(line: Line) -> Strip:
    return Strip([Segment(char, STYLES[style]) for char, style in line], WIDTH)


def whole(lines: list[Line]) -> LayoutUpdate:
    return LayoutUpdate([[strip(line)] for line in lines], Region(0, 0, WIDTH, HEIGHT))


def part(lines: dict[int, Line]) -> ChopsUpdate:
    chops = [{0: strip(lines[y])} if y in lines else {0: None} for y in range(HEIGHT)]
    return ChopsUpdate(chops, [(y, 0, WIDTH) for y in sorted(lines)], [[WIDTH]] * HEIGHT)


class Painted:
    """A terminal told what `Terminal` sends (or all that Textual would), and what it then shows."""

    def __init__(self, terminal: Terminal | None = None) -> None:
        self.terminal = terminal
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self._stream = pyte.Stream(self.screen)

    def paint(self, update: CompositorUpdate) -> str:
        made = self.terminal.economical(update, SIZE) if self.terminal else update
        assert made is not None
        sent = made.render_segments(CONSOLE)
        self._stream.feed(sent)
        return sent

    def shown(self) -> list[list[tuple[object, ...]]]:
        return [[_seen(self.screen.buffer[y][x]) for x in range(WIDTH)] for y in range(HEIGHT)]


def _seen(char: pyte.screens.Char) -> tuple[object, ...]:
    """Leave out what nobody sees: the ink of a space."""
    inked = char.data != " " or char.underscore or char.reverse
    return (char.data, char.bg, char.underscore, char.reverse, *((char.fg, char.bold) if inked else ()))


@settings(deadline=None)
@given(
    st.lists(LINES, min_size=HEIGHT, max_size=HEIGHT),
    st.lists(st.dictionaries(st.integers(0, HEIGHT - 1), LINES, min_size=1), max_size=5),
)
def test_what_is_sent_shows_what_painting_everything_would(first: list[Line], updates: list[dict[int, Line]]) -> None:
    thrifty, lavish = Painted(Terminal()), Painted()
    for update in (whole(first), *map(part, updates)):
        thrifty.paint(update)
        lavish.paint(update)
        assert thrifty.shown() == lavish.shown()


def plain(text: str, style: int = 0) -> Line:
    return _fitting([(char, style) for char in text])


def test_nothing_is_sent_for_what_stands_there_already() -> None:
    painted = Painted(Terminal())
    painted.paint(whole([plain("soudeur")] * HEIGHT))
    assert painted.paint(part({1: plain("soudeur"), 3: plain("soudeur")})) == ""


def test_only_the_characters_that_differ_are_sent_each_colour_once() -> None:
    painted = Painted(Terminal())
    painted.paint(whole([plain("soudeur")] * HEIGHT))
    sent = painted.paint(part({1: plain("soudure"), 2: plain("sondeur")}))
    assert sent == "\x1b[38;2;232;236;241;48;2;15;23;32m\x1b[2;5Hure\x1b[3;3Hn\x1b[m"


def test_the_whole_screen_is_sent_again_when_asked_and_when_the_size_changes() -> None:
    painted = Painted(Terminal())
    lines = [plain("soudeur")] * HEIGHT
    first = painted.paint(whole(lines))
    assert painted.paint(whole(lines)) == first
    assert painted.terminal is not None
    other = painted.terminal.economical(part({0: plain("soudeur")}), Size(WIDTH, HEIGHT + 1))
    assert other is not None
    assert "soudeur" in other.render_segments(CONSOLE)


HARMFUL = (
    *(
        "\x1b[2J",
        "\x1b]52;c;eA==\x07",
        "\x9b31m",
        "\x07",
        "\x00",
        "\r",
        "\u202e",
        "\u2066",
        "\u200b",
        "\ue000",
        "\ud800",
    ),
    *("\u2028", "\u2800", "\U000e0041"),
)


@pytest.mark.parametrize("words", HARMFUL, ids=ascii)
def test_a_cell_holds_what_can_be_seen_and_nothing_else(words: str) -> None:
    painted = Painted(Terminal())
    line = Strip([Segment("ab" + words, STYLES[0]), Segment("cd" + "e" * 8, STYLES[1])], WIDTH)
    sent = painted.paint(LayoutUpdate([[line]], Region(0, 0, WIDTH, 1)))
    assert list(orders(sent, WIDTH, HEIGHT)) == []
    assert "ab" in words_of(sent)


def test_marks_are_not_piled_beyond_a_few() -> None:
    painted = Painted(Terminal())
    tower = Strip([Segment("a" + "\u0301" * 40 + "b" * 11, STYLES[0])], WIDTH)
    sent = painted.paint(LayoutUpdate([[tower]], Region(0, 0, WIDTH, 1)))
    assert sent.count("\u0301") == 4


def test_a_family_of_emoji_takes_the_room_that_was_counted_for_it() -> None:
    family = "👨\u200d👩\u200d👧"
    painted = Painted(Terminal())
    line = Strip([Segment(family, STYLES[0]), Segment("fin", STYLES[1])])
    sent = painted.paint(LayoutUpdate([[line]], Region(0, 0, WIDTH, 1)))
    assert "\u200d" not in sent
    row = "".join(char.data for char in (painted.screen.buffer[0][x] for x in range(WIDTH)))
    assert row.index("fin") == Segment(family).cell_length - 1  # pyte leaves the second half of a wide one empty


def test_what_is_not_made_of_cells_is_not_sent() -> None:
    assert Terminal().economical("\x1b[2J[bold]", SIZE) is None
