"""Rules of the ranking on small catalogues made for each: which of two answers a person would put first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from cpf_tui.catalogue.build import import_file
from cpf_tui.catalogue.catalogue import Catalogue, open_catalogue
from cpf_tui.domain.training import Offer, SearchRequest
from tests.support.offers import COLUMNS, write_csv

Searching = Callable[..., list[Offer]]
_WHERE = ("59350", "Lille", "Nord", "Hauts-de-France", "50.63", "3.06", "")
_EXTRA = ("romes", "formacodes", "mots_cles")


@pytest.fixture
def search(tmp_path: Path) -> Iterator[Searching]:
    """Search offers given as (title, organisation, certification, extra columns…), with a request."""
    opened: list[Catalogue] = []

    def run(request: str, offers: Sequence[tuple[str, ...]]) -> list[Offer]:
        rows = []
        for number, (title, *others) in enumerate(offers, start=1):
            organisation, code, *extra = (*others, *("Institut Beaumarchais", "")[len(others) :])
            values = (f"F{number}", f"A{number}", title, "", code, organisation, *_WHERE)
            rows.append(dict(zip((*COLUMNS, *_EXTRA), (*values, *extra), strict=False)))
        import_file(write_csv(tmp_path / "offres.csv", rows, (*COLUMNS, *_EXTRA)), tmp_path / "data")
        opened.append(open_catalogue(tmp_path / "data"))
        return [hit.offer for hit in opened[-1].search(SearchRequest(request)).hits]

    yield run
    for catalogue in opened:
        catalogue.close()


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        # What nobody offers does not send to who shares a rare word: the title said whole is meant.
        ("CAP coiffure sans enseignement général", ("CAP coiffure", "Gestion générale des entreprises rurales")),
        # What follows « parcours », a dash, a parenthesis is one organisation's own.
        ("Master finance parcours gestion de patrimoine", ("Master mention finance", "Master gestion de patrimoine")),
        ("Responsable agricole - Maraîchage", ("Responsable agricole", "Maraîchage")),
        ("BTS tourisme (option montagne)", ("BTS tourisme", "Accompagnateur en montagne")),
        # A level, a year, a group say little.
        (
            "Concepteur développeur informatique (niveau 2)",
            ("Concepteur développeur d’applications", "Anglais niveau 2"),
        ),
        ("Maçon(ne) (2 ans)", ("Maçon", "Jeux des 2 à 6 ans")),
    ],
)
def test_the_head_of_what_is_typed_comes_first(search: Searching, typed: str, titles: tuple[str, str]) -> None:
    offers = [(title,) for title in reversed(titles)]
    assert search(typed, offers)[0].title == titles[0]


def test_keywords_of_the_source_answer_for_its_titles(search: Searching) -> None:
    offers = [
        ("Vigne et terroir", "Lycée du Port", "", "", "", "Viticulture ; Œnologie"),
        ("Culture générale", "Lycée du Port", "", "", "", "Remise à niveau"),
    ]
    assert [offer.title for offer in search("viticulture", offers)] == ["Vigne et terroir"]


def test_everyday_words_answer_for_the_trades_of_a_code(search: Searching) -> None:
    offers = [("Soins du linge", "Lycée du Port", "", "D1205"), ("Soins infirmiers", "Lycée du Port", "", "J1506")]
    assert [offer.title for offer in search("pressing", offers)] == ["Soins du linge"]


def test_all_the_words_in_labels_beat_one_word_in_the_title(search: Searching) -> None:
    offers = [
        ("Distribution d’eau", "Lycée du Port", "", "", "", "Réseaux"),
        ("Agent de quartier", "Lycée du Port", "", "", "", "Distribution d’annuaires"),
    ]
    assert search("distribution annuaires", offers)[0].title == "Agent de quartier"


def test_organisations_of_nearly_the_same_name_are_all_on_the_first_screen(search: Searching) -> None:
    names = ("Université de l’Avre", "Université de l’Avre et du Thérain", "Centre de l’Iton")
    found = search("gestion université avre", [("Gestion", name) for name in names])
    assert {offer.organisation for offer in found[:2]} == set(names[:2])


def test_what_a_name_says_is_not_its_common_word(search: Searching) -> None:
    names = [f"Université de Ville{letter}" for letter in "abcdefgh"]
    found = search("sport université villec", [("Sport", name) for name in names])
    assert found[0].organisation == "Université de Villec"
