"""No lost update and no overspending on SQLite: many processes, one file, the program's own units of work."""

from __future__ import annotations

from pathlib import Path

from cpf_tui.persistence.integrity import verify
from tests.soak.crowds import Judged, Tally, fight, gather, judge, operate
from tests.soak.harness import Outcome, Progress, Promise, Size
from tests.support.storage import Installation, furnish

_HOURS = {Size.FULL: 500, Size.REDUCED: 30}
_CROWDS = {Size.FULL: ((24, 500), (50, 200)), Size.REDUCED: ((4, 15), (6, 8))}
_FIGHTERS = {Size.FULL: 24, Size.REDUCED: 4}
_FIRST = 20_000  # hundredths on the account when a crowd starts
_SHARE = 0.9  # of the time left, for the first crowds; the last one has no end but the hours


def run(size: Size, progress: Progress) -> Outcome:
    """Run the crowds, then the fight for a bounded number of hours."""
    done, lost, notes = 0, 0, []
    for processes, each in _CROWDS[size]:
        place = _prepared(progress.folder / f"crowd-{processes}", _FIRST)
        seconds = min(progress.left * _SHARE / 2, 3600.0)
        given = [(place, f"p{number}", each, seconds) for number in range(processes)]
        tally = gather(operate, given, progress, f"{processes} processes × {each}")
        found, clean = _judged(place, tally, _FIRST)
        done += tally.done.total()
        lost += found.lost
        notes += [*clean, *_said(found, f"{processes} × {each}")]
        progress.cut |= tally.done.total() < processes * each
    hours, fighters = _HOURS[size], _FIGHTERS[size]
    place = _prepared(progress.folder / "fight", hours * 100)
    tally = gather(fight, [(place, f"f{number}") for number in range(fighters)], progress, f"fight for {hours} h")
    found, clean = _judged(place, tally, hours * 100)
    granted = tally.done.total()
    notes += [*clean, *_said(found, "fight")]
    figures = {"operations": done, "lost": lost, f"h granted of {hours} to {fighters} processes": granted}
    return Outcome(figures, held=not notes and granted == hours, notes=notes)


def _prepared(folder: Path, hundredths: int) -> Installation:
    place = Installation(folder)
    database = place.open()
    furnish(database, hundredths)
    database.close()
    return place


def _judged(place: Installation, tally: Tally, credited: int) -> tuple[Judged, list[str]]:
    database = place.open()
    found = judge(database, tally, credited)
    database.close()
    report = verify(place.backend)
    return found, [str(one.sentence) for one in report.findings]


def _said(found: Judged, where: str) -> list[str]:
    return [] if found.exact else [f"{where}: {found}"]


PROMISE = Promise(
    1,
    "No lost update, no overspending, SQLite",
    "24 processes × 500 and 50 × 200: 0 lost, chain and balances exact; 24 fighting for 500 h get 500",
    run,
    minutes=8,
)
