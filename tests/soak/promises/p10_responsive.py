"""Fifty people at once on one base: how long each waits for what they asked, from the moment they asked it.

Each terminal is a process with a handle of its own, that asks once a second, whether it was answered or not: waiting
for one's turn counts. What is asked is what screens ask: the journey and the balance half of the time, else the next
act of a dossier, from its creation to the hours debited, secrets hashed for real.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection

from cpf_tui.domain.people import Actor, Role
from cpf_tui.journey.forms.advisor import ClosingForm, EntryForm
from cpf_tui.journey.forms.dossier import DossierForm
from cpf_tui.services.support import new_id
from tests.soak.harness import Figures, NotShown, Outcome, Progress, Promise, Size
from tests.soak.journeys.workplace import CLOSER, EXAMINERS, OFFERS, Site, Workplace
from tests.soak.places import private_server
from tests.soak.processes import Worker, crowd
from tests.support.dossier_stage import ANSWERS, filled
from tests.support.fakes import SECRET

_TERMINALS = {Size.FULL: 50, Size.REDUCED: 4}
_SECONDS = {Size.FULL: 60, Size.REDUCED: 3}
_HOURS = 150_00
_P95, _MOST = 0.100, 2.0  # seconds
_SILENCE = 120.0
_EXAMINER = EXAMINERS[0]


def terminal(pipe: Connection, site: Site, number: int, seconds: int) -> None:
    """Ask once a second, from a moment of its own, and tell how long each answer took; a refusal ends it."""
    place = Workplace(site)
    asked = acts(place, site.people[number], later=number)
    dice = random.Random(number)  # noqa: S311 – a failure must be played again
    pipe.send("ready")
    began = float(pipe.recv()) + dice.random()
    waited = []
    for second in range(seconds):
        due = began + second
        pipe.poll(max(due - time.monotonic(), 0))  # nothing comes: it is a way to wait
        next(asked)()
        waited.append(time.monotonic() - due)
    pipe.send(waited)
    place.close()


def acts(place: Workplace, actor: Actor, later: int) -> Iterator[Callable[[], object]]:
    """Give what a person asks, one thing after the other: to look, then to act, dossier after dossier.

    They look some times first, `later` says how many, so that not everybody is at the same act at once.
    """
    services, made = place.services, list[str]()
    answers = {**ANSWERS, "planned": "1", "end": "31/12/2026"}
    form = filled(DossierForm, **answers)
    entry = filled(EntryForm, on=f"{place.clock.today():%d/%m/%Y}")
    closing = filled(ClosingForm, realised="1")

    def create() -> None:
        made.append(services.dossiers.create(actor, OFFERS[0], form, answers, new_id()).id)

    changing: tuple[Callable[[], object], ...] = (
        create,
        lambda: services.dossiers.consent(actor, made[-1], SECRET, new_id()),
        lambda: services.dossiers.submit(actor, made[-1], new_id()),
        lambda: services.review.validate(_EXAMINER, made[-1], new_id()),
        lambda: services.review.enter(_EXAMINER, made[-1], entry, new_id()),
        lambda: services.review.close(CLOSER, made[-1], closing, new_id()),
    )
    looking: tuple[Callable[[], object], ...] = (
        lambda: services.journeys.state(actor),
        lambda: services.balance.view(actor),
        lambda: services.balance.statement(actor),
    )
    for turn in range(later % (2 * len(changing))):
        yield looking[turn % len(looking)]
    turn = 0
    while True:
        yield looking[turn % len(looking)]
        yield changing[turn % len(changing)]
        turn += 1


@dataclass(frozen=True, slots=True)
class Waited:
    """How long the answers took on one kind of database."""

    kind: str
    asked: int
    p95: float
    most: float

    @property
    def held(self) -> bool:
        """Say whether nobody waits too long."""
        return self.p95 < _P95 and self.most < _MOST


def run(size: Size, progress: Progress) -> Outcome:
    """Have the terminals ask together, on SQLite then on PostgreSQL where there is one."""
    people = tuple(Actor(Role.HOLDER, f"h{number}", f"Terminal EXEMPLE {number}") for number in range(_TERMINALS[size]))
    site = Site(progress.folder / "site", people, slow=True)
    busy = os.getloadavg()[0]
    found = [_together("SQLite", site, size, progress)]
    absent = ""
    if size is Size.FULL:  # a server among the ordinary tests would cost more than it shows
        try:
            with private_server(progress) as server:
                served = replace(site, folder=progress.folder / "served", url=server.create())
                found.append(_together("PostgreSQL", served, size, progress))
        except NotShown as reason:
            absent = str(reason)
    figures: Figures = {f"processes, {os.cpu_count()} cores": len(people)} | {
        f"ms p95, {1000 * one.most:,.0f} ms at most ({one.kind}, {one.asked:,} asked)": round(1000 * one.p95, 1)
        for one in found
    }
    # In the reduced size the clock judges nothing: every answer came, and none was a refusal.
    held = size is Size.REDUCED or all(one.held for one in found)
    notes = [absent] if absent else []
    if busy > 1:
        notes.append(f"the machine did other things as well: {busy:.1f} processes waited for its cores at the start")
    return Outcome(figures, held=None if absent and held else held, notes=notes)


def _together(kind: str, site: Site, size: Size, progress: Progress) -> Waited:
    _furnish(site)
    seconds = _SECONDS[size]
    with crowd(terminal, [(site, number, seconds) for number in range(len(site.people))]) as workers:
        for worker in workers:
            _heard(worker)
        start = time.monotonic() + 0.5
        for worker in workers:
            worker.pipe.send(start)
        for second in range(seconds):
            progress.at(f"{kind}: seconds", second, seconds)
            workers[0].pipe.poll(max(start + second + 1 - time.monotonic(), 0))
        waited = sorted(one for worker in workers for one in _heard(worker, seconds + _SILENCE))
    return Waited(kind, len(waited), waited[int(len(waited) * 0.95)], waited[-1])


def _furnish(site: Site) -> None:
    place = Workplace(site)
    place.furnish()
    for actor in site.people:
        place.credit(actor, "CPF", _HOURS, f"first-{actor.id}")
    place.close()


def _heard(worker: Worker, seconds: float = _SILENCE) -> list[float]:
    """Hear what a terminal says. Raises `AssertionError` when it died, or says nothing."""
    if not worker.pipe.poll(seconds):
        raise AssertionError("a terminal says nothing")
    try:
        said: list[float] = worker.pipe.recv()
    except EOFError:
        raise AssertionError("a terminal died: something was refused") from None
    return said


PROMISE = Promise(
    10,
    "Responsive when shared",
    "50 terminals, 1 op/s each: p95 < 100 ms, max < 2 s",
    run,
    minutes=5,
)
