"""The shipped reference tables, as the services read them."""

from __future__ import annotations

import pytest

from cpf_tui.catalogue.shipped import ShippedReference
from cpf_tui.domain.routing import OPERATORS
from cpf_tui.journey.steps import STEPS


@pytest.fixture(scope="module")
def reference() -> ShippedReference:
    return ShippedReference()


def test_places_belong_to_known_operators_and_are_found_by_id(reference: ShippedReference) -> None:
    places = reference.places()
    assert {one.operator for one in places} <= set(OPERATORS)
    assert len({one.id for one in places}) == len(places)
    assert all(reference.place(one.id) == one for one in places[:20])
    assert reference.place("inconnu") is None


def test_diplomas_rise_and_rules_name_them(reference: ShippedReference) -> None:
    kinds = reference.diploma_kinds()
    levels = [level for _, _, level in kinds]
    assert levels == sorted(levels)
    assert levels[0] == 1
    codes = {code for code, _, _ in kinds}
    rules = reference.equivalences()
    assert rules
    assert {rule.diplome_detenu for rule in rules} <= codes
    assert any(rule.certifications for rule in rules)


def test_pages_help_with_known_steps(reference: ShippedReference) -> None:
    pages = reference.pages()
    assert len(pages) >= 20
    assert {step for page in pages for step in page.steps} <= {step.key for step in STEPS}
    assert all(page.question and page.answer and page.reference for page in pages)
    assert not any("'" in page.answer + page.question for page in pages)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("zero", "zero"),
        ("Pourquoi mon compte affiche zéro heure ?", "zero"),
        ("où trouver le DIF", "dif-ou-trouver"),
        ("FPSPP", "fpspp"),
        ("fpsp", "fpspp"),
        ("conseillers", "conseiller"),
        ("vae", "vae"),
    ],
)
def test_a_page_is_found_as_people_ask(reference: ShippedReference, typed: str, expected: str) -> None:
    assert reference.find_pages(typed)[0].key == expected


def test_nothing_typed_gives_everything_and_noise_gives_nothing(reference: ShippedReference) -> None:
    assert reference.find_pages("  ") == reference.pages()
    assert reference.find_pages("xyzzy") == ()
    assert reference.find_pages("xyzzy zéro")[0].key == "zero"
