"""What can happen to a file on its way: bytes lost, changed, added, columns moved, another encoding, a bad archive."""

from __future__ import annotations

import gzip
import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence

from hypothesis import strategies as st

Damage = Callable[[bytes, random.Random], bytes]

_JUNK = (
    *(b'"', b'""', b"'", b"\0", b"\xff", b"\xc3", b"\r", b"\n\n", b";", b",", b"\t", b"|", b"\x1a", b"\xef\xbb\xbf"),
    *(
        b"\xff\xfe",
        b"\x1f\x8b",
        b"PK\x03\x04",
        b"\xed\xa0\x80",
        b"\xe2\x80\xae",
        b"\xe2\x80\xa8",
        b"=cmd|' /C calc'!A0",
    ),
    *(
        b"<",
        b">",
        b"&",
        b"&x;",
        b"&#0;",
        b"&#xD800;",
        b"<![CDATA[",
        b"]]>",
        b"<!--",
        b"<?xml version='1.1'?>",
        b"</lheo>",
    ),
    *(b"99999999999999999999", b"-1", b"1e400", b"NaN", b"\xd9\xa3", "²".encode(), "é".encode("cp1252"), b"0x10"),
)
_ENCODINGS = (
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp1252",
    "cp850",
    "iso8859-15",
    "mac_roman",
    "utf-7",
    "utf-8-sig",
)
_BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///dev/null">]>'
_GIANT = (1 << 20) + 10  # just over what a field may hold


def flip(content: bytes, dice: random.Random) -> bytes:
    """Change some bits."""
    changed = bytearray(content)
    for _ in range(dice.randint(1, 20) if changed else 0):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def truncate(content: bytes, dice: random.Random) -> bytes:
    """Lose the end."""
    return content[: dice.randint(0, len(content))]


def behead(content: bytes, dice: random.Random) -> bytes:
    """Lose the beginning."""
    return content[dice.randint(0, min(len(content), 300)) :]


def lose(content: bytes, dice: random.Random) -> bytes:
    """Lose a part."""
    start = dice.randint(0, len(content))
    return content[:start] + content[start + dice.randint(1, 200) :]


def repeat(content: bytes, dice: random.Random) -> bytes:
    """Say a part twice, or many times."""
    start = dice.randint(0, len(content))
    part = content[start : start + dice.randint(1, 200)]
    return content[:start] + part * dice.choice((2, 2, 3, 300)) + content[start:]


def litter(content: bytes, dice: random.Random) -> bytes:
    """Add what has no business there, at some places."""
    for _ in range(dice.randint(1, 8)):
        at = dice.randint(0, len(content))
        content = content[:at] + dice.choice(_JUNK) + content[at:]
    return content


def open_quote(content: bytes, dice: random.Random) -> bytes:
    """Leave a quote open at the beginning of a field."""
    places = [found.end() for found in re.finditer(rb"[,;\t\n]", content)] or [0]
    at = dice.choice(places)
    return content[:at] + b'"' + content[at:]


def giant(content: bytes, dice: random.Random) -> bytes:
    """Make one field enormous."""
    at = dice.randint(0, len(content))
    return content[:at] + dice.choice((b"x", b'"', b"\n")) * _GIANT + content[at:]


def move_columns(content: bytes, dice: random.Random) -> bytes:
    """Exchange two columns, everywhere or in one line only."""
    lines = content.split(b"\n")
    separator = max((b",", b";"), key=lines[0].count)
    width = lines[0].count(separator) + 1
    one, other = dice.randrange(width), dice.randrange(width)
    chosen = {dice.randrange(len(lines))} if dice.random() < 0.5 else set(range(len(lines)))
    return b"\n".join(
        _exchanged(line, separator, one, other) if at in chosen else line for at, line in enumerate(lines)
    )


def _exchanged(line: bytes, separator: bytes, one: int, other: int) -> bytes:
    fields = line.split(separator)
    if max(one, other) < len(fields):
        fields[one], fields[other] = fields[other], fields[one]
    return separator.join(fields)


def shuffle_lines(content: bytes, dice: random.Random) -> bytes:
    """Mix the lines, the header among them."""
    lines = content.split(b"\n")
    dice.shuffle(lines)
    return b"\n".join(lines)


def other_line_ends(content: bytes, dice: random.Random) -> bytes:
    """End lines otherwise, or not at all."""
    return content.replace(b"\n", dice.choice((b"\r", b"\r\n", b"\n\r", b"\x0b", b"\x85", "\u2028".encode(), b" ")))


def other_encoding(content: bytes, dice: random.Random) -> bytes:
    """Write it in another encoding, whole or from some place on."""
    at = dice.choice((0, dice.randint(0, len(content))))
    text = content[at:].decode("utf-8", "replace")
    return content[:at] + text.encode(dice.choice(_ENCODINGS), "replace")


def break_tags(content: bytes, dice: random.Random) -> bytes:
    """Take a tag away, double it, nest thousands, or put a definition before."""
    tags = [found.span() for found in re.finditer(rb"<[^>]*>", content)]
    if not tags:
        return litter(content, dice)
    start, end = dice.choice(tags)
    tag = content[start:end]
    instead = dice.choice(
        (b"", tag * 2, b"<a>" * 5000, tag.replace(b"<", b"<x:"), tag.upper(), tag.replace(b">", b" b=>"))
    )
    damaged = content[:start] + instead + content[end:]
    return damaged.replace(b"?>", b"?>" + _BOMB, 1) if dice.random() < 0.2 else damaged


PLAIN: Sequence[Damage] = (
    *(flip, truncate, behead, lose, repeat, litter, open_quote, giant, move_columns, shuffle_lines, other_line_ends),
    *(other_encoding, break_tags),
)


def packed(content: bytes, name: str, how: str) -> bytes:
    """Compress: `gzip`, `zip`, a zip in a zip, or not at all."""
    if how == "gzip":
        return gzip.compress(content, 1)
    if how == "plain":
        return content
    inside = (name, content) if how == "zip" else ("dedans.zip", packed(content, name, "zip"))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr(*inside)
        written.writestr("lisez-moi.txt", "Ces données sont inventées.\n")
    return archive.getvalue()


@st.composite
def recipes(draw: st.DrawFn) -> Callable[[bytes, str], bytes]:
    """Draw a way to damage any file: some damages, then perhaps a compression, perhaps damaged too."""
    damages = draw(st.lists(st.sampled_from(PLAIN), max_size=3))
    how = draw(st.sampled_from(("plain", "plain", "plain", "gzip", "zip", "zip in zip")))
    after = [] if how == "plain" else draw(st.lists(st.sampled_from((flip, truncate, lose, repeat)), max_size=1))
    seed = draw(st.integers(0, 2**32))

    def damage(content: bytes, name: str) -> bytes:
        dice = random.Random(seed)  # noqa: S311 – a failure must be played again
        for one in damages:
            content = one(content, dice)
        content = packed(content, name, how)
        for one in after:
            content = one(content, dice)
        return content

    return damage
