"""An erased account leaves no byte of its words: looked for in every page, free or not, of the file and its journal.

People live whole lives through the use cases, every word drawn at random; some are erased while another process reads
without stopping, others while it keeps an old view open, others by a process killed once the erasure is committed. Each
time the pages are decrypted one by one. What is looked for was found there before, or the search would prove nothing.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from unittest import mock

from sqlalchemy import select

from cpf_tui.bootstrap import Container
from cpf_tui.domain.people import OPERATOR_ACTOR
from cpf_tui.persistence.integrity import verify
from cpf_tui.persistence.sqlite import engine
from cpf_tui.persistence.tables import holder
from cpf_tui.persistence.unit_of_work import SqlDatabase
from cpf_tui.services.support import new_id
from cpf_tui.settings import Settings
from tests.soak.harness import Outcome, Progress, Promise, Size
from tests.soak.pages import Pages
from tests.soak.processes import Worker
from tests.support.lives import Life, Lived
from tests.support.screen_stage import StageContainer

_LIVES = {Size.FULL: 60, Size.REDUCED: 6}
_BATCH = ("while read", "while read", "under an old view", "then killed", "stays", "stays")
_FRAGMENT = 9  # letters: a freed row is written over from its beginning, so that each end is looked for
_TOKEN = re.compile(r"[A-Za-z]{12,}")
_SILENCE = 60.0


def reading(pipe: Connection, folder: Path) -> None:
    """Read everybody again and again; keep one view open when told to hold it, until told to let go."""
    with StageContainer(Settings(data_dir=folder)) as container:
        database = container.database
        pipe.send_bytes(b"open")
        order = b""
        while order != b"end":
            with database._reader.connect() as connection:
                connection.execute(select(holder)).all()
                order = pipe.recv_bytes() if pipe.poll() else b""
                if order == b"hold":
                    pipe.send_bytes(b"held")
                    pipe.recv_bytes()
            if order == b"hold":
                pipe.send_bytes(b"free")


def erasing(pipe: Connection, folder: Path, holder_id: str) -> None:
    """Erase an account, and be killed once it is committed, before the former pages are let go of."""

    def die(_database: SqlDatabase) -> bool:
        os.kill(os.getpid(), 9)
        return False

    with StageContainer(Settings(data_dir=folder)) as container, mock.patch.object(SqlDatabase, "settle", die):
        pipe.send_bytes(b"open")
        container.services.erasures.erase_for(OPERATOR_ACTOR, holder_id, new_id())


class _Search:
    """Looks for what one person left in the pages of an installation."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._pages = Pages(container.settings.database_path, container.keys.database)

    def fragments(self, lived: Lived) -> set[bytes]:
        """Give what is looked for: both ends of each word, the values that hold none, the number sealed and indexed."""
        said = {part for value in lived.words.values() for part in _parts(value)}
        with self._container.database._reader.connect() as connection:
            row = connection.execute(
                select(holder.c.nir_index, holder.c.nir_sealed).where(holder.c.id == lived.actor.id)
            ).one()
        return said | {end for value in map(bytes, row) for end in (value[:16], value[-16:])}

    def found(self, fragments: Iterable[bytes]) -> set[bytes]:
        """Give those that lie somewhere in the file, its journal or the index of the journal."""
        held = self._pages.all()
        return {one for one in fragments if one in held}


def _parts(value: str) -> Iterator[bytes]:
    words = _TOKEN.findall(value)
    for word in words:
        yield word[:_FRAGMENT].encode()
        yield word[-_FRAGMENT:].encode()
    if not words:
        yield value.encode()


@contextmanager
def _reader(folder: Path) -> Iterator[Worker]:
    worker = Worker(reading, folder)
    try:
        _hear(worker, b"open")
        yield worker
        worker.pipe.send_bytes(b"end")
    finally:
        worker.close()


def _hear(worker: Worker, wanted: bytes) -> None:
    if not worker.pipe.poll(_SILENCE) or worker.pipe.recv_bytes() != wanted:
        raise AssertionError(f"the other process does not say {wanted.decode()}")


class _Batch:
    """People who lived at the same time, some of whom ask for their account to be erased."""

    def __init__(self, life: Life, search: _Search, totals: Counter[str]) -> None:
        self._life, self._search, self._totals = life, search, totals
        self._folder = life.container.settings.data_dir
        self._people = [(fate, life.live()) for fate in _BATCH]

    def play(self) -> list[str]:
        """Erase those who ask, one after the other; returns what was left."""
        kept = {one for fate, lived in self._people if fate == "stays" for one in self._search.fragments(lived)}
        self._life.container.database.settle()  # what was replaced since is in the journal no more
        stays = self._search.found(kept)
        notes = []
        for fate, lived in self._people:
            if fate == "stays":
                continue
            sought = self._search.fragments(lived) - kept  # two people may be born the same day
            before = self._search.found(sought)
            said = _ERASE[fate](self, lived)
            left = self._search.found(sought)
            self._totals.update(
                {
                    "accounts erased": 1,
                    f"accounts erased, {fate}": 1,
                    "values looked for": len(sought),
                    "values there before": len(before),
                    "values left": len(left),
                    "said not to be entire yet": said,
                }
            )
            notes += [f"{fate}: {len(left)} left, one of them {min(left)!r}"] if left else []
            if len(before) < len(sought) * _MOST:
                notes.append(f"{fate}: only {len(before)} of {len(sought)} were there before: nothing is shown")
        lost = stays - self._search.found(stays)
        self._totals["values lost of those who stay"] += len(lost)
        return notes + ([f"{len(lost)} values of those who stay are lost"] if lost else [])

    def read(self, lived: Lived) -> int:
        """Erase while another process reads without stopping."""
        with _reader(self._folder):
            return not self._erased(lived)

    def old_view(self, lived: Lived) -> int:
        """Erase while another process keeps a view of before; then it lets go, and the journal is emptied."""
        with _reader(self._folder) as worker:
            worker.pipe.send_bytes(b"hold")
            _hear(worker, b"held")
            with mock.patch.object(engine, "SETTLE_SECONDS", 0.1):
                said = not self._erased(lived)
            worker.pipe.send_bytes(b"let go")
            _hear(worker, b"free")
            if not self._life.container.retention.settle(OPERATOR_ACTOR):
                raise AssertionError("the journal cannot be emptied once nobody holds it")
        if not said:
            raise AssertionError("an old view was open, and the erasure was said to be entire")
        return said

    def killed(self, lived: Lived) -> int:
        """Erase in a process that is killed as soon as that is committed; the daily purge does the rest."""
        worker = Worker(erasing, self._folder, lived.actor.id)
        try:
            _hear(worker, b"open")
            worker.process.join(_SILENCE)
        finally:
            worker.close()
        if not self._life.container.retention.settle(OPERATOR_ACTOR):
            raise AssertionError("the journal cannot be emptied after a kill")
        return 0

    def _erased(self, lived: Lived) -> bool:
        return self._life.container.services.erasures.erase(lived.actor, lived.secret, new_id()).entirely


_ERASE = {"while read": _Batch.read, "under an old view": _Batch.old_view, "then killed": _Batch.killed}
_MOST = 0.7  # of what is looked for is there before: the rest was replaced since, or is never written


def run(size: Size, progress: Progress) -> Outcome:
    """Let people live in batches, erase some of each, look at every page before and after each erasure."""
    totals: Counter[str] = Counter()
    notes: list[str] = []
    with StageContainer(Settings(data_dir=progress.folder / "etat")) as container:
        container.database.settle()  # the file is made
        life, search = Life(container, progress.dice), _Search(container)
        for _ in progress.each("batches of people", range(_LIVES[size] // len(_BATCH))):
            notes += _Batch(life, search, totals).play()
        notes += [str(one.sentence) for one in verify(container.backend).findings]
    return Outcome(dict(totals), held=not notes, notes=notes[:10])


PROMISE = Promise(14, "Erasure reaches the files", "0 bytes of any value in base, journal, free pages", run, minutes=8)
