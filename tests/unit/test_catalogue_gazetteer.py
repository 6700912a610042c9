"""Finding communes as people type them."""

from __future__ import annotations

import pytest

from cpf_tui.catalogue.gazetteer import shipped_gazetteer


@pytest.mark.parametrize(
    ("typed", "insee"),
    [
        ("Roubaix", "59512"),
        ("roubaix", "59512"),
        ("roubais", "59512"),
        ("59100", "59512"),
        ("59512", "59512"),
        ("Lille 59000", "59350"),
        ("59000 lille", "59350"),
        ("saint etienne", "42218"),
        ("st etienne", "42218"),
        ("l isle sur la sorgue", "84054"),
        ("mans", "72181"),
        ("marseile", "13055"),
    ],
)
def test_the_commune_meant_comes_first(typed: str, insee: str) -> None:
    assert shipped_gazetteer().find(typed)[0].insee == insee


@pytest.mark.parametrize("typed", ["", " ", "\x00", "\ud800", "[/", "0" * 5, "x" * 5000, "😀"])
def test_anything_may_be_typed(typed: str) -> None:
    assert len(shipped_gazetteer().find(typed)) <= 8


def test_a_postal_code_gives_the_most_populous_first() -> None:
    communes = shipped_gazetteer().by_postal_code("59118")
    assert [c.population for c in communes] == sorted((c.population for c in communes), reverse=True)
    assert shipped_gazetteer().by_postal_code("00000") == ()


def test_arrondissements_are_communes() -> None:
    assert "75111" in {commune.insee for commune in shipped_gazetteer().find("75011")}


def test_a_region_carries_the_codes_it_merged() -> None:
    commune = shipped_gazetteer().by_insee("59512")
    assert commune is not None
    assert commune.region.codes[0] == "32"
    assert set(commune.region.codes) == {"32", "31", "22"}


def test_limits_are_kept_and_homonyms_come_by_population() -> None:
    found = shipped_gazetteer().find("saint denis", limit=2)
    assert [commune.insee for commune in found] == ["97411", "93066"]
