"""Words as people type them on a site of job offers, drawn from the offers' own codes: « viticulture », « orfèvre ».

The rule: a Formacode label, or a job title of ROME in its masculine form, of one word; the right answers are the
trainings that carry the code. Left out are the codes that no training carries, and those that more than one in fifty
does: « gestion » asks for nothing in particular. Job titles are of two classes: those that the title of some right
answer recalls by its letters (« soudeur », « soudage »), and the others (« rigger »), which ask for a knowledge of
trades and count for no goal.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cpf_tui.catalogue.fold import words
from tests.benchmarks.corpus import records
from tests.benchmarks.queries import SEED, Query

KIND_LABEL, KIND_JOB, KIND_OTHER_JOB = "mot-clé Formacode", "mot-clé métier", "métier non écrit"
_EACH = 125  # requests of each class
_COMMON = 50  # a code of more than one training in so many is too vague
_ALIKE = 5  # letters by which a title recalls a word
_ONE_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(slots=True)
class _Offers:
    """The trainings that carry each code, and the beginnings of the words of each training's titles."""

    by_formacode: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_rome: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    beginnings: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def keyword_queries(offers: Path, formacodes: Path, rome: Path) -> list[Query]:
    """Draw the requests; the same ones each time."""
    read = _read(offers)
    most = len(read.beginnings) // _COMMON
    labels, jobs = _usable(_labels(formacodes), read.by_formacode, most), _usable(_jobs(rome), read.by_rome, most)
    recalled = {job: right for job, right in jobs.items() if _recalls(read, job, right)}
    others = {job: right for job, right in jobs.items() if job not in recalled}
    found: list[Query] = []
    for kind, usable in ((KIND_LABEL, labels), (KIND_JOB, recalled), (KIND_OTHER_JOB, others)):
        draw = random.Random(SEED)  # noqa: S311 - a sample, not a secret
        drawn = draw.sample(sorted(usable), min(_EACH, len(usable)))
        found += [Query(kind, word, ("training",), frozenset((one,) for one in usable[word])) for word in drawn]
    return found


def _read(offers: Path) -> _Offers:
    read = _Offers()
    for one in records(offers):
        training = one["id_formation"]
        read.beginnings[training].update(word[:_ALIKE] for word in words(one["intitule"]))
        for carried, codes in ((read.by_formacode, one["formacodes"]), (read.by_rome, one["romes"])):
            for code in filter(None, codes.split("|")):
                carried[code].add(training)
    return read


def _usable(named: Iterable[tuple[str, str]], carried: Mapping[str, set[str]], most: int) -> dict[str, set[str]]:
    """Return the trainings behind each word; several codes may share it."""
    of_word: dict[str, set[str]] = defaultdict(set)
    for code, word in named:
        of_word[word].update(carried.get(code, ()))
    return {word: right for word, right in of_word.items() if 0 < len(right) <= most}


def _recalls(read: _Offers, job: str, right: Iterable[str]) -> bool:
    beginning = " ".join(words(job))[:_ALIKE]
    return any(beginning in read.beginnings[training] for training in right)


def _labels(formacodes: Path) -> Iterator[tuple[str, str]]:
    for one in records(formacodes, ";"):
        word = one["Descripteur en typo riche"].lower()
        if _ONE_WORD.fullmatch(word):
            yield one["Code du Terme"], word


def _jobs(rome: Path) -> Iterator[tuple[str, str]]:
    for one in records(rome):
        word = one["appellation"].partition(" / ")[0].lower()
        if _ONE_WORD.fullmatch(word):
            yield one["code_rome"], word
