"""Label groups: other words for what a title teaches, linked to it by a code or by the source's own keywords.

Shipped: the official titles of certifications, linked by their code. Imported lists (ROME titles, Formacode labels and
synonyms) join as one more `LabelSource`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cpf_tui.catalogue.fold import words


@dataclass(frozen=True, slots=True)
class LabelSource:
    """Labels by code; `column` is the field of the offers that holds the codes (several separated by `|`)."""

    column: str  # certification | formacodes | romes
    labels: dict[str, tuple[str, ...]]


def shipped_labels() -> list[LabelSource]:
    """Return the labels that come with the program; none where the data file is absent."""
    from catalog_data import data_path  # light modules must not need the data

    path = data_path("certifications.csv")
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        titles: dict[str, tuple[str, ...]] = {row["code"]: (row["intitule"],) for row in csv.DictReader(file)}
    return [LabelSource("certification", titles)]


def keywords(joined: str) -> Iterator[str]:
    """Split the keywords an offer carries: `Soudage ; Chaudronnerie`."""
    return (part.strip() for part in joined.split(";") if part.strip())


def label_words(labels: Iterable[str]) -> set[str]:
    """Return the folded words of several labels."""
    return {word for label in labels for word in words(label)}
