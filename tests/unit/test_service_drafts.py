from __future__ import annotations

from cpf_tui.services.drafts import Drafts
from tests.support.fakes import FakeClock, FakeDatabase


def service() -> tuple[Drafts, FakeDatabase]:
    database = FakeDatabase()
    return Drafts(database=database, clock=FakeClock()), database


def test_opening_twice_gives_the_same_operation() -> None:
    drafts, database = service()
    first = drafts.open("claire", "dif")
    assert first.operation_id
    assert drafts.open("claire", "dif") == first
    assert database.commits == 1


def test_every_answer_is_kept_as_typed_and_found_again() -> None:
    drafts, database = service()
    operation = drafts.open("claire", "dif").operation_id
    drafts.save("claire", "dif", "", "quantity", "87,33")
    drafts.save("claire", "dif", "", "employer", " Atelier [/ ")
    found = Drafts(database=database, clock=FakeClock()).open("claire", "dif")
    assert dict(found.answers) == {"quantity": "87,33", "employer": " Atelier [/ "}
    assert found.operation_id == operation


def test_the_same_answer_again_writes_nothing() -> None:
    drafts, database = service()
    drafts.save("claire", "dif", "", "quantity", "87,33")
    drafts.save("claire", "dif", "", "quantity", "87,33")
    assert database.commits == 1


def test_subjects_and_owners_do_not_mix() -> None:
    drafts, _ = service()
    drafts.save("claire", "contact", "A", "whom", "accueil")
    assert not drafts.open("claire", "contact", "B").answers
    assert not drafts.open("autre", "contact", "A").answers


def test_a_discarded_draft_starts_again_under_another_operation() -> None:
    drafts, _ = service()
    first = drafts.open("claire", "dif")
    drafts.discard("claire", "dif")
    again = drafts.open("claire", "dif")
    assert not again.answers
    assert again.operation_id != first.operation_id
