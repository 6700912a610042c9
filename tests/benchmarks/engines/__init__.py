"""The engines compared: each builds its index from a file of offers, then answers requests.

All of them search title, keywords, organisation and place, and read the offers of the lines they give. A module of this
package is an engine: it has `build(source, folder, variant)`, which writes its index of a file of offers in an empty
folder, and `open_index(source, folder, variant)`, which opens it; one without an index reads the offers then.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast

from tests.benchmarks.queries import Found

LINES = 10  # of an answer


class Engine(Protocol):
    """An index opened for searching."""

    def search(self, typed: str, limit: int = LINES) -> list[Found]:
        """Answer what stands in the line, best first."""


class Module(Protocol):
    """What the modules of this package have."""

    def build(self, source: Path, folder: Path, variant: str) -> None:
        """Write the index."""

    def open_index(self, source: Path, folder: Path, variant: str) -> Engine:
        """Open it."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """An engine to compare; its module is loaded when it is used, so that each process pays for its own only.

    `index` names what is built: two variants may share it. One that is `slow` is measured on a part of the requests.
    """

    key: str
    name: str  # French, for the terminal
    english: str
    module: str
    variant: str = ""
    index: str = ""
    slow: bool = False

    def build(self, source: Path, folder: Path) -> None:
        """Write the index of a file of offers in an empty folder."""
        self._module.build(source, folder, self.variant)

    def open(self, source: Path, folder: Path) -> Engine:
        """Open the index of that file."""
        return self._module.open_index(source, folder, self.variant)

    @property
    def _module(self) -> Module:
        return cast("Module", import_module(f"{__name__}.{self.module}"))


OURS = Contestant("nous", "cpf-tui", "cpf-tui", "ours", index="cpf-tui")
FILTERED = Contestant(
    "nous-filtres", "cpf-tui, filtres et facettes", "cpf-tui, filters and facets", "ours", "filtered", "cpf-tui"
)
_WITH_LISTS = ("cpf-tui, ROME et Formacode importés", "cpf-tui, ROME and Formacode imported")
LABELLED = Contestant("nous-etiquettes", *_WITH_LISTS, "ours", "labelled", "cpf-tui-etiquettes")
TANTIVY = Contestant("tantivy", "tantivy", "tantivy-py", "tantivy_fr", index="tantivy")
FTS5 = Contestant("fts5", "FTS5 unicode61", "FTS5 unicode61", "fts5", "words", "fts5")
TRIGRAM = Contestant("trigram", "FTS5 trigram", "FTS5 trigram", "fts5", "trigrams", "trigram", slow=True)
TITLES = Contestant("wratio-titres", "WRatio, titres", "WRatio, titles", "naive", "titles", slow=True)
OFFERS = Contestant("wratio-offres", "WRatio, offres", "WRatio, offers", "naive", "offers", slow=True)


def contestants() -> tuple[Contestant, ...]:
    """Return the engines that can run here, ours first; tantivy only where it is installed."""
    theirs = (TANTIVY,) if find_spec("tantivy") else ()
    return (OURS, FILTERED, *theirs, FTS5, TRIGRAM, TITLES, OFFERS)
