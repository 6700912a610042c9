"""Fewer or more offers than the bench has, of the same nature: for each size as many offers of a title on average.

Fewer: whole trainings are drawn, those that the requests ask for among them. More: every offer again under another
identifier, at another place, by another organisation, with a title made of the halves of two titles.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from tests.benchmarks.corpus import opened
from tests.benchmarks.queries import SEED, Query

_PLACE = ("lieu_insee", "lieu_commune", "lieu_departement", "lieu_region")
_ORGANISATION = ("organisme_id", "organisme_nom")


def derived(offers: Path, path: Path, size: int, queries: Sequence[Query]) -> Path:
    """Write a file of `size` offers derived from the bench, and return it."""
    with opened(offers) as text:
        lines = csv.reader(text)
        header, rows = next(lines), list(lines)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(header)
        out.writerows(islice(_drawn(header, rows, size, queries), size))
    return path


def _drawn(header: list[str], rows: list[list[str]], size: int, queries: Sequence[Query]) -> Iterator[list[str]]:
    draw = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    if size < len(rows):
        yield from _fewer(header, rows, size, queries, draw)
        return
    yield from rows
    for copy in range(1, -(-size // len(rows))):
        yield from _again(header, rows, copy, draw)


def _fewer(
    header: list[str], rows: list[list[str]], size: int, queries: Sequence[Query], draw: random.Random
) -> Iterator[list[str]]:
    """Give whole trainings: one right answer of each request first, then drawn ones."""
    training = header.index("id_formation")
    of: dict[str, list[list[str]]] = {}
    for row in rows:
        of.setdefault(row[training], []).append(row)
    wanted = [min(query.answers)[query.fields.index("training")] for query in queries if "training" in query.fields]
    others = sorted(of)
    draw.shuffle(others)
    left = size
    for one in dict.fromkeys([*wanted, *others]):
        yield from of[one]
        left -= len(of[one])
        if left <= 0:
            return


def _again(header: list[str], rows: list[list[str]], copy: int, draw: random.Random) -> Iterator[list[str]]:
    at = {name: place for place, name in enumerate(header)}
    titles: dict[str, str] = {}
    for row in rows:
        new, elsewhere, other = row.copy(), draw.choice(rows), draw.choice(rows)
        for name in _PLACE:
            new[at[name]] = elsewhere[at[name]]
        for name in _ORGANISATION:
            new[at[name]] = other[at[name]]
        training = f"{row[at['id_formation']]}-{copy}"
        new[at["id_action"]] = f"{row[at['id_action']]}-{copy}"
        new[at["id_formation"]] = training
        if training not in titles:
            titles[training] = _halves(row[at["intitule"]], draw.choice(rows)[at["intitule"]])
        new[at["intitule"]] = titles[training]
        yield new


def _halves(one: str, other: str) -> str:
    """Begin like one title and end like another."""
    head, tail = one.split(), other.split()
    return " ".join([*head[: -(-len(head) // 2)], *tail[len(tail) // 2 :]])
