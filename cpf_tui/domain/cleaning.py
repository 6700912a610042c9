"""What people type, made safe to keep: NFC, and nothing that controls a terminal, reorders or hides text.

`is_visible` is what the database asks of every text it is given, and the terminal of every character it is sent: the
forms clean, the two barriers behind them check.

Markup is not removed: `[/` or `[@click=app.quit]` are ordinary characters, to be shown as they were typed.
"""

from __future__ import annotations

import re
import unicodedata

from cpf_tui.domain.errors import InvalidInput

NAME_MAX = 100
LINE_MAX = 200
PARAGRAPH_MAX = 2000

# Control, format (bidi, zero-width, tags), surrogate, private use: nothing a person means to write. Unassigned
# characters stay: what this Python does not know yet may be a new emoji.
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co"})
# Invisible although Unicode calls them letters, marks or unassigned: fillers, joiners, variation selectors, the whole
# plane of tags, and the positions that will never be characters.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufdd0-\ufdef\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U0001d159\U000e0000-\U000e0fff"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_MOST_MARKS = 4
"""Marks over one letter: more than any script asks for, and no tower that covers the lines above."""
_APOSTROPHES = str.maketrans(dict.fromkeys("'`\u00b4\u02bc\u2018", "’"))
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


def is_visible(text: str) -> bool:
    """Say whether a line holds nothing that controls a terminal, reorders or hides text; a line break does."""
    if text.isascii():
        return text.isprintable()
    if _INVISIBLE.search(text) or _BREAKS.search(text):
        return False
    # Not printable for Python: what is dropped, and also unusual spaces and what it does not know yet.
    return text.isprintable() or not any(unicodedata.category(char) in _DROPPED for char in text)


def visible_only(text: str) -> str:
    """Keep of one line what can be seen: a tab becomes a space, marks beyond a few over one letter are dropped."""
    if text.isascii() and text.isprintable():
        return text
    composed = _INVISIBLE.sub("", unicodedata.normalize("NFC", text.replace("\t", " ")))
    kept, marks = [], 0
    for char in composed:
        category = unicodedata.category(char)
        if category in _DROPPED:
            continue
        marks = marks + 1 if category[0] == "M" else 0
        if marks <= _MOST_MARKS:
            kept.append(char)
    # Once more: a character removed from between two others may let them compose.
    return unicodedata.normalize("NFC", "".join(kept))


def clean_line(typed: str, max_length: int = LINE_MAX) -> str:
    """Clean one line: breaks and runs of spaces become one space. Raises `InvalidInput` when too long."""
    line = " ".join(visible_only(_BREAKS.sub(" ", typed)).split())
    _check_length(line, max_length)
    return line


def clean_paragraph(typed: str, max_length: int = PARAGRAPH_MAX) -> str:
    """Clean a text of several lines: one blank line at most between two. Raises `InvalidInput` when too long."""
    lines = (" ".join(visible_only(line).split()) for line in _BREAKS.sub("\n", typed).split("\n"))
    paragraph = re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()
    _check_length(paragraph, max_length)
    return paragraph


def clean_name(typed: str, max_length: int = NAME_MAX) -> str:
    """Clean the name of a person: letters of any script, spaces, apostrophes, hyphens. Raises `InvalidInput`."""
    name = clean_line(typed.translate(_APOSTROPHES).translate(_DASHES), max_length)
    if not name:
        raise InvalidInput("Ce nom est vide. Écrivez-le comme sur votre pièce d’identité.")
    wrong = next((char for char in name if char not in " ’-" and unicodedata.category(char)[0] not in "LM"), None)
    if wrong is not None:
        raise InvalidInput(
            "Le caractère « {char} » ne peut pas être dans un nom : un nom ne contient que des lettres, "
            "des espaces, des apostrophes et des tirets.",
            char=wrong,
        )
    if not any(char.isalpha() for char in name):
        raise InvalidInput("Ce nom ne contient aucune lettre. Écrivez-le comme sur votre pièce d’identité.")
    return name


def _check_length(kept: str, max_length: int) -> None:
    if len(kept) > max_length:
        raise InvalidInput(
            "Ce texte est trop long : {length} caractères, {most} au plus. Raccourcissez-le.",
            length=len(kept),
            most=max_length,
        )
