"""The table at the end of a run, for people, for programs, and for the rows of docs/trust.md."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from tests.soak import ROOT
from tests.soak.harness import Size
from tests.soak.runner import Result
from tests.support.told import Kept, Machine, Row, Table, aligned, markdown

PAGE = ROOT / "docs" / "trust.md"
_HEAD = ("#", "Promise", "Goal", "Reached", "", "Command", "Date")
_WIDTH = 34  # characters of each column of words
_NUMBER = re.compile(r"^\| *(\d+) *\|")


def table(results: Sequence[Result], size: Size, seed: int) -> str:
    """Write the table, and under it what there is to say of each promise."""
    head = ("#", "promise", "goal", "reached", "", "seconds")
    rows = [line for one in results for line in _lines(one)]
    notes = [f"{one.promise.number}: {note}" for one in results for note in one.notes]
    drawn = aligned(Table(f"The promises, {size} size, seed {seed}", [head, *rows]))
    return "\n".join([drawn, *([""] if notes else []), *notes])


def _lines(one: Result) -> Iterator[Row]:
    """Write one promise over as many lines as its longest cell needs."""
    cells = (one.promise.name, one.promise.goal, one.reached)
    wrapped = [textwrap.wrap(cell, _WIDTH) for cell in cells]
    for number, line in enumerate(zip_longest(*wrapped, fillvalue="")):
        first = number == 0
        ends = (one.state, f"{one.seconds:.0f}") if first else ("", "")
        yield (str(one.promise.number) if first else "", *line, *ends)


def as_json(results: Sequence[Result], size: Size, seed: int, of: Machine) -> str:
    """Write everything for a program to read."""
    told = [
        {
            "number": one.promise.number,
            "promise": one.promise.name,
            "goal": one.promise.goal,
            "figures": dict(one.figures),
            "state": one.state,
            "seconds": round(one.seconds, 1),
            "notes": list(one.notes),
        }
        for one in results
    ]
    machine = {"day": of.day, "cores": of.cores, "memory_gb": of.memory_gb, "python": of.python} | dict(of.packages)
    return json.dumps({"size": size, "seed": seed, "machine": machine, "promises": told}, ensure_ascii=False, indent=1)


def write_rows(results: Sequence[Result], of: Machine, page: Path = PAGE) -> None:
    """Renew the rows of these promises in the page; those of the others stay, with their dates."""
    kept = Kept(page, "soak")
    rows = {int(found[1]): line for line in kept.read().splitlines() if (found := _NUMBER.match(line))}
    for one in results:
        command = f'`make soak OPTIONS="--only {one.promise.number}"`'
        cells = (str(one.promise.number), one.promise.name, one.promise.goal, one.reached, one.state, command, one.day)
        rows[one.promise.number] = f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
    head, rule = markdown([_HEAD]).splitlines()
    kept.write("\n".join([of.told(), "", head, rule, *(rows[number] for number in sorted(rows))]))
