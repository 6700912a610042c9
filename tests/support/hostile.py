"""Texts made to harm whoever shows them, and a look at what was sent to a terminal that showed them."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator

from rich.cells import get_character_cell_size

_MARKUP = (
    *(
        "[/",
        "[/]",
        "[bold]",
        "[red on blue]x[/]",
        "[@click=app.quit]ici[/]",
        "[@click='app.bell']",
        "[link=file:///x]y",
    ),
    *("[", "]", "[[", "\\[", "\\", "[$primary]", "[not bold]", "[/bold]", "[on", "[color=#f", ":smile:", "Dupont [/"),
    *("[@click=screen.dismiss]", "[/@click]", "[dim italic", "[]", "[ ]", "[#]", "[-]", "[auto]", "[@", "[link"),
)
_ORDERS = (
    *("\x1b[31m", "\x1b[2J", "\x1b[H", "\x1b[?1049l", "\x1b[?1000h", "\x1b[6n", "\x1b[3J", "\x1bc", "\x1b(0", "\x1b"),
    *("\x1b]0;titre\x07", "\x1b]52;c;aGVsbG8=\x07", "\x1b]8;;http://x\x1b\\lien\x1b]8;;\x1b\\", "\x1b]4;1;?\x07"),
    *("\x1bP$q q\x1b\\", "\x1b_Gi=1\x1b\\", "\x1b^x\x1b\\", "\x1bX", "\x1b[?25h", "\x1b[200~", "\x1b[1;1H", "\x1b]50;"),
    *("\x9b31m", "\x9d52;c;eA==\x9c", "\x90q\x9c", "\x84", "\x85", "\x8d", "\x9f", "\x98", "\x9a", "\x80"),
    *("\x00", "\x07", "\x08" * 20, "\x7f", "\r", "\n", "\r\n", "\t", "\x0b", "\x0c", "\x0e", "\x0f", "\x11", "\x1a"),
)
_HIDING = (
    *("\u202e", "\u202d", "\u202a", "\u202b", "\u202c", "\u2066", "\u2067", "\u2068", "\u2069", "\u200e", "\u200f"),
    *("\u061c", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u180e", "\u2800", "\u3164"),
    *("\uffa0", "\u115f", "\ufe0f", "\ufe0e", "\U000e0041", "\U000e007f", "\ufff9", "\ufffe", "\U0010ffff", "\ue000"),
    *("\u2028", "\u2029", "\ud800", "\udc80", "\udfff", "\ud83d", "\U000f0000", "\u06dd", "\U0001d173", "\u0600"),
)
_SHAPES = (
    *("字" * 3, "ﷺ", "꧅", "𒐫", "\uff21\uff42", "한글", "ｶﾞ", "าำ", "नमस्ते", "مرحبا", "שלום"),
    *("👨\u200d👩\u200d👧\u200d👦", "🏳\ufe0f\u200d🌈", "👍🏽", "🇫🇷", "1\ufe0f\u20e3", "❤\ufe0f"),
    *("a" + "\u0301" * 60, "e" + "\u0489" * 20, "\u0301" * 8, "Z\u0351\u036b\u0343\u036a" * 5, "\u20dd", "x\u0338"),
    *("x" * 70, " " * 50, "é" * 60, "-" * 65, "字" * 40),
    *("{", "{name}", "{0.__class__}", "%s", "%(x)s", "$x", "<b>"),
)
_GIANTS = ("x" * 3000, " " * 800, "字" * 700, "\u0301" * 2000, "[" * 500, "\x1b[" * 300, "\u202e" * 500, "🇫🇷" * 300)
_ORDINARY = ("Dupont", "Élodie", "Soudage TIG", "l’été", " ", "12,5 h", "n° 4", "a", "Œuvre")
_RARELY = 0.005
_FAMILIES = (_MARKUP, _ORDERS, _HIDING, _SHAPES, _ORDINARY)


def hostile_text(dice: random.Random) -> str:
    """Draw a text: some pieces of each family, some characters from anywhere in Unicode."""
    pieces = [dice.choice(dice.choice(_FAMILIES)) for _ in range(dice.randint(1, 6))]
    pieces += [chr(dice.randrange(0x110000)) for _ in range(dice.choice((0, 0, 1, 4)))]
    if dice.random() < _RARELY:
        pieces.append(dice.choice(_GIANTS))
    dice.shuffle(pieces)
    return "".join(pieces)


# ---------------------------------------------------------------------- what reaches the terminal

_OURS = re.compile(
    r"\x1b\[(?:(?P<look>[\d;]*)m|(?P<row>\d*)(?:;(?P<column>\d+))?H|(?P<step>\d*)C|\?2026[hl])"
    r"|\x1b\]22;[a-z-]*\x07"  # the shape of the mouse, from the stylesheets
)
_MOST_MARKS = 4


def orders(sent: str, columns: int, rows: int) -> Iterator[str]:
    """Say everything in what was sent that is not a colour, a move inside the screen, or a character to be seen.

    The text after each move must end before the edge: beyond, the terminal would go to the next line by itself.
    """
    at, x = 0, 0
    marks = 0
    while at < len(sent):
        found = _OURS.match(sent, at)
        if found is None:
            char = sent[at]
            at += 1
            if not _may_be_seen(char):
                yield f"{char!r} at {at} after {sent[max(0, at - 20) : at]!r}"
            width = get_character_cell_size(char)
            marks = 0 if width else marks + 1
            if marks > _MOST_MARKS:
                yield f"a tower of {marks} marks"
            x += width
            if x > columns:
                yield f"text beyond the edge: {sent[max(0, at - 40) : at]!r}"
                x = 0
            continue
        at = found.end()
        if found["step"] is not None:
            x += int(found["step"] or 1)
        elif found["row"] is not None:
            x = int(found["column"] or 1) - 1
            if not (1 <= int(found["row"] or 1) <= rows and x < columns):
                yield f"a move out of the screen: {found[0]!r}"


def _may_be_seen(char: str) -> bool:
    """Written apart from the program's own rule, from the categories of Unicode."""
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} and char not in "\u2800\u3164\uffa0"


def words_of(sent: str) -> str:
    """Return the characters of what was sent, without what commands the terminal."""
    return _OURS.sub("\n", sent)
