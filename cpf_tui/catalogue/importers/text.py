"""From bytes to lines of text: what kind of file it is, and in which encoding."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from cpf_tui.catalogue.importers.packed import Refuse

UTF8, UTF16, WINDOWS = "utf-8", "utf-16", "windows-1252"
_BROKEN_BYTES = "".join(map(chr, range(0xDC80, 0xDD00)))  # what surrogateescape makes of them
_DECLARED = re.compile(rb"""<\?xml[^>]*\bencoding\s*=\s*["']([A-Za-z][\w.-]{0,39})["']""")
_KINDS = (
    (b"PK\x03\x04", "une archive zip dans une autre"),
    (b"\xd0\xcf\x11\xe0", "un classeur Excel"),
    (b"%PDF", "un PDF"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"SQLite format 3", "une base SQLite"),
    (b"7z\xbc\xaf", "une archive 7z"),
    (b"Rar!", "une archive rar"),
)


def is_xml(sample: bytes) -> bool:
    """Whether a file that begins so is XML."""
    plain = sample.removeprefix(codecs.BOM_UTF8).replace(b"\0", b"") if sample else b""
    return plain.removeprefix(codecs.BOM_UTF16_LE).removeprefix(codecs.BOM_UTF16_BE).lstrip().startswith(b"<")


def recognise(sample: bytes, refuse: Refuse) -> str:
    """Return the encoding of a file that begins so, or refuse what is not a text."""
    if not sample.strip():
        refuse("Le fichier « {file} » est vide : une ligne d’en-tête et au moins une ligne étaient attendues.")
    if wide := _wide(sample):
        return wide
    kind = next((kind for magic, kind in _KINDS if sample.startswith(magic)), "")
    if not kind and sum(byte < 9 or 13 < byte < 27 for byte in sample) > len(sample) // 100:
        kind = "un fichier binaire"
    if kind:
        refuse("« {file} » est {kind} : un CSV ou un XML était attendu (ou compressé en .gz ou .zip).", kind=kind)
    if is_xml(sample) and (declared := _DECLARED.search(sample[:1000])):
        return declared[1].decode().lower()
    if sample.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    return WINDOWS if _is_windows(sample) else UTF8


def decode_sample(sample: bytes, encoding: str) -> str:
    """Return the beginning of a text; its last character may be cut."""
    try:
        return sample.decode(encoding, "replace").removeprefix("\ufeff")
    except LookupError:  # an encoding that an XML declares and nobody knows: its reader says so
        return sample.decode("latin-1")


def text_lines(binary: BinaryIO, encoding: str, on_windows: Callable[[], None] | None = None) -> Iterator[str]:
    """Give the lines of a text; broken bytes come as lone surrogates, which no field may hold.

    With `on_windows`, no letter beyond ASCII was met yet: the first one tells UTF-8 from windows-1252, and is told.
    """
    # UTF-16 has surrogates of its own; whole characters missing from it cannot be made up.
    errors = "surrogatepass" if encoding.startswith(UTF16) else "surrogateescape"
    lines = io.TextIOWrapper(binary, encoding, errors=errors, newline="")
    return _told_late(lines, on_windows) if on_windows else lines


def _told_late(lines: Iterator[str], on_windows: Callable[[], None]) -> Iterator[str]:
    for line in lines:
        if not line.isascii() and _is_windows(line.encode(UTF8, "surrogateescape")):
            on_windows()
            yield _windows(line)
            yield from map(_windows, lines)
            return
        yield line
        if not line.isascii():
            break
    yield from lines


def _windows(line: str) -> str:
    return line.encode(UTF8, "surrogateescape").decode(WINDOWS, "surrogateescape")


def _wide(sample: bytes) -> str:
    """Recognise UTF-16 by its mark, or by the zero half of most of its characters."""
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return UTF16
    even, odd = sample[:2000:2].count(0), sample[1:2000:2].count(0)
    half = len(sample[:2000]) // 4
    if max(even, odd) > half > min(even, odd) * 10:
        return f"{UTF16}-le" if odd > even else f"{UTF16}-be"
    return ""


def _is_windows(sample: bytes) -> bool:
    """Text of another encoding hardly ever makes valid UTF-8: a few broken bytes among accents are broken rows."""
    # The sample may end inside a character, whose bytes do not count.
    decoded = sample.decode(UTF8, "surrogateescape").rstrip(_BROKEN_BYTES)
    broken = sum(letter in _BROKEN_BYTES for letter in decoded if not letter.isascii())
    return broken * 2 > sum(not letter.isascii() for letter in decoded)
