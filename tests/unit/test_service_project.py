from __future__ import annotations

from collections.abc import Callable

import pytest

from cpf_tui.domain.errors import InvalidInput, NotAllowed, NotFound
from cpf_tui.domain.people import Authorisation, Scope
from cpf_tui.domain.training import Offer
from cpf_tui.services.contacts import ContactLog
from cpf_tui.services.project import Project
from tests.support.fakes import (
    ADVISOR,
    HOLDER,
    OTHER_ADVISOR,
    OTHER_HOLDER,
    FakeCatalogue,
    FakeClock,
    FakeDatabase,
    FakeGazetteer,
    with_holder,
)
from tests.support.forms import contact, diploma

WELDER = Offer("o1", "t1", "Soudeur", "Afpa")
COOK = Offer("o2", "t2", "Cuisinier", "Greta")


@pytest.fixture
def database() -> FakeDatabase:
    database = FakeDatabase()
    with_holder(database)
    return database


@pytest.fixture
def catalogue() -> FakeCatalogue:
    return FakeCatalogue((WELDER, COOK))


@pytest.fixture
def project(database: FakeDatabase, catalogue: FakeCatalogue) -> Project:
    return Project(database, catalogue, FakeGazetteer(), FakeClock())


@pytest.fixture
def contacts(database: FakeDatabase, catalogue: FakeCatalogue) -> ContactLog:
    return ContactLog(database=database, catalogue=catalogue, clock=FakeClock())


def chosen(project: Project) -> list[str]:
    return [one.item.offer_id for one in project.kept(HOLDER) if one.item.chosen]


def authorise(database: FakeDatabase, *scopes: Scope) -> None:
    today = FakeClock().today()
    with database.write() as uow:
        uow.projects.authorise(Authorisation("a", HOLDER.id, ADVISOR.operator, frozenset(scopes), today, today))
        uow.commit()


def test_keeping_noting_and_dropping(project: Project) -> None:
    project.keep(HOLDER, "o1")
    project.note(HOLDER, "o1", "Près de chez moi")
    project.keep(HOLDER, "o1")
    project.keep(HOLDER, "o2")
    kept = project.kept(HOLDER)
    assert [(one.offer, one.item.note) for one in kept] == [(WELDER, "Près de chez moi"), (COOK, "")]
    project.drop(HOLDER, "o1")
    project.drop(HOLDER, "o1")
    assert [one.offer for one in project.kept(HOLDER)] == [COOK]


def test_one_training_is_chosen_and_its_note_stays(project: Project) -> None:
    project.keep(HOLDER, "o1")
    project.note(HOLDER, "o1", "Mardi")
    project.choose(HOLDER, "o1", "op-1")
    assert chosen(project) == ["o1"]
    project.choose(HOLDER, "o2", "op-2")
    project.choose(HOLDER, "o1", "op-1")  # a repeat of an older operation does not come back on the later choice
    assert chosen(project) == ["o2"]
    assert project.kept(HOLDER)[0].item.note == "Mardi"


def test_a_training_that_left_the_catalogue_stays_kept(project: Project, catalogue: FakeCatalogue) -> None:
    project.keep(HOLDER, "o1")
    catalogue.offers = ()
    (one,) = project.kept(HOLDER)
    assert one.offer is None
    with pytest.raises(NotFound):
        project.choose(HOLDER, "o1", "op")


def test_diplomas_are_declared_once_and_withdrawn(project: Project) -> None:
    held = project.add_diploma(HOLDER, "CAP", diploma(), "op")
    assert project.add_diploma(HOLDER, "CAP", diploma(), "op") == held
    assert project.diplomas(HOLDER) == (held,)
    assert (held.code, held.title, held.year) == ("CAP", "CAP Cuisine", 2009)
    project.remove_diploma(OTHER_HOLDER, held.id)
    assert project.diplomas(HOLDER) == (held,)
    project.remove_diploma(HOLDER, held.id)
    assert project.diplomas(HOLDER) == ()


def test_refusals_of_the_project(project: Project) -> None:
    with pytest.raises(NotFound):
        project.keep(HOLDER, "x")
    with pytest.raises(NotFound):
        project.note(HOLDER, "o1", "note")
    mistakes: tuple[Callable[[], object], ...] = (
        lambda: project.add_diploma(HOLDER, " ", diploma(), "op-1"),
        lambda: project.add_diploma(HOLDER, "CAP", diploma(year="2027"), "op-2"),
        lambda: project.note(HOLDER, "o1", "x" * 501),
    )
    for wrong in mistakes:
        with pytest.raises(InvalidInput):
            wrong()
    refusals: tuple[Callable[[], object], ...] = (lambda: project.keep(ADVISOR, "o1"), lambda: project.kept(ADVISOR))
    for refused in refusals:
        with pytest.raises(NotAllowed):
            refused()


def test_a_contact_is_written_once_newest_first(contacts: ContactLog) -> None:
    first = contacts.record(HOLDER, "o1", contact("01/04/2026", "attente"), "op-1")
    assert contacts.record(HOLDER, "o1", contact("01/04/2026", "attente"), "op-1") == first
    second = contacts.record(HOLDER, "o2", contact(), "op-2")
    assert contacts.log(HOLDER) == (second, first)
    assert contacts.log(HOLDER, offer_id="o1") == (first,)
    assert (first.author, first.prerequisites) == (HOLDER.name, "attente")


def test_a_contact_to_come_or_about_nothing_is_refused(contacts: ContactLog) -> None:
    with pytest.raises(InvalidInput, match="pas encore passé"):
        contacts.record(HOLDER, "o1", contact("11/04/2026"), "op-1")
    with pytest.raises(NotFound):
        contacts.record(HOLDER, "x", contact(), "op-2")
    assert contacts.record(HOLDER, "o1", contact("10/04/2026"), "op-3")


def test_an_advisor_completes_the_log_of_those_who_show_their_history(
    contacts: ContactLog, database: FakeDatabase
) -> None:
    authorise(database, Scope.HOURS)
    with pytest.raises(NotAllowed):
        contacts.log(ADVISOR, HOLDER.id)
    authorise(database, Scope.HISTORY)
    note = contacts.record(ADVISOR, "o1", contact(), "op-1", holder_id=HOLDER.id)
    assert note.author == ADVISOR.name
    assert contacts.log(HOLDER) == contacts.log(ADVISOR, HOLDER.id) == (note,)
    for refused in (
        lambda: contacts.record(OTHER_ADVISOR, "o1", contact(), "op-2", holder_id=HOLDER.id),
        lambda: contacts.record(ADVISOR, "o1", contact(), "op-3"),
        lambda: contacts.log(OTHER_HOLDER, HOLDER.id),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_a_kept_training_that_left_the_catalogue_can_still_answer(
    project: Project, contacts: ContactLog, catalogue: FakeCatalogue
) -> None:
    project.keep(HOLDER, "o1")
    catalogue.offers = ()
    assert contacts.record(HOLDER, "o1", contact(), "op")
