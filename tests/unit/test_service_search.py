from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.narrowing import Criterion
from cpf_tui.domain.people import Employment
from cpf_tui.domain.training import ListRow, Offer
from cpf_tui.services.search import TrainingSearch
from tests.support.fakes import (
    ADVISOR,
    HOLDER,
    NICE,
    ROUBAIX,
    FakeCatalogue,
    FakeClock,
    FakeDatabase,
    FakeGazetteer,
    with_holder,
)

NATIONAL = ListRow("COPANEF", "NATIONAL", "", "RNCP1", "1", "TOUT_PUBLIC", date(2015, 1, 1))
NORTH_ONLY = ListRow("COPAREF Nord-Pas-de-Calais", "REGION", "31", "RNCP2", "2", "DE", date(2015, 1, 1))
EMPLOYEES = replace(NATIONAL, certification="RNCP3", public="SALARIE")
NAMELESS = replace(NATIONAL, certification="")
WELDER = Offer("o1", "t1", "Soudeur", "Afpa", certification="RNCP2", latitude=50.63, longitude=3.06)
COOK = Offer("o2", "t2", "Soudure fine", "Greta", certification="RNCP3")


@pytest.fixture
def database() -> FakeDatabase:
    database = FakeDatabase()
    with_holder(database)
    return database


@pytest.fixture
def catalogue() -> FakeCatalogue:
    return FakeCatalogue((WELDER, COOK), rows=(NATIONAL, NORTH_ONLY, EMPLOYEES, NAMELESS))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def search(database: FakeDatabase, catalogue: FakeCatalogue, clock: FakeClock) -> TrainingSearch:
    return TrainingSearch(database=database, catalogue=catalogue, gazetteer=FakeGazetteer(), clock=clock)


def test_a_holder_s_residence_decides(search: TrainingSearch) -> None:
    scope = search.scope(HOLDER)
    assert scope.commune == ROUBAIX
    assert scope.eligible is not None
    assert {"RNCP1", "RNCP2", "RS5080"} <= scope.eligible
    assert not {"RNCP3", ""} & scope.eligible


def test_a_typed_residence_replaces_it(search: TrainingSearch) -> None:
    scope = search.scope(HOLDER, "06000")
    assert scope.commune == NICE
    assert scope.eligible is not None
    assert "RNCP2" not in scope.eligible
    assert search.scope(None, "59512").commune == ROUBAIX
    assert search.scope(ADVISOR, "59100").commune == ROUBAIX


def test_a_postal_code_comes_before_the_same_insee_code(database: FakeDatabase, catalogue: FakeCatalogue) -> None:
    bousignies = replace(ROUBAIX, insee="59100", name="Bousignies", postal_codes=("59178",))
    search = TrainingSearch(database, catalogue, FakeGazetteer((ROUBAIX, bousignies)), FakeClock())
    assert search.scope(None, "59100").commune == ROUBAIX


def test_an_unknown_residence_is_refused(search: TrainingSearch) -> None:
    with pytest.raises(InvalidInput, match="99999"):
        search.scope(None, "99999")


def test_without_a_residence_nothing_is_filtered(search: TrainingSearch, catalogue: FakeCatalogue) -> None:
    scope = search.scope(None)
    result = search.search(scope, "soud", narrowing={Criterion.PLACE: "20"})
    assert [hit.eligible for hit in result.hits] == [None, None]
    request = catalogue.requests[-1]
    assert (request.only_eligible, request.origin, request.department) == (False, None, "")


def test_the_filters_reach_the_catalogue(search: TrainingSearch, catalogue: FakeCatalogue) -> None:
    scope = search.scope(HOLDER)
    assert [hit.offer for hit in search.search(scope, "soud").hits] == [WELDER]
    near = {Criterion.PLACE: "20"}
    facets = (Criterion.LEVEL,)
    assert len(search.search(scope, "soud", only_eligible=False, narrowing=near, facets=facets, limit=5).hits) == 2
    request = catalogue.requests[-1]
    assert (request.narrowing, request.facets, request.limit) == (near, frozenset(facets), 5)
    assert (request.origin, request.department, request.region) == ((ROUBAIX.latitude, ROUBAIX.longitude), "59", "32")
    assert request.today == scope.situation.on


def test_the_eligible_set_is_computed_once_for_the_same_lists_place_status_and_day(
    search: TrainingSearch, catalogue: FakeCatalogue, clock: FakeClock
) -> None:
    first = search.scope(HOLDER).eligible
    assert search.scope(HOLDER).eligible is first
    assert search.scope(HOLDER, "06000").eligible is not first
    assert search.scope(HOLDER).eligible is first
    catalogue.rows = (NATIONAL,)
    renewed = search.scope(HOLDER).eligible
    assert renewed is not None
    assert "RNCP2" not in renewed
    clock.advance(days=1)
    assert search.scope(HOLDER).eligible is not renewed


def test_a_scope_may_be_of_another_day(search: TrainingSearch) -> None:
    before = search.scope(HOLDER, on=date(2014, 12, 31))
    assert before.eligible is not None
    assert "RNCP1" not in before.eligible
    assert not search.eligibility(before, "RNCP1").eligible
    assert search.eligibility(before, "RNCP1", date(2015, 1, 1)).eligible


def test_the_certif_info_number_is_enough(catalogue: FakeCatalogue, search: TrainingSearch) -> None:
    catalogue.rows = (replace(NATIONAL, certification="", certif_info="55"),)
    assert search.eligibility(search.scope(HOLDER), "", certif_info="55").eligible


def test_an_employee_has_other_lists() -> None:
    database = FakeDatabase()
    holder = with_holder(database)
    with database.write() as uow:
        uow.holders.update(replace(holder, employment=Employment.EMPLOYEE))
        uow.commit()
    search = TrainingSearch(database, FakeCatalogue(rows=(NORTH_ONLY, EMPLOYEES)), FakeGazetteer(), FakeClock())
    eligible = search.scope(HOLDER).eligible
    assert eligible is not None
    assert "RNCP3" in eligible
    assert "RNCP2" not in eligible


def test_eligibility_explains_with_the_region_and_the_day(search: TrainingSearch) -> None:
    scope = search.scope(HOLDER)
    yes = search.eligibility(scope, "RNCP2")
    assert yes.eligible
    assert "Hauts-de-France" in " ".join(map(str, yes.reasons))
    assert not search.eligibility(search.scope(HOLDER, "06000"), "RNCP2").eligible
    assert not search.eligibility(scope, "RNCP2", date(2014, 1, 1)).eligible
    assert not search.eligibility(scope, "").eligible
    assert not search.eligibility(search.scope(None), "RNCP2").eligible


def test_what_the_first_search_reads_is_opened_ahead(search: TrainingSearch, catalogue: FakeCatalogue) -> None:
    search.prepare()
    assert catalogue.requests
    assert catalogue.row_reads
