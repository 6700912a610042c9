"""The indexes of the run: each is built once, when it is first needed, and its building is timed."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.corpus import Corpus
from tests.benchmarks.engines import Contestant, Engine
from tests.benchmarks.progress import Progress


@dataclass(slots=True)
class Workshop:
    """A folder of indexes; `seconds` tells how long each took, by corpus and index."""

    root: Path
    progress: Progress
    seconds: dict[tuple[str, str], float] = field(default_factory=dict)

    def folder(self, corpus: Corpus, contestant: Contestant) -> Path:
        """Return where the index of a corpus is, built first if need be."""
        folder = self.root / corpus.name / (contestant.index or contestant.key)
        if not folder.exists():
            self.progress.step(f"index de {contestant.name}" if contestant.index else contestant.name)
            folder.mkdir(parents=True)
            began = time.perf_counter()
            contestant.build(corpus.offers, folder)
            self.seconds[corpus.name, contestant.index] = time.perf_counter() - began
        return folder

    def open(self, corpus: Corpus, contestant: Contestant) -> Engine:
        """Open the index of a corpus."""
        folder = self.folder(corpus, contestant)
        self.progress.step(f"ouverture de {contestant.name}")
        return contestant.open(corpus.offers, folder)
