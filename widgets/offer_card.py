"""A training told in a few lines, beside the list it is in hand in."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from cpf_tui.domain.training import Offer
from cpf_tui.i18n import _
from widgets.sheet_words import facts, offer_facts
from widgets.training_words import example_words, level_words, one_line
from widgets.words import Words


class OfferCard(Words):
    """The training in hand; empty when there is none. Repaints only when it changes."""

    DEFAULT_CSS = """
    OfferCard { height: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__("", id=id)
        self._shown = Content("")

    def show(self, offer: Offer | None, today: date, *, km: float | None = None, usable: str = "") -> None:
        """Tell this training; `usable` is a sentence on whether the hours can pay for it."""
        told = Content("") if offer is None else offer_content(offer, today, km=km, usable=usable)
        if told != self._shown:
            self._shown = told
            self.update(told, layout=False)


def offer_content(offer: Offer, today: date, *, km: float | None = None, usable: str = "") -> Content:
    """Tell a training: title, organisation, place, dates, length, price, conditions."""
    parts = [
        Content.styled(one_line(offer.title), "bold"),
        Content.styled(usable, "bold $primary"),
        Content(example_words(offer.organisation, offer.example)),
        offer_facts(offer, today, km),
        facts(
            (
                (_("Niveau à la sortie"), level_words(offer.level)),
                (_("Pour entrer"), one_line(offer.prerequisites)),
            )
        ),
    ]
    return Content("\n").join([part for part in parts if part])
