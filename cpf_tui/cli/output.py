"""What the commands write: sentences and JSON, that no stored text can turn into orders for the terminal."""

from __future__ import annotations

import codecs
import io
import json
import os
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from cpf_tui.domain.cleaning import is_visible
from cpf_tui.domain.errors import StorageError
from cpf_tui.i18n import _

_PLAIN = str.maketrans(
    {"’": "'", "\u2018": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "…": "...", "œ": "oe", "Œ": "OE"}
    | {"\u202f": " ", "\u00a0": " ", "−": "-", "×": "x", "•": "*", "€": "EUR", "→": "->", "«": '"', "»": '"'}
)
_HANDLER = "cpf-tui-plain"


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
    return "".join(letter if _is_seen(letter) else letter.encode("unicode_escape").decode() for letter in said)


def _is_seen(letter: str) -> bool:
    return is_visible(letter) and (letter.isprintable() or letter in "\u00a0\u202f")


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
    line = _escaped(json.dumps(value, ensure_ascii=False, allow_nan=False)) + "\n"
    with _written():
        if isinstance(sys.stdout, io.TextIOWrapper) and codecs.lookup(sys.stdout.encoding).name != "utf-8":
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
        sys.stdout.write(line)


def _escaped(line: str) -> str:
    """Write with their escapes the characters that JSON lets through and a terminal may obey: the value is the same."""
    if is_visible(line):
        return line
    return "".join(letter if is_visible(letter) else _units(letter) for letter in line)


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
