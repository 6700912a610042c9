"""A damaged base is refused or named, never used: bits turned, ends cut off, other contents, nothing at all.

A change counts when it changes what the file says: some bytes of a file say nothing, and a bit turned there leaves the
same rows to read. Each damaged copy is opened as the program opens it, and looked at as `verifier` does; where neither
objects, every row is compared with those of the base before.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlcipher3 import dbapi2

from cpf_tui.demonstration.build import furnish as furnish_demonstration
from cpf_tui.domain.errors import DomainError
from cpf_tui.domain.ledger import EntryKind
from cpf_tui.persistence.integrity import verify
from cpf_tui.settings import Settings
from tests.soak.harness import Outcome, Progress, Promise, Size
from tests.support.storage import NOW, Installation, furnish, movement

_FLIPS = {Size.FULL: 400, Size.REDUCED: 24}
_CUTS = {Size.FULL: 60, Size.REDUCED: 8}
_JOURNALS = {Size.FULL: 100, Size.REDUCED: 8}
_PAGE = 4096
Damage = Callable[[bytes, random.Random], bytes]


def _flip(content: bytes, dice: random.Random) -> bytes:
    changed = bytearray(content)
    changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _cut(content: bytes, dice: random.Random) -> bytes:
    pages = len(content) // _PAGE
    return content[: dice.choice((dice.randrange(1, len(content)), dice.randrange(1, pages) * _PAGE))]


def _swap(content: bytes, dice: random.Random) -> bytes:
    """Exchange two pages, each of which is whole."""
    one, other = sorted(dice.sample(range(len(content) // _PAGE), 2))
    first, second = one * _PAGE, other * _PAGE
    return (
        content[:first]
        + content[second : second + _PAGE]
        + content[first + _PAGE : second]
        + content[first : first + _PAGE]
        + content[second + _PAGE :]
    )


def _zeros(content: bytes, dice: random.Random) -> bytes:
    page = dice.randrange(len(content) // _PAGE) * _PAGE
    return content[:page] + bytes(_PAGE) + content[page + _PAGE :]


_OTHERS: dict[str, Damage] = {
    "empty": lambda _content, _dice: b"",
    "garbage": lambda content, dice: dice.randbytes(len(content)),
    "zeros": lambda content, _dice: bytes(len(content)),
    "plain text": lambda content, _dice: b"SQLite format 3\0" + content[16:],
    "one byte": lambda content, _dice: content[:1],
    "twice": lambda content, _dice: content + content,
    "two pages exchanged": _swap,
    "a page of zeros": _zeros,
    "the end of another": lambda content, dice: content[: len(content) // 2] + dice.randbytes(len(content) // 2),
}


@dataclass
class _Tally:
    tried: int = 0
    changing: int = 0
    at_start: int = 0
    by_verifier: int = 0
    used: int = 0
    notes: list[str] = field(default_factory=list)


def run(size: Size, progress: Progress) -> Outcome:
    """Damage the base of the demonstration, and a journal; open and verify each copy."""
    whole = Installation(progress.folder / "whole")
    furnish_demonstration(Settings(data_dir=whole.folder))
    content, rows, tally = whole.path.read_bytes(), _rows(whole), _Tally()
    damages: list[tuple[str, Damage]] = [("a bit turned", _flip)] * _FLIPS[size]
    damages += [("the end cut off", _cut)] * _CUTS[size]
    damages += list(_OTHERS.items()) * (5 if size is Size.FULL else 1)
    for what, damage in progress.each("damaged bases", damages):
        damaged = damage(content, progress.dice)
        if damaged != content:
            _try(what, _copy(whole, progress.folder / "copy", damaged), rows, tally)
    files, figures = tally.tried, _journals(size, progress, tally)
    figures = {
        "damaged files": files,
        **figures,
        "that change what it says": tally.changing,
        "refused at the start": tally.at_start,
        "named by verifier only": tally.by_verifier,
        "used": tally.used,
    }
    return Outcome(figures, held=not tally.used and tally.changing > 0, notes=tally.notes[:10])


def _copy(whole: Installation, folder: Path, content: bytes) -> Installation:
    """Lay out an installation with the keys of the whole one and this base."""
    shutil.rmtree(folder, ignore_errors=True)
    copy = Installation(folder)
    shutil.copytree(whole.folder / "cles", folder / "cles")
    copy.path.parent.mkdir(mode=0o700)
    copy.path.write_bytes(content)
    copy.path.chmod(0o600)
    return copy


def _rows(place: Installation) -> dict[str, list[tuple[object, ...]]] | None:
    """Read every row of every table with nothing of ours in between; None when they cannot be read."""
    raw = place.raw()
    try:
        tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: sorted(raw.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr) for name in tables}  # noqa: S608
    except (dbapi2.Error, UnicodeDecodeError):
        return None
    finally:
        raw.close()


def _try(what: str, place: Installation, rows: object, tally: _Tally) -> None:
    """Say whether the copy says something else than the base, and whether the program noticed."""
    tally.tried += 1
    refused = _is_refused(place)
    named = not refused and not verify(place.backend).clean
    changed = refused or named or _rows(place) != rows
    tally.changing += changed
    tally.at_start += refused
    tally.by_verifier += named
    if changed and not refused and not named:
        tally.used += 1
        tally.notes.append(f"{what}: opened, verified, and its rows are not those of before")


def _is_refused(place: Installation) -> bool:
    """Open as the program does; anything but a sentence is a fault."""
    before = place.path.read_bytes()
    try:
        place.open().close()
    except DomainError:
        assert place.path.read_bytes() == before, "a refused base was written to"
        return True
    return False


def _journals(size: Size, progress: Progress, tally: _Tally) -> dict[str, int]:
    """Turn bits in a journal that was not emptied: what follows the damage may be lost, nothing may be changed."""
    place = Installation(progress.folder / "journal")
    database = place.open()
    furnish(database, 1000)
    for number in range(12):
        with database.write() as uow:
            uow.ledger.append([movement(f"op{number}", EntryKind.CREDIT, 100 + number)], NOW)
            uow.commit()
    names = (place.path.name, f"{place.path.name}-wal")
    content = {name: place.path.with_name(name).read_bytes() for name in names}  # as a power cut would leave them
    database.close()
    written = _movements(place)
    tried = prefixes = 0
    for _ in progress.each("damaged journals", range(_JOURNALS[size])):
        copy = _copy(place, progress.folder / "copy", content[names[0]])
        copy.path.with_name(names[1]).write_bytes(_flip(content[names[1]], progress.dice))
        copy.path.with_name(names[1]).chmod(0o600)
        tried += 1
        if _is_refused(copy) or not verify(copy.backend).clean:
            tally.at_start += 1
            tally.changing += 1
            continue
        found = _movements(copy)
        prefixes += 1
        if found != written[: len(found)]:
            tally.used += 1
            tally.notes.append("a damaged journal: its movements are not the first ones of those written")
    return {"damaged journals": tried, "read up to the damage": prefixes}


def _movements(place: Installation) -> list[tuple[object, ...]]:
    raw = place.raw()
    try:
        found: list[tuple[object, ...]] = raw.execute("SELECT * FROM entry ORDER BY seq").fetchall()
    finally:
        raw.close()
    return found


PROMISE = Promise(
    6,
    "Corruption refused, never used",
    "400 bit flips, ends cut off, garbage, empty: 100 % of those that change data are refused or named",
    run,
    minutes=6,
)
