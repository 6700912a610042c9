"""What the commands write: sentences and JSON, that no stored text can turn into orders for the terminal."""

from __future__ import annotations

import codecs
import io
import json
import os
import re
import struct
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from cpf_tui.domain.cleaning import is_visible
from cpf_tui.domain.errors import StorageError
from cpf_tui.i18n import _

_PLAIN = str.maketrans(
    {"’": "'", "\u2018": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "…": "...", "œ": "oe", "Œ": "OE"}
    | {"\u202f": " ", "\u00a0": " ", "−": "-", "×": "x", "•": "*", "€": "EUR", "→": "->", "«": '"', "»": '"'}
)
_HANDLER = "cpf-tui-plain"
_MOST_MARKS = 4  # over one letter
_MAYBE_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u0590-\u1dff\u20d0-\u20ff\u3000-\U0010ffff]")
_SPACES = "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"
_AS_SPACES = dict.fromkeys(map(ord, _SPACES), " ")


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """Write what an old encoding lacks with the nearest signs it has."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    plain = error.object[error.start : error.end].translate(_PLAIN)
    return plain.encode(error.encoding, "replace").decode(error.encoding), error.end


def prepare_streams() -> None:
    """Let nothing that is written fail for its letters, whatever the encoding of the terminal."""
    codecs.register_error(_HANDLER, _nearest)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            utf8 = codecs.lookup(stream.encoding).name == "utf-8"
            stream.reconfigure(errors="backslashreplace" if utf8 else _HANDLER)


def visible(words: object) -> str:
    """Make text safe to print on one line: what controls a terminal or hides text becomes a visible escape."""
    said = str(words)
    if said.isascii() and said.isprintable():
        return said
    return _escaped(said, lambda letter: letter.encode("unicode_escape").decode(), spaces="\u00a0\u202f")


def _escaped(said: str, escape: Callable[[str], str], *, spaces: str = "") -> str:
    """Write with escapes what a terminal may obey, what hides, and marks piled over one letter."""
    if not _MAYBE_MARKS.search(said) and is_visible(said) and said.translate(_AS_SPACES).isprintable():
        return said
    written, marks = [], 0
    for letter in said:
        marks = marks + 1 if unicodedata.category(letter)[0] == "M" else 0
        seen = is_visible(letter) and (letter.isprintable() or letter in spaces) and marks <= _MOST_MARKS
        written.append(letter if seen else escape(letter))
    return "".join(written)


@contextmanager
def _written() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise  # whoever reads had enough: not a failure
    except OSError as error:
        silence()
        raise StorageError(
            "La réponse ne peut pas être écrite : {reason}.", reason=error.strerror or type(error).__name__
        ) from error


def say(words: object = "") -> None:
    """Write one line on stdout."""
    with _written():
        print(visible(words))


def say_json(value: object) -> None:
    """Write one JSON value on one line, in UTF-8 wherever it goes (RFC 8259), not as the terminal is set."""
    # JSON lets through most of what a terminal may obey; escaped, the value is the same.
    line = _escaped(json.dumps(value, ensure_ascii=False, allow_nan=False), _units, spaces=_SPACES) + "\n"
    with _written():
        if isinstance(sys.stdout, io.TextIOWrapper) and codecs.lookup(sys.stdout.encoding).name != "utf-8":
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
        sys.stdout.write(line)


def _units(letter: str) -> str:
    """Write a character as JSON escapes it: by its units of UTF-16."""
    return "".join(
        f"\\u{unit:04x}" for (unit,) in struct.iter_unpack(">H", letter.encode("utf-16-be", "surrogatepass"))
    )


def complain(sentence: str) -> None:
    """Write one sentence on stderr; nothing can be done when stderr itself is closed."""
    with suppress(OSError, ValueError):
        print(_("cpf-tui : {sentence}", sentence=visible(sentence)), file=sys.stderr)


def finish() -> None:
    """Push out what was written, while a failure can still be said."""
    with _written():
        sys.stdout.flush()


def silence() -> None:
    """Send what is left of the output nowhere, so that Python does not fail on it when it stops."""
    with suppress(OSError, ValueError, io.UnsupportedOperation):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
