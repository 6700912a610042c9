"""Information pages: what a person may want to know before acting (step 1)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InformationPage:
    """A short page of information: one question, its answer in plain French, the article behind it.

    `steps` are the keys of the steps it helps with; `keywords` are other words people use for it.
    """

    key: str
    question: str
    answer: str
    reference: str
    keywords: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
