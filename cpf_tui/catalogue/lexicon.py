"""The hand-made words of job seekers (`lexicon.toml`) and the words a request is wrapped in."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

Phrase = tuple[str, ...]

_TABLE = tomllib.loads(resources.files(__package__).joinpath("lexicon.toml").read_text("utf-8"))
GRAMMAR = frozenset(_TABLE["words"]["grammar"].split())
DIPLOMAS = frozenset(_TABLE["words"]["diplomas"].split())
WRAPPING = frozenset(_TABLE["words"]["wrapping"].split())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases typed → phrases of titles; `longest` is the number of words of the longest typed phrase."""

    means: dict[Phrase, tuple[Phrase, ...]]
    longest: int

    def of(self, phrase: Phrase) -> tuple[Phrase, ...]:
        """Return what a typed phrase means in the words of titles, empty when nothing is known."""
        return self.means.get(phrase, ())


@cache
def lexicon() -> Lexicon:
    """Return the phrases of the table."""
    means: dict[Phrase, list[Phrase]] = {}
    for said, meant in _TABLE["said"].items():
        means.setdefault(_phrase(said), []).extend(map(_phrase, meant))
    for group in _TABLE["equivalent"]["groups"]:
        phrases = [_phrase(text) for text in group]
        for phrase in phrases:
            means.setdefault(phrase, []).extend(other for other in phrases if other != phrase)
    kept = {phrase: tuple(dict.fromkeys(others)) for phrase, others in means.items()}
    return Lexicon(kept, max(map(len, kept)))


def _phrase(text: str) -> Phrase:
    """Split as the query is split: grammar words do not count, unless the phrase is made of them (« e commerce »)."""
    words = tuple(text.split())
    return tuple(word for word in words if word not in GRAMMAR) or words
