"""No lost update and no overspending on SQLite: many processes, one file, the program's own units of work."""

from __future__ import annotations

from tests.soak.crowds import fight, gather, judge, operate, prepare
from tests.soak.harness import Outcome, Progress, Promise, Size
from tests.support.storage import Installation

_CROWDS = {Size.FULL: ((24, 500), (50, 200)), Size.REDUCED: ((4, 15), (6, 8))}
_HOURS = {Size.FULL: 500, Size.REDUCED: 30}
_FIGHTERS = {Size.FULL: 24, Size.REDUCED: 4}
_FIRST = 20_000  # hundredths on the account when a crowd starts


def run(size: Size, progress: Progress) -> Outcome:
    """Run the crowds, then the fight for a bounded number of hours."""
    done = lost = waits = 0
    notes: list[str] = []
    for number, (processes, each) in enumerate(_CROWDS[size], start=1):
        place = prepare(Installation(progress.folder / f"crowd-{processes}"), _FIRST)
        # The fight has no end but the hours: it is left the rest.
        seconds = min(progress.left * number / 3, 3600.0)
        given = [(place, f"{progress.seed}-{number}", each, seconds) for number in range(processes)]
        tally = gather(operate, given, progress, f"{processes} processes × {each}")
        found = judge(place, tally, _FIRST)
        done, lost, waits = done + tally.done.total(), lost + found.lost, waits + tally.waits
        notes += [f"{processes} × {each}: {one}" for one in found.wrong]
        progress.cut |= tally.done.total() < processes * each
    hours, fighters = _HOURS[size], _FIGHTERS[size]
    place = prepare(Installation(progress.folder / "fight"), hours * 100)
    tally = gather(fight, [(place, f"f{number}") for number in range(fighters)], progress, f"fight for {hours} h")
    found = judge(place, tally, hours * 100)
    granted, lost = tally.done.total(), lost + found.lost
    notes += [f"fight: {one}" for one in found.wrong]
    figures = {"operations": done, "lost": lost, f"h granted of {hours} to {fighters} processes": granted}
    if waits + tally.waits:
        figures["times told to try again after 30 s"] = waits + tally.waits
    return Outcome(figures, held=not (notes or lost) and granted == hours, notes=notes)


PROMISE = Promise(
    1,
    "No lost update, no overspending, SQLite",
    "24 processes × 500 and 50 × 200: 0 lost, chain and balances exact; 24 fighting for 500 h get 500",
    run,
    minutes=12,
)
