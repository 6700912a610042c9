"""Split a request into units: a word, or a phrase the lexicon knows, with what else it may be called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from cpf_tui.catalogue.fold import clean, words, words_with_spans
from cpf_tui.catalogue.lexicon import DIPLOMAS, GRAMMAR, WRAPPING, Phrase, lexicon

MAX_TEXT = 400  # characters read: longer than any title, and bounded time whatever is pasted
MAX_WORDS = 24


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing asked for: the words typed, other phrases for it, whether it is still being typed.

    A `soft` unit is wrapping (« formation », « alternance »): it hardly counts. A `diploma` is a kind of diploma.
    """

    words: Phrase
    alternatives: tuple[Phrase, ...] = ()
    typing: bool = False
    soft: bool = False
    diploma: bool = False

    @property
    def text(self) -> str:
        """The words as typed, folded."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Analysed:
    """A request understood: its text as it may be shown, and its units in order."""

    text: str
    units: tuple[Unit, ...]

    @property
    def subject(self) -> tuple[Unit, ...]:
        """The units that count; all of them when the request is only wrapping."""
        return tuple(unit for unit in self.units if not unit.soft) or self.units


@lru_cache(maxsize=256)
def analyse(typed: str) -> Analysed:
    """Analyse a request; never raises, whatever the characters."""
    text = clean(typed[: MAX_TEXT * 2])[:MAX_TEXT]
    folded = words(text)[:MAX_WORDS]
    counted = [word for word in folded if word not in GRAMMAR] or folded
    typing = bool(counted) and not typed[:MAX_TEXT].endswith((" ", "\t")) and folded[-1] == counted[-1]
    all_soft = all(word in WRAPPING for word in counted)
    units: list[Unit] = []
    at = 0
    while at < len(counted):
        phrase = _longest_known(counted, at)
        at += len(phrase)
        soft = not all_soft and len(phrase) == 1 and phrase[0] in WRAPPING
        units.append(Unit(phrase, lexicon().of(phrase), typing and at == len(counted), soft, phrase[0] in DIPLOMAS))
    return Analysed(text, tuple(dict.fromkeys(units)))


def typed_words(text: str) -> list[tuple[str, str]]:
    """Return the words of a cleaned request: (folded, as typed)."""
    return [(folded, text[start:end]) for folded, start, end in words_with_spans(text)]


def _longest_known(counted: list[str], at: int) -> Phrase:
    """Return the longest phrase of the lexicon that starts here, else the word alone."""
    for length in range(min(lexicon().longest, len(counted) - at), 1, -1):
        phrase = tuple(counted[at : at + length])
        if lexicon().of(phrase):
            return phrase
    return (counted[at],)
