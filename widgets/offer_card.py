"""A training told in a few lines, beside the list it is in hand in."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from cpf_tui.domain.training import Offer
from cpf_tui.i18n import _
from widgets.training_words import (
    duration_words,
    example_words,
    joined,
    km_words,
    level_words,
    one_line,
    place_words,
    price_words,
    session_words,
    start_words,
)
from widgets.words import Words

_MOST_SESSIONS = 6


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
    coming = [one for one in sorted(offer.sessions) if one >= today.isoformat()[: len(one)]]
    dates = ", ".join(map(session_words, coming[:_MOST_SESSIONS])) or start_words(offer.sessions, today)
    facts = (
        (_("Organisme"), example_words(offer.organisation, offer.example)),
        (_("Lieu"), joined(place_words(offer), km_words(km))),
        (_("Niveau à la sortie"), level_words(offer.level)),
        (_("Entrées"), dates),
        (_("Durée"), duration_words(offer)),
        (_("Prix"), price_words(offer)),
        (_("Rythme"), one_line(offer.rhythm)),
        (_("Pour entrer"), one_line(offer.prerequisites)),
    )
    parts: list[Content] = [Content.styled(one_line(offer.title), "bold")]
    if usable:
        parts.append(Content.styled(usable, "$primary bold"))
    parts += [Content.assemble((f"{name} : ", "$text-muted"), said) for name, said in facts if said]
    return Content("\n").join(parts)
