"""Label groups: other words for what a title teaches, linked to it by a code or by the source's own keywords.

`known_labels` gathers them: the official titles of certifications, linked by their code, and those of imported tables
(ROME labels and job titles, Formacode labels and synonyms), linked by the codes of the offers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from cpf_tui.catalogue.fold import fold


class LabelKind(IntEnum):
    """What a label is to the titles it is linked to; the ranking weighs each kind (`query.match`)."""

    CERTIFICATION = 0  # the official title or the code of what the training leads to
    KEYWORD = 1  # what the source itself says the offer teaches
    TOPIC = 2  # the label of a Formacode or of a ROME code
    JOB = 3  # the job titles of a ROME code, the synonyms of a Formacode


@dataclass(frozen=True, slots=True)
class LabelSource:
    """Labels by code; `column` is the field of the offers that holds the codes (several separated by `|`)."""

    kind: LabelKind
    column: str  # certification | formacodes | romes
    labels: Mapping[str, tuple[str, ...]]


class LabelGroups:
    """Numbers the groups in the order they are met: a keyword is a group, all the labels of one code are another.

    A request is matched word by word, so the labels of a code are one bag of words: sixty job titles behind a title
    cost one link.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []  # folded
        self.kinds: list[LabelKind] = []
        self._of: dict[tuple[object, str], int] = {}

    def of_text(self, kind: LabelKind, text: str) -> int:
        """Return the number of one text; those of a kind that differ by case or accents are one group."""
        number = self._of.get((kind, text))
        if number is None:
            folded = fold(text)
            number = self._of.get((kind, folded))
            if number is None:
                number = self._of[kind, folded] = self._add(kind, folded)
            self._of[kind, text] = number
        return number

    def of_code(self, source: LabelSource, code: str) -> int | None:
        """Return the number of the labels of a code, None when the source has none."""
        labels = source.labels.get(code)
        if not labels:
            return None
        number = self._of.get((id(source), code))
        if number is None:
            number = self._of[id(source), code] = self._add(source.kind, fold(" ".join(labels)))
        return number

    def _add(self, kind: LabelKind, folded: str) -> int:
        self.texts.append(folded)
        self.kinds.append(kind)
        return len(self.texts) - 1


@dataclass(frozen=True, slots=True)
class Labels:
    """Everything that gives labels to an index.

    `codes` are those the registers give to certifications, by field of the offers: they count for an offer whose source
    gives none of its own.
    """

    sources: Sequence[LabelSource] = ()
    codes: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def of(self, column: str, written: str, certification: str) -> Sequence[str]:
        """Return the codes of one field of an offer, which joins them by `|`."""
        return written.split("|") if written else self.codes.get(column, {}).get(certification, ())


def keywords(joined: str) -> Iterator[str]:
    """Split the keywords an offer carries: `Soudage ; Chaudronnerie`."""
    return (part.strip() for part in joined.split(";") if part.strip())
