"""Levels of the three nomenclatures, prerequisites and equivalences."""

from __future__ import annotations

import pytest

from cpf_tui.domain.equivalences import Equivalence, HeldDiploma, check_prerequisite, dispensations, highest_level
from cpf_tui.domain.levels import LEVELS, by_framework, by_lheo, from_text, has_prerequisite_level, is_low_qualified
from cpf_tui.domain.training import Certification


@pytest.mark.parametrize(
    ("written", "framework"),
    [
        ("niveau3", 3),
        ("NIV5", 5),
        ("5", 5),
        ("Niveau 3 – CAP, BEP", 3),
        ("III", 5),
        ("Niveau III (BTS, DUT)", 5),
        ("niveau IV", 4),
        ("V", 3),
        ("V bis", 2),
        ("Vbis", 2),
        ("VI", 1),
        ("II", 6),
        ("I", 7),
        ("Ⅳ", 4),
        ("8", 8),
        ("Sans niveau spécifique", 1),
    ],
)
def test_a_level_is_read_as_catalogues_write_it(written: str, framework: int) -> None:
    level = from_text(written)
    assert level is not None
    assert level.framework == framework


@pytest.mark.parametrize("written", ["", "0", "9", "10", "bac", "Information", "VIII", "niveau"])
def test_anything_else_says_no_level(written: str) -> None:
    assert from_text(written) is None


@pytest.mark.parametrize(
    ("lheo", "roman", "framework"),
    [(3, "V bis", 2), (4, "V", 3), (5, "IV", 4), (6, "III", 5), (7, "II", 6), (8, "I", 7)],
)
def test_the_three_nomenclatures_agree(lheo: int, roman: str, framework: int) -> None:
    level = by_lheo(lheo)
    assert level is not None
    assert (level.roman, level.framework) == (roman, framework)
    assert by_framework(framework) == level


def test_levels_sort_by_height_not_by_roman_name() -> None:
    assert sorted(LEVELS, reverse=True)[0].roman == "I"
    assert sorted(LEVELS) == list(LEVELS)
    assert by_framework(8) == LEVELS[-1]
    assert by_framework(None) is by_framework(9) is by_lheo(9) is None


def test_a_level_reaches_another() -> None:
    assert has_prerequisite_level(4, 3) is True
    assert has_prerequisite_level(3, 4) is False
    assert has_prerequisite_level(None, None) is True
    assert has_prerequisite_level(None, 4) is None


def test_low_qualified_is_below_cap() -> None:
    assert [is_low_qualified(level) for level in (1, 2, 3, None)] == [True, True, False, False]


CAP = HeldDiploma("50022137", "CAP", 3, "CAP Cuisine")
BAC = HeldDiploma("40025214", "BAC", 4)
RULES = [
    Equivalence("CAP", 3, "CAP", "Vous pouvez être dispensé des matières générales.", "arrêté fictif"),
    Equivalence("", 4, "CAP", "Vous pouvez être dispensé des matières générales.", "arrêté fictif"),
    Equivalence("50022137", None, "", "Vous pouvez être dispensé du module d’hygiène."),
    Equivalence("BTS", 5, "CAP", "Vous pouvez être dispensé de tout."),
]
TARGET = Certification("RNCP1", "CAP Pâtissier", 3, sector="cap")


def test_the_rules_that_apply_are_found_each_once() -> None:
    found = dispensations([CAP, BAC], TARGET, RULES)
    assert [(each.rule, each.diploma) for each in found] == [(RULES[0], CAP), (RULES[1], BAC), (RULES[2], CAP)]
    assert "« CAP Cuisine »" in str(found[0].sentence)
    assert "« BAC »" in str(found[1].sentence)


def test_another_aim_or_no_diploma_gives_nothing() -> None:
    assert dispensations([CAP], Certification("RNCP2", "BTS", 5, sector="BTS"), RULES[:2]) == ()
    assert dispensations([], TARGET, RULES) == ()


def test_a_rule_may_name_the_certifications_it_opens() -> None:
    rule = Equivalence("CAP", None, "", "Vous pouvez être dispensé d’un module.", certifications=("RNCP1",))
    assert len(dispensations([CAP], TARGET, [rule])) == 1
    assert dispensations([CAP], Certification("RNCP2", "CAP Boucher", 3, sector="CAP"), [rule]) == ()


def test_the_highest_level_known() -> None:
    assert highest_level([CAP, BAC]) == 4
    assert highest_level([CAP], 5) == 5
    assert highest_level([HeldDiploma("x")]) is None


@pytest.mark.parametrize(
    ("required", "held", "met", "says"),
    [
        (None, 3, None, "Demandez à l’organisme"),
        (3, None, None, "Indiquez votre diplôme"),
        (3, 4, True, "Vous l’avez"),
        (4, 3, False, "expérience"),
    ],
)
def test_a_prerequisite_says_what_to_do(required: int | None, held: int | None, met: bool | None, says: str) -> None:
    answer = check_prerequisite(required, held)
    assert answer.met is met
    assert says in str(answer.sentence)
