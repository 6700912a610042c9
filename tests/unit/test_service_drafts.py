from __future__ import annotations

from cpf_tui.domain.people import Holder
from cpf_tui.services.drafts import Drafts
from tests.support.fakes import HOLDER, OTHER_HOLDER, OTHER_NIR, FakeClock, FakeDatabase, with_holder


def service() -> tuple[Drafts, FakeDatabase]:
    database = FakeDatabase()
    with_holder(database)
    with_holder(database, Holder(OTHER_HOLDER.id), OTHER_NIR)
    database.commits = 0
    return Drafts(database=database, clock=FakeClock()), database


def test_opening_twice_gives_the_same_operation() -> None:
    drafts, database = service()
    first = drafts.open(HOLDER, "dif")
    assert first.operation_id
    assert drafts.open(HOLDER, "dif") == first
    assert database.commits == 1


def test_every_answer_is_kept_as_typed_and_found_again() -> None:
    drafts, database = service()
    operation = drafts.open(HOLDER, "dif").operation_id
    drafts.save(HOLDER, "dif", "", "quantity", "87,33")
    drafts.save(HOLDER, "dif", "", "employer", " Atelier [/ ")
    found = Drafts(database=database, clock=FakeClock()).open(HOLDER, "dif")
    assert dict(found.answers) == {"quantity": "87,33", "employer": " Atelier [/ "}
    assert found.operation_id == operation


def test_the_same_answer_again_writes_nothing() -> None:
    drafts, database = service()
    drafts.save(HOLDER, "dif", "", "quantity", "87,33")
    drafts.save(HOLDER, "dif", "", "quantity", "87,33")
    assert database.commits == 1


def test_subjects_and_owners_do_not_mix() -> None:
    drafts, _ = service()
    drafts.save(HOLDER, "contact", "A", "whom", "accueil")
    assert not drafts.open(HOLDER, "contact", "B").answers
    assert not drafts.open(OTHER_HOLDER, "contact", "A").answers


def test_a_discarded_draft_starts_again_under_another_operation() -> None:
    drafts, _ = service()
    first = drafts.open(HOLDER, "dif")
    drafts.discard(HOLDER, "dif")
    again = drafts.open(HOLDER, "dif")
    assert not again.answers
    assert again.operation_id != first.operation_id
