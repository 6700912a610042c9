from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cpf_tui.domain.errors import NotAllowed, NotFound
from cpf_tui.domain.people import AdvisorPlace, Holder, Scope
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.records import Dossier, State
from cpf_tui.services.advisors import AdvisorFinder, months_later
from tests.support.fakes import (
    ADVISOR,
    HOLDER,
    OTHER_HOLDER,
    ROUBAIX,
    FakeClock,
    FakeDatabase,
    FakeGazetteer,
    FakeReference,
    with_holder,
)
from tests.support.forms import authorisation

LILLE_ML = AdvisorPlace(
    "ml-lille", "MISSION_LOCALE", "ML Lille", "1 rue", "59000", "59350", "Lille", latitude=50.63, longitude=3.06
)
ROUBAIX_ML = replace(LILLE_ML, id="ml-roubaix", name="ML Roubaix", commune="Roubaix", latitude=50.69, longitude=3.18)
NOWHERE_ML = replace(LILLE_ML, id="ml-x", name="ML X", commune="X", latitude=None, longitude=None)
ROUBAIX_PE = replace(ROUBAIX_ML, id="pe", operator="POLE_EMPLOI", name="Pôle emploi Roubaix")
PLACES = (NOWHERE_ML, LILLE_ML, ROUBAIX_ML, ROUBAIX_PE)
NOW = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def database() -> FakeDatabase:
    database = FakeDatabase()
    with_holder(database)
    return database


@pytest.fixture
def finder(database: FakeDatabase) -> AdvisorFinder:
    return AdvisorFinder(
        database=database, clock=FakeClock(), reference=FakeReference(PLACES), gazetteer=FakeGazetteer()
    )


def in_force(finder: AdvisorFinder) -> list[tuple[str, frozenset[Scope]]]:
    return [(one.operator, one.scopes) for one in finder.authorisations(HOLDER) if one.revoked_at is None]


def test_suggestions_follow_age_disability_and_status() -> None:
    database = FakeDatabase()
    young = Holder(
        HOLDER.id, "Exemple", "Claire", date(2002, 1, 1), residence=ROUBAIX.insee, disability_recognised=True
    )
    with_holder(database, young)
    finder = AdvisorFinder(database, FakeClock(), FakeReference(PLACES), FakeGazetteer())
    assert [one.operator for one in finder.suggestions(HOLDER)] == ["MISSION_LOCALE", "CAP_EMPLOI", "POLE_EMPLOI"]


def test_the_advisor_already_met_comes_first(finder: AdvisorFinder) -> None:
    assert [one.operator for one in finder.suggestions(HOLDER)] == ["POLE_EMPLOI"]
    finder.choose(HOLDER, "ml-roubaix", authorisation(), "op")
    assert [one.operator for one in finder.suggestions(HOLDER)] == ["MISSION_LOCALE", "POLE_EMPLOI"]


def test_the_nearest_place_is_first_and_unknown_distances_are_last(finder: AdvisorFinder) -> None:
    found = finder.nearest(HOLDER, "MISSION_LOCALE")
    assert [one.place.id for one in found] == ["ml-roubaix", "ml-lille", "ml-x"]
    assert found[0].km == pytest.approx(0, abs=0.1)
    assert found[2].km is None
    assert len(finder.nearest(HOLDER, "MISSION_LOCALE", limit=1)) == 1


def test_choosing_links_the_person_and_gives_a_permission(finder: AdvisorFinder, database: FakeDatabase) -> None:
    holder = finder.choose(HOLDER, "ml-roubaix", authorisation("tout", "6"), "op")
    assert (holder.place_id, holder.operator) == ("ml-roubaix", "MISSION_LOCALE")
    assert finder.current(HOLDER) == ROUBAIX_ML
    (given,) = finder.authorisations(HOLDER)
    assert (given.scopes, given.start, given.end) == (frozenset(Scope), date(2026, 4, 10), date(2026, 10, 10))
    assert finder.choose(HOLDER, "ml-roubaix", authorisation(), "op") == holder
    assert len(database.tables.projects.permissions) == 1


def test_a_narrower_permission_replaces_the_former_one(finder: AdvisorFinder) -> None:
    finder.choose(HOLDER, "ml-roubaix", authorisation("tout"), "op-1")
    finder.choose(HOLDER, "ml-lille", authorisation("heures"), "op-2")
    assert in_force(finder) == [("MISSION_LOCALE", frozenset({Scope.HOURS}))]
    finder.choose(HOLDER, "ml-lille", authorisation("rien"), "op-3")
    assert in_force(finder) == []


@pytest.mark.parametrize(("state", "kept"), [(State.SUBMITTED, 2), (State.CLOSED, 1)])
def test_another_operator_ends_the_former_permission_unless_it_follows_a_dossier(
    finder: AdvisorFinder, database: FakeDatabase, state: State, kept: int
) -> None:
    finder.choose(HOLDER, "ml-roubaix", authorisation(), "op-1")
    dossier = Dossier("d", "CPF-7F3K-22", HOLDER.id, "o", "T", "O", "RNCP1", state, Quantity.of(120), NOW, NOW)
    with database.write() as uow:
        uow.dossiers.add(replace(dossier, operator="MISSION_LOCALE"))
        uow.commit()
    finder.choose(HOLDER, "pe", authorisation(), "op-2")
    assert len(in_force(finder)) == kept


def test_a_permission_is_revoked_at_once_and_stays_visible(finder: AdvisorFinder) -> None:
    finder.choose(HOLDER, "ml-roubaix", authorisation(), "op-1")
    (given,) = finder.authorisations(HOLDER)
    finder.revoke(HOLDER, given.id, "op-2")
    finder.revoke(HOLDER, given.id, "op-2")
    finder.revoke(HOLDER, given.id, "op-3")
    (revoked,) = finder.authorisations(HOLDER)
    assert revoked.revoked_at == FakeClock().now()
    assert in_force(finder) == []


def test_refusals(finder: AdvisorFinder, database: FakeDatabase) -> None:
    finder.choose(HOLDER, "ml-roubaix", authorisation(), "op-1")
    (given,) = finder.authorisations(HOLDER)
    with pytest.raises(NotFound):
        finder.choose(HOLDER, "inconnu", authorisation(), "op-2")
    with pytest.raises(NotFound):
        finder.revoke(OTHER_HOLDER, given.id, "op-3")
    for refused in (
        lambda: finder.suggestions(ADVISOR),
        lambda: finder.authorisations(ADVISOR),
        lambda: finder.revoke(ADVISOR, given.id, "op-4"),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert len(in_force(finder)) == 1


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 10, 15), 3, date(2027, 1, 15)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_months_later(day: date, months: int, expected: date) -> None:
    assert months_later(day, months) == expected
