"""SQLite's full-text search: whole words and beginnings ranked by bm25, or trigrams read again with rapidfuzz."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from tests.benchmarks import corpus
from tests.benchmarks.engines import LINES
from tests.benchmarks.queries import Found

_FILE = "fts5.sqlite"
_SHOWN = "training, certification, organisation, insee"
_BEST = f"SELECT {_SHOWN}, title, commune FROM offers WHERE offers MATCH ? ORDER BY bm25(offers, 4, 1, 1.5, 2) LIMIT ?"  # noqa: S608 - our own names
_WORD = re.compile(r"\w+")
_AGAIN = 100  # lines of trigrams read again


_TOKENIZERS = {
    "words": "tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3 4'",
    "trigrams": "tokenize = 'trigram'",
}


def build(source: Path, folder: Path, variant: str) -> None:
    """Write the table of offers, cut in « words » or in « trigrams »."""
    base = sqlite3.connect(folder / _FILE, isolation_level=None)
    try:
        base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF")
        base.execute(
            "CREATE VIRTUAL TABLE offers USING fts5 (title, keywords, organisation, commune, "
            f"training UNINDEXED, certification UNINDEXED, insee UNINDEXED, {_TOKENIZERS[variant]})"
        )
        base.execute("BEGIN")
        base.executemany(
            "INSERT INTO offers VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (r.title, r.keywords, r.organisation, r.commune, r.training, r.certification, r.insee)
                for r in corpus.rows(source)
            ),
        )
        base.execute("COMMIT")
        base.execute("INSERT INTO offers (offers) VALUES ('optimize')")
    finally:
        base.close()


def open_index(source: Path, folder: Path, variant: str) -> ByWords | ByTrigrams:
    """Open the table."""
    del source
    base = sqlite3.connect(folder / _FILE)
    return ByWords(base) if variant == "words" else ByTrigrams(base)


class ByWords:
    """Every word, the last one as a beginning; where nothing has them all, any of them."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def search(self, typed: str, limit: int = LINES) -> list[Found]:
        """Answer what stands in the line."""
        words = [f'"{word}"' for word in _WORD.findall(typed)]
        if not words:
            return []
        words[-1] += "*"
        found = self._best(" AND ".join(words), limit)
        if not found and len(words) > 1:
            found = self._best(" OR ".join(words), limit)
        return found

    def _best(self, match: str, limit: int) -> list[Found]:
        return [Found._make(row[:4]) for row in self._base.execute(_BEST, (match, limit))]


class ByTrigrams:
    """Offers that share the most telling trigrams, the best of them put in order by rapidfuzz."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def search(self, typed: str, limit: int = LINES) -> list[Found]:
        """Answer what stands in the line."""
        asked = typed.lower()
        trigrams = {word[at : at + 3] for word in _WORD.findall(asked) for at in range(len(word) - 2)}
        if not trigrams:
            return []
        rows = self._base.execute(_BEST, (" OR ".join(f'"{one}"' for one in sorted(trigrams)), _AGAIN)).fetchall()
        return [Found._make(rows[at][:4]) for at in _closest(asked, rows, limit)]


def _closest(asked: str, rows: Sequence[tuple[str, ...]], limit: int) -> list[int]:
    texts = [f"{row[4]} {row[2]} {row[5]}".lower() for row in rows]
    return [at for _text, _score, at in process.extract(asked, texts, scorer=fuzz.token_set_ratio, limit=limit)]
