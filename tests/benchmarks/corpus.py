"""The offers that are searched: read one by one from a CSV of the `offres` format, compressed or not."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

from tests.benchmarks.queries import Query


class Row(NamedTuple):
    """What engines index and show of an offer."""

    training: str
    title: str
    certification: str
    keywords: str
    organisation: str
    insee: str
    commune: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """A file of offers and the requests whose right answers are known; `name` is French, for the report."""

    name: str
    offers: Path
    queries: tuple[Query, ...]


def opened(path: Path) -> IO[str]:
    """Open a file for reading text, compressed or not."""
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def records(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    """Read the records of a CSV, by the names of its columns."""
    with opened(path) as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def rows(path: Path) -> Iterator[Row]:
    """Read offers; a column the file does not have reads empty."""
    with opened(path) as file:
        lines = csv.reader(file)
        header = next(lines)
        names = ("id_formation", "intitule", "code_rncp", "mots_cles", "organisme_nom", "lieu_insee", "lieu_commune")
        at = [header.index(name) if name in header else len(header) for name in names]
        for line in lines:
            line.append("")
            yield Row._make(line[place] for place in at)
