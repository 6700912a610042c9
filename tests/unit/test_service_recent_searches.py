from __future__ import annotations

import pytest

from cpf_tui.domain.people import Actor, Role
from cpf_tui.services.drafts import Drafts
from cpf_tui.services.recent_searches import MOST, RecentSearches
from tests.support.fakes import ADVISOR, HOLDER, OTHER_HOLDER, FakeClock, FakeDatabase, with_holder


@pytest.fixture
def database() -> FakeDatabase:
    database = FakeDatabase()
    with_holder(database)
    return database


@pytest.fixture
def recent(database: FakeDatabase) -> RecentSearches:
    return RecentSearches(Drafts(database, FakeClock()))


def test_the_newest_comes_first_each_once_and_a_few_only(recent: RecentSearches) -> None:
    for typed in ("anglais", "soudeur", "Anglais", "  cap\n cuisine "):
        recent.add(HOLDER, typed)
    assert recent.of(HOLDER) == ("cap cuisine", "Anglais", "soudeur")
    for number in range(MOST):
        assert recent.add(HOLDER, f"recherche {number}")[0] == f"recherche {number}"
    assert len(recent.of(HOLDER)) == MOST
    assert recent.of(OTHER_HOLDER) == ()


def test_an_empty_line_is_no_search(recent: RecentSearches) -> None:
    assert recent.add(HOLDER, "  ") == ()


def test_everything_is_wiped_when_asked(recent: RecentSearches, database: FakeDatabase) -> None:
    recent.add(HOLDER, "anglais")
    recent.forget(HOLDER)
    assert recent.of(HOLDER) == ()


@pytest.mark.parametrize("actor", [ADVISOR, Actor(Role.HOLDER, "", "")])
def test_nothing_is_kept_of_who_has_no_account(recent: RecentSearches, database: FakeDatabase, actor: Actor) -> None:
    assert recent.add(actor, "anglais") == ()
    recent.forget(actor)
    assert recent.of(actor) == ()
    assert database.commits == 1  # the account itself
