"""The information pages (step 1): one question each, in plain French, with the rule's reference; searchable."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from cpf_tui.catalogue.fold import words
from cpf_tui.catalogue.stems import stem
from cpf_tui.domain.information import InformationPage

# Words of questions that say nothing of what is asked.
_EMPTY = frozenset(
    words(
        "a au aux avec ce ces comment d dans de des du elle en est et il ils j je l la le les ma mes mon n ne ou par "
        "pas pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa se ses son sont sur un une vos votre "
        "vous y"
    )
)
_QUESTION, _KEYWORD, _ANSWER = 6, 5, 1


def read_pages(folder: Path) -> tuple[InformationPage, ...]:
    """Read every page of a folder, in the order of the file names; nothing where the folder is absent."""
    return tuple(_page(path) for path in sorted(folder.glob("*.toml")))


def find_pages(pages: Iterable[InformationPage], typed: str) -> tuple[InformationPage, ...]:
    """Return the pages that hold every word typed, the most to the point first; all of them, in order, when empty.

    Accents, case, plurals and unfinished last words are forgiven; when no page holds every word, those that hold the
    most are given.
    """
    everything = tuple(pages)
    sought = [stem(word) for word in words(typed[:200]) if word not in _EMPTY]
    if not sought:
        return everything
    scored = [(_score(page, sought), page) for page in everything]
    if not any(score for score, _ in scored):
        scored = [(sum(_score(page, [word]) for word in sought), page) for page in everything]
    ranked = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
    return tuple(page for _, page in ranked)


def _score(page: InformationPage, sought: Iterable[str]) -> int:
    """Say how well a page answers stemmed words; 0 when one of them is nowhere in it."""
    marks = [max((weight for known, weight in _weighted(page) if _meets(word, known)), default=0) for word in sought]
    return sum(marks) if all(marks) else 0


@lru_cache(maxsize=256)
def _weighted(page: InformationPage) -> tuple[tuple[frozenset[str], int], ...]:
    return (
        (_stems(page.question), _QUESTION),
        (_stems(" ".join(page.keywords)), _KEYWORD),
        (_stems(f"{page.answer} {page.reference}"), _ANSWER),
    )


def _page(path: Path) -> InformationPage:
    with path.open("rb") as file:
        row = tomllib.load(file)
    return InformationPage(
        key=row["key"],
        question=typographic(row["question"]),
        answer=typographic(row["reponse"].strip()),
        reference=typographic(row.get("reference", "")),
        keywords=tuple(row.get("mots_cles", ())),
        steps=tuple(row.get("etapes", ())),
    )


def typographic(written: str) -> str:
    """Write the apostrophe of the screens where a data file has the one of the keyboard."""
    return written.replace("'", "’")


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text))


def _meets(word: str, known: frozenset[str]) -> bool:
    return word in known or (len(word) > 2 and any(one.startswith(word) for one in known))
