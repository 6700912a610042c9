"""Which advisor fits, and where the nearest is."""

from __future__ import annotations

import pytest

from cpf_tui.domain.people import AdvisorPlace, Employment
from cpf_tui.domain.routing import OPERATORS, RoutingSituation, nearest, route


@pytest.mark.parametrize(
    ("situation", "operators"),
    [
        (RoutingSituation(age=40), ["POLE_EMPLOI"]),
        (RoutingSituation(), ["POLE_EMPLOI"]),
        (RoutingSituation(age=16, out_of_school=True), ["MISSION_LOCALE", "POLE_EMPLOI"]),
        (RoutingSituation(age=25, out_of_school=True), ["MISSION_LOCALE", "POLE_EMPLOI"]),
        (RoutingSituation(age=26, out_of_school=True), ["POLE_EMPLOI"]),
        (RoutingSituation(age=15, out_of_school=True), ["POLE_EMPLOI"]),
        (RoutingSituation(age=20, out_of_school=False), ["POLE_EMPLOI"]),
        (RoutingSituation(age=40, disability_recognised=True), ["CAP_EMPLOI", "POLE_EMPLOI"]),
        (RoutingSituation(age=40, executive=True), ["APEC", "POLE_EMPLOI"]),
        (RoutingSituation(age=40, employment=Employment.EMPLOYEE), ["FONGECIF"]),
        (
            RoutingSituation(
                22, out_of_school=True, disability_recognised=True, executive=True, existing="POLE_EMPLOI"
            ),
            ["POLE_EMPLOI", "MISSION_LOCALE", "CAP_EMPLOI", "APEC"],
        ),
        (RoutingSituation(age=40, existing="INCONNU"), ["POLE_EMPLOI"]),
    ],
)
def test_everything_that_fits_is_shown_best_first(situation: RoutingSituation, operators: list[str]) -> None:
    suggestions = route(situation)
    assert [suggestion.operator for suggestion in suggestions] == operators
    assert all(str(suggestion.why) for suggestion in suggestions)
    assert set(operators) <= set(OPERATORS)


def place(name: str, latitude: float | None, operator: str = "POLE_EMPLOI") -> AdvisorPlace:
    return AdvisorPlace(name, operator, name, "", "59100", "59512", "Roubaix", latitude=latitude, longitude=3.17)


PLACES = [place("loin", 48.0), place("inconnu", None), place("près", 50.7), place("autre", 50.69, "APEC")]


def test_the_nearest_come_first_and_the_unplaced_last() -> None:
    near = nearest(PLACES, (50.69, 3.17), operator="POLE_EMPLOI")
    assert [found.place.name for found in near] == ["près", "loin", "inconnu"]
    assert near[0].distance_km == pytest.approx(1.1, abs=0.1)
    assert near[2].distance_km is None


def test_all_operators_and_a_limit() -> None:
    assert [found.place.name for found in nearest(PLACES, (50.69, 3.17), limit=2)] == ["autre", "près"]


def test_without_an_origin_places_are_still_listed() -> None:
    assert [found.distance_km for found in nearest(PLACES, None)] == [None] * 4
