"""How an advisor's place and a permission read on screen."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from cpf_tui.domain.people import AdvisorPlace, Scope
from cpf_tui.domain.routing import OPERATORS
from cpf_tui.domain.text import text
from cpf_tui.i18n import _, render
from widgets.training_words import example_words, joined, km_words, one_line

_SCOPES = {
    Scope.HOURS: text("vos heures et votre dossier"),
    Scope.HISTORY: text("votre historique"),
    Scope.PASSPORT: text("votre passeport"),
}


def operator_words(operator: str) -> str:
    """Name an operator."""
    known = OPERATORS.get(operator)
    return render(known.name) if known else one_line(operator)


def operator_meaning(operator: str) -> str:
    """Say what an operator is; empty for one nobody knows."""
    known = OPERATORS.get(operator)
    return render(known.meaning) if known else ""


def address_words(place: AdvisorPlace) -> str:
    """Write an address on one line."""
    town = f"{place.postal_code} {place.commune}".strip()
    return ", ".join(one_line(part) for part in (place.address, town) if part)


def place_content(place: AdvisorPlace, km: float | None = None) -> Content:
    """Tell a place, one fact a line."""
    facts = (
        (_("Qui"), joined(operator_words(place.operator), operator_meaning(place.operator))),
        (_("Adresse"), address_words(place)),
        (_("Distance"), km_words(km)),
        (_("Téléphone"), one_line(place.phone)),
        (_("Courriel"), one_line(place.email)),
        (_("Horaires"), one_line(place.hours)),
    )
    lines = [Content.styled(example_words(place.name, place.example), "bold")]
    lines += [Content.assemble((f"{name} : ", "$text-muted"), said) for name, said in facts if said]
    return Content("\n").join(lines)


def scope_words(scopes: Iterable[Scope]) -> str:
    """Say what a permission lets see."""
    given = set(scopes)
    said = ", ".join(render(words) for scope, words in _SCOPES.items() if scope in given)
    return said[:1].upper() + said[1:]
