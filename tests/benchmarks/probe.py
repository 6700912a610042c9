"""A process of its own that opens one engine and answers: `python -m tests.benchmarks.probe MODE KEY SOURCE FOLDER …`.

`froid` prints a line as soon as the first request is answered. `memoire` answers the requests of the standard input
after a small corpus (given by its own SOURCE and FOLDER) has loaded all the code, prints what the index added, and
stays until the standard input is closed, so that a second process finds the first one there.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.benchmarks.engines import FILTERED, FTS5, OFFERS, OURS, TANTIVY, TITLES, TRIGRAM, Contestant

_KNOWN = {one.key: one for one in (OURS, FILTERED, TANTIVY, FTS5, TRIGRAM, TITLES, OFFERS)}
FIRST = "soudeur"


def main(mode: str, key: str, *paths: str) -> None:
    """Do what the module says."""
    contestant = _KNOWN[key]
    source, folder, *warm = map(Path, paths)
    if mode == "froid":
        contestant.open(source, folder).search(FIRST)
        _say({"answered": True})
    else:
        _occupy(contestant, source, folder, *warm)


def _occupy(contestant: Contestant, source: Path, folder: Path, small_source: Path, small_folder: Path) -> None:
    from tests.benchmarks.measure import memory  # a cold start does not need it

    small = contestant.open(small_source, small_folder)
    small.search(FIRST)
    before = memory()
    engine = contestant.open(source, folder)
    for line in iter(sys.stdin.readline, "\n"):
        engine.search(line.rstrip("\n"))
    after = memory()
    if before is None or after is None:
        _say({})
    else:
        _say(
            {
                "resident": after.resident - before.resident,
                "private": after.private - before.private,
                "process": after.resident,
                "process_private": after.private,
            }
        )
    sys.stdin.readline()


def _say(told: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
