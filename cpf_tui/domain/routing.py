"""Which advisor fits a person: the operators of the conseil en évolution professionnelle (L6111-6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cpf_tui.domain.people import AdvisorPlace, Employment
from cpf_tui.domain.territory import distance_km
from cpf_tui.domain.text import Text, text

_YOUNGEST, _OLDEST = 16, 25


@dataclass(frozen=True, slots=True)
class Operator:
    """A body that advises for free: its usual name, and what its acronym or name means."""

    key: str
    name: Text
    meaning: Text


OPERATORS: Mapping[str, Operator] = {
    operator.key: operator
    for operator in (
        Operator("POLE_EMPLOI", text("Pôle emploi"), text("Le service public de l’emploi")),
        Operator("MISSION_LOCALE", text("Mission locale"), text("Pour les jeunes de 16 à 25 ans sortis de l’école")),
        Operator(
            "CAP_EMPLOI",
            text("Cap emploi"),
            text("Pour les personnes dont le handicap est reconnu, ou en voie de l’être"),
        ),
        Operator("APEC", text("Apec"), text("Association pour l’emploi des cadres")),
        Operator(
            "FONGECIF",
            text("Fongecif ou Opacif"),
            text("Fonds de gestion du congé individuel de formation, pour les salariés"),
        ),
        Operator(
            "REGION", text("Organisme désigné par la région"), text("Un organisme choisi par votre conseil régional")
        ),
    )
}


@dataclass(frozen=True, slots=True)
class RoutingSituation:
    """What routing looks at; `age` is None while unknown, `existing` is the operator already met, if any."""

    age: int | None = None
    out_of_school: bool = False
    disability_recognised: bool = False
    executive: bool = False
    employment: Employment = Employment.JOB_SEEKER
    existing: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An operator that fits, and why."""

    operator: str
    why: Text


@dataclass(frozen=True, slots=True)
class Nearby:
    """A place and its distance in kilometres; None where one of the two ends has no coordinates."""

    place: AdvisorPlace
    distance_km: float | None


def route(situation: RoutingSituation) -> tuple[Suggestion, ...]:
    """List the operators that fit, best first, each once: the advisor already met always comes first."""
    suggestions: dict[str, Suggestion] = {}
    for suggestion in _fitting(situation):
        suggestions.setdefault(suggestion.operator, suggestion)
    return tuple(suggestions.values())


def _fitting(situation: RoutingSituation) -> Iterable[Suggestion]:
    if situation.existing in OPERATORS:
        yield Suggestion(situation.existing, text("Vous avez déjà un conseiller ici : commencez par lui."))
    young = situation.age is not None and _YOUNGEST <= situation.age <= _OLDEST
    if young and situation.out_of_school:
        yield Suggestion("MISSION_LOCALE", text("Vous avez entre 16 et 25 ans et vous n’êtes plus à l’école."))
    if situation.disability_recognised:
        yield Suggestion("CAP_EMPLOI", text("Votre handicap est reconnu (RQTH)."))
    if situation.executive:
        yield Suggestion("APEC", text("Vous êtes cadre."))
    if situation.employment is Employment.EMPLOYEE:
        yield Suggestion("FONGECIF", text("Vous êtes salarié."))
    else:
        yield Suggestion("POLE_EMPLOI", text("Vous cherchez un emploi : Pôle emploi conseille tout le monde."))


def nearest(
    places: Iterable[AdvisorPlace], origin: tuple[float, float] | None, limit: int = 5, operator: str = ""
) -> tuple[Nearby, ...]:
    """List the nearest places of an operator (all when empty); those without coordinates last, by commune and name."""
    found = [Nearby(place, _distance(origin, place)) for place in places if not operator or place.operator == operator]
    far = float("inf")
    found.sort(
        key=lambda near: (
            far if near.distance_km is None else near.distance_km,
            near.place.commune,
            near.place.name,
            near.place.id,
        )
    )
    return tuple(found[:limit])


def _distance(origin: tuple[float, float] | None, place: AdvisorPlace) -> float | None:
    if origin is None or place.latitude is None or place.longitude is None:
        return None
    return distance_km(origin, (place.latitude, place.longitude))
