"""Trainings side by side, one line per criterion; on a narrow terminal the answers stand one under the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll

from cpf_tui.domain.training import Offer
from cpf_tui.i18n import _
from widgets.sheet_words import sessions_words
from widgets.training_words import (
    duration_words,
    example_words,
    joined,
    km_words,
    level_words,
    one_line,
    place_words,
    price_words,
)
from widgets.words import Words


class Comparison(VerticalScroll):
    """Each training has a letter, repeated before each of its answers: a column is never told by its place alone."""

    DEFAULT_CSS = """
    Comparison { height: auto; max-height: 100%; }
    Comparison > Container { height: auto; layout: vertical; }
    Comparison > Container > Words { padding-left: 2; }
    Comparison > Container > Words.heading { padding-left: 0; }
    """

    def __init__(self, offers: Sequence[tuple[Offer, float | None]], today: date) -> None:
        super().__init__(can_focus=True)
        self._criteria = criteria(offers, today)

    def compose(self) -> ComposeResult:
        """Lay out one group per criterion."""
        for name, answers in self._criteria:
            with Container(classes="criterion"):
                yield Words(name, classes="heading")
                for letter, answer in zip("ABCDEFGH", answers, strict=False):
                    yield Words(f"{letter}. {answer}")


def criteria(compared: Sequence[tuple[Offer, float | None]], today: date) -> list[tuple[str, list[str]]]:
    """Answer each criterion for each training, given with how far it is in kilometres."""
    unknown, offers = _("non précisé"), [offer for offer, _km in compared]
    return [
        (_("Formation"), [one_line(one.title) for one in offers]),
        (_("Organisme"), [example_words(one.organisation, one.example) for one in offers]),
        (_("Lieu"), [joined(place_words(one), km_words(km)) for one, km in compared]),
        (_("Entrées"), [sessions_words(one.sessions, today) for one in offers]),
        (_("Durée"), [duration_words(one) for one in offers]),
        (_("Rythme"), [one_line(one.rhythm) or unknown for one in offers]),
        (_("Prix"), [price_words(one) for one in offers]),
        (_("Niveau"), [level_words(one.level) or unknown for one in offers]),
        (_("Pour entrer"), [one_line(one.prerequisites) or unknown for one in offers]),
    ]
