"""Split a request into units: a word, or a phrase the lexicon knows, with what else it may be called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from cpf_tui.catalogue.fold import clean, words_with_spans
from cpf_tui.catalogue.lexicon import DIPLOMAS, GRAMMAR, WRAPPING, Phrase, lexicon

MAX_TEXT = 400  # characters read: longer than any title, and bounded time whatever is pasted
MAX_WORDS = 24
_ASIDE = re.compile(r"\s[-–—]\s|\(")
_CUT = ("°", ".")
_ASIDES = frozenset({"parcours", "option", "opt", "specialisation", "specialite"})


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing asked for: the words typed, other phrases for it, whether its last word is unfinished.

    It is unfinished while it is typed, or cut short (« gest° », « manut. »). A `soft` unit is wrapping (« formation »,
    « alternance »): it hardly counts. A `diploma` is a kind of diploma. What is `aside` comes after the head of what is
    typed (« … parcours … », « … (option …) »).
    """

    words: Phrase
    alternatives: tuple[Phrase, ...] = ()
    typing: bool = False
    soft: bool = False
    diploma: bool = False
    aside: bool = False

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
    spans = words_with_spans(text)[:MAX_WORDS]
    folded = [word for word, _, _ in spans]
    kept = [at for at, word in enumerate(folded) if word not in GRAMMAR] or list(range(len(folded)))
    counted = [folded[at] for at in kept]
    set_aside = _asides(text, spans)
    aside = [set_aside[at] for at in kept]
    cut = [text[spans[at][2] :].startswith(_CUT) for at in kept]
    typing = bool(counted) and not typed[:MAX_TEXT].endswith((" ", "\t")) and folded[-1] == counted[-1]
    all_soft = all(map(_says_little, counted))
    units: list[Unit] = []
    at = 0
    while at < len(counted):
        phrase = _longest_known(counted, at)
        soft = not all_soft and len(phrase) == 1 and _says_little(phrase[0])
        diploma = phrase[0] in DIPLOMAS
        end = at + len(phrase)
        unfinished = (typing and end == len(counted)) or cut[end - 1]
        units.append(Unit(phrase, lexicon().of(phrase), unfinished, soft, diploma, aside[at]))
        at = end
    return Analysed(text, _once(units))


def _says_little(word: str) -> bool:
    """Tell wrapping, and numbers alone: a level, a year, a group."""
    return word in WRAPPING or (word.isdecimal() and len(word) in (1, 2, 4))


def _once(units: list[Unit]) -> tuple[Unit, ...]:
    """Keep each unit where it is said first; « BTS tourisme - Parcours : BTS tourisme » says it once."""
    first: dict[Phrase, Unit] = {}
    for unit in units:
        said = first.setdefault(unit.words, unit)
        if unit.typing and not said.typing:
            first[unit.words] = replace(said, typing=True)
    return tuple(first.values())


def _asides(text: str, spans: Sequence[tuple[str, int, int]]) -> list[bool]:
    """Tell which words come after what the request is about: in parentheses, behind a dash, « parcours », « option ».

    A certification's name is at the head of what organisations write; the rest is theirs. Nothing is aside before a
    word that says something was read.
    """
    found: list[bool] = []
    headed = behind = False
    end = 0
    for word, start, stop in spans:
        between = text[end:start]
        if headed and (_ASIDE.search(between) or word in _ASIDES):
            behind = True
        elif ")" in between:
            behind = False
        headed = headed or not (word in GRAMMAR or word in DIPLOMAS or _says_little(word))
        found.append(behind)
        end = stop
    return found


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
