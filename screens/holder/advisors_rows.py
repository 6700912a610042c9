"""The lines of « Mon interlocuteur »: the one chosen and what they may see, who fits, the nearest places."""

from __future__ import annotations

from dataclasses import dataclass

from cpf_tui.domain.people import AdvisorPlace, Authorisation
from cpf_tui.domain.routing import Suggestion
from cpf_tui.i18n import _, render
from cpf_tui.services.advisors import NearPlace
from widgets.place_words import address_words, operator_words, scope_words
from widgets.row_list import Row, row
from widgets.training_words import example_words, km_words, one_line

MINE, PLACE, OPERATOR, GIVEN, GIVE = "mine:", "place:", "operator:", "given:", "give"
"""What a line is about, before the identifier in its key."""
EVERY = "*"
"""Stands for every operator."""


@dataclass(frozen=True, slots=True)
class AdvisorsRead:
    """Everything the screen shows, read together: the list never jumps while it fills."""

    current: AdvisorPlace | None = None
    given: tuple[Authorisation, ...] = ()  # in force
    suggestions: tuple[Suggestion, ...] = ()
    operator: str = ""  # whose places are shown
    places: tuple[NearPlace, ...] = ()


def rows_of(read: AdvisorsRead) -> list[Row]:
    """Make every line."""
    return [*_mine(read), *_fitting(read), *_near(read)]


def _mine(read: AdvisorsRead) -> list[Row]:
    place = read.current
    if place is None:
        return []
    name = example_words(place.name, place.example)
    rows = [
        row("", _("Votre interlocuteur")),
        row(f"{MINE}{place.id}", name, *_reach(place)),
        row("", "", _("Ce qu’il peut voir")),
    ]
    for one in read.given:
        whose = "" if one.operator == place.operator else f"{operator_words(one.operator)} : "
        rows.append(row(f"{GIVEN}{one.id}", whose + scope_words(one.scopes), "  " + _("jusqu’au {day}", day=one.end)))
    if all(one.operator != place.operator for one in read.given):
        rows.append(row(GIVE, _("Rien pour l’instant : lui donner une autorisation")))
    return rows


def _fitting(read: AdvisorsRead) -> list[Row]:
    title = _("Changer d’interlocuteur") if read.current else _("Qui peut vous conseiller, gratuitement")
    rows = [row("", *([""] if read.current else []), title)]
    for one in read.suggestions:
        shown = _("lieux ci-dessous") if one.operator == read.operator else ""
        rows.append(row(f"{OPERATOR}{one.operator}", (operator_words(one.operator), shown), render(one.why)))
    shown = _("lieux ci-dessous") if read.operator == EVERY else ""
    rows.append(row(f"{OPERATOR}{EVERY}", (_("Tous les organismes"), shown)))
    return rows


def _near(read: AdvisorsRead) -> list[Row]:
    operator = _("Tous les organismes") if read.operator == EVERY else operator_words(read.operator)
    if not read.places:
        return [row("", "", _("{operator} : aucun lieu connu", operator=operator))]
    rows = [row("", "", _("{operator} : les lieux les plus proches de chez vous", operator=operator))]
    for near in read.places:
        name = example_words(near.place.name, near.place.example)
        rows.append(row(f"{PLACE}{near.place.id}", (name, km_words(near.km)), *_reach(near.place)))
    return rows


def _reach(place: AdvisorPlace) -> tuple[tuple[str, str], str]:
    """Say how to reach a place, on two lines: address and telephone, then hours."""
    phone = one_line(place.phone) or _("téléphone à demander")
    return (address_words(place), phone), one_line(place.hours) or _("horaires à demander")
