"""Requests whose right answers are known, and the keys typed to write them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any, NamedTuple

SEED = 2015  # every sample is drawn from it: two runs ask the same


class Found(NamedTuple):
    """One line of an answer: what tells whether it is a right one."""

    training: str
    certification: str
    organisation: str
    insee: str


@dataclass(frozen=True, slots=True)
class Query:
    """A request of some class; a line is right when its `fields` are among the `answers`."""

    kind: str
    text: str
    fields: tuple[str, ...]
    answers: frozenset[tuple[str, ...]]

    def key(self, line: Found) -> tuple[str, ...]:
        """Return of a line what is compared with the answers."""
        return tuple(getattr(line, field) for field in self.fields)


def bench_queries(path: Path, organisations: Mapping[str, str]) -> tuple[Query, ...]:
    """Read the requests of the bench; `organisations` gives the name behind an `organisme_id`."""
    return tuple(_bench_query(one, organisations) for one in _lines(path))


def _bench_query(one: dict[str, Any], organisations: Mapping[str, str]) -> Query:
    if "formations" in one:
        answers = frozenset((str(training),) for training in one["formations"])
        return Query(one["classe"], one["requete"], ("training",), answers)
    pairs = one["paires"]
    if "lieu_insee" in pairs[0]:
        places = frozenset((str(pair["id_formation"]), str(pair["lieu_insee"])) for pair in pairs)
        return Query(one["classe"], one["requete"], ("training", "insee"), places)
    names = frozenset((str(pair["id_formation"]), organisations[str(pair["organisme_id"])]) for pair in pairs)
    return Query(one["classe"], one["requete"], ("training", "organisation"), names)


def typed_titles(path: Path) -> tuple[Query, ...]:
    """Read the titles as organisations typed them, each with the certifications it means."""
    return tuple(
        Query(one["classe"], one["requete"], ("certification",), frozenset((code,) for code in one["codes_rncp"]))
        for one in _lines(path)
    )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def by_class(queries: Iterable[Query]) -> dict[str, list[Query]]:
    """Gather requests by class, in the order the classes first come."""
    classes: dict[str, list[Query]] = {}
    for query in queries:
        classes.setdefault(query.kind, []).append(query)
    return classes


def in_turn(queries: Sequence[Query], each: int | None = None) -> list[Query]:
    """Return a drawn order that takes one request of each class in turn, at most `each` of a class.

    Cut anywhere, it is a fair sample: an engine too slow for all the requests answers the first ones.
    """
    draw = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    classes = [draw.sample(them, len(them))[:each] for them in by_class(queries).values()]
    return [query for query in chain.from_iterable(zip_longest(*classes)) if query is not None]


def keys(query: Query) -> Iterator[str]:
    """Give what stands in the line at each key while the request is typed."""
    return (query.text[:typed] for typed in range(1, len(query.text) + 1))
