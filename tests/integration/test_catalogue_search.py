"""Searching a small catalogue: what each kind of request must find, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cpf_tui.catalogue.build import import_file
from cpf_tui.catalogue.catalogue import Catalogue, open_catalogue
from cpf_tui.domain.narrowing import Criterion
from cpf_tui.domain.training import SearchRequest
from tests.support.offers import COLUMNS, offers, write_csv

ROUBAIX = (50.69, 3.17)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    folder = tmp_path_factory.mktemp("catalogue")
    import_file(write_csv(folder / "offres.csv"), folder / "data")
    opened = open_catalogue(folder / "data")
    yield opened
    opened.close()


def titles(catalogue: Catalogue, text: str) -> list[str]:
    return [hit.offer.title for hit in catalogue.search(SearchRequest(text)).hits]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("soudeur", "Soudeur industriel"),
        ("SOUDEUR", "Soudeur industriel"),
        ("soudur", "Soudeur industriel"),
        ("sodueur", "Soudeur industriel"),
        ("soudage tig", "Soudage TIG et MIG"),
        ("tig soudage", "Soudage TIG et MIG"),
        ("cap cuis", "CAP Cuisine"),
        ("cuisine mol", "Cuisine moléculaire"),
        ("bts mco", "BTS Management commercial opérationnel"),
        ("bts compta", "BTS Comptabilité et gestion"),
        ("brevet de technicien supérieur comptabilité", "BTS Comptabilité et gestion"),
        ("konptabilité gestion", "BTS Comptabilité et gestion"),
        ("boulangerie", "Boulangerie"),
        ("boulanger", "CAP Boulanger"),
        ("je cherche une formation en anglais pour adultes", "Anglais professionnel"),
        ("sst", "Sauveteur secouriste du travail"),
        ("nounou", "CAP Accompagnant éducatif petite enfance"),
        ("developeur web (H/F) en alternance", "Développeur web et web mobile"),
        ("c++", "Développement C++"),
        ("RNCP5", "BTS Comptabilité et gestion"),
    ],
)
def test_the_best_answer_comes_first(catalogue: Catalogue, typed: str, first: str) -> None:
    assert titles(catalogue, typed)[0] == first


@pytest.mark.parametrize(
    ("typed", "insee"), [("soudeur lyon", "69123"), ("roubaix soudeur", "59512"), ("cuisine marseile", "13055")]
)
def test_a_commune_in_the_request_chooses_among_equal_titles(catalogue: Catalogue, typed: str, insee: str) -> None:
    assert catalogue.search(SearchRequest(typed)).hits[0].offer.insee == insee


def test_an_organisation_in_the_request_chooses_among_its_trainings(catalogue: Catalogue) -> None:
    hit = catalogue.search(SearchRequest("cuisine lycée du port")).hits[0]
    assert (hit.offer.title, hit.offer.organisation) == ("CAP Cuisine", "Lycée du Port")


def test_a_title_with_every_word_beats_one_with_most(catalogue: Catalogue) -> None:
    assert titles(catalogue, "assistant comptabilité")[0] == "Assistant de comptabilité"


def test_a_corrected_word_is_said(catalogue: Catalogue) -> None:
    assert catalogue.search(SearchRequest("soudur")).understood == "soudeur"
    assert catalogue.search(SearchRequest("Formation konptabilité")).understood == "Formation comptabilité"
    assert catalogue.search(SearchRequest("soudeur")).understood == ""
    assert catalogue.search(SearchRequest("soud")).understood == ""


def test_highlights_are_spans_of_the_title(catalogue: Catalogue) -> None:
    hit = catalogue.search(SearchRequest("web dévelo")).hits[0]
    assert [hit.offer.title[start:end] for start, end in hit.highlights] == ["Dévelo", "web", "web"]


def test_the_nearest_of_equal_offers_comes_first(catalogue: Catalogue) -> None:
    hit = catalogue.search(SearchRequest("soudeur", origin=ROUBAIX)).hits[0]
    assert (hit.offer.insee, hit.distance_km) == ("59512", 0.0)


def test_eligibility_is_told_counted_and_filtered(catalogue: Catalogue) -> None:
    told = catalogue.search(SearchRequest("cap", eligible=frozenset({"RNCP3"})))
    assert {hit.offer.certification: hit.eligible for hit in told.hits} == {
        "RNCP3": True,
        "RNCP7": False,
        "RNCP8": False,
    }
    assert (told.eligible_count, told.ineligible_count) == (2, 2)
    only = catalogue.search(SearchRequest("cap", eligible=frozenset({"RNCP3"}), only_eligible=True))
    assert {hit.offer.certification for hit in only.hits} == {"RNCP3"}
    assert (only.total, only.eligible_count, only.ineligible_count) == (2, 2, 2)


def test_without_a_set_of_certifications_eligibility_is_unknown(catalogue: Catalogue) -> None:
    result = catalogue.search(SearchRequest("cap"))
    assert result.eligible_count is None
    assert {hit.eligible for hit in result.hits} == {None}


def test_distance_filters(catalogue: Catalogue) -> None:
    result = catalogue.search(SearchRequest("soudeur", origin=ROUBAIX, narrowing={Criterion.PLACE: "20"}))
    assert {hit.offer.insee for hit in result.hits} == {"59512", "59350"}


def test_an_empty_request_lists_the_nearest_offers(catalogue: Catalogue) -> None:
    result = catalogue.search(SearchRequest("", origin=ROUBAIX, limit=3))
    assert result.total == 16
    assert result.hits[0].offer.insee == "59512"


def test_a_first_screen_shows_different_trainings(catalogue: Catalogue) -> None:
    found = titles(catalogue, "industriel tig")
    assert found.index("Soudage TIG et MIG") < 2


def test_what_has_nothing_to_do_finds_nothing(catalogue: Catalogue) -> None:
    assert catalogue.search(SearchRequest("zzzzqqq")).hits == ()


def test_reading_offers_and_certifications(catalogue: Catalogue) -> None:
    offer = catalogue.offer("A4")
    assert offer is not None
    assert (offer.training_id, offer.level, str(offer.duration)) == ("F4", 3, "120,5")
    assert catalogue.offer("nobody") is None
    assert catalogue.offer("\ud800") is None
    assert [offer.offer_id for offer in catalogue.offers_for("RNCP1")] == ["A1", "A2"]
    told = catalogue.certification("RNCP2")
    assert told is not None
    assert told.title == "Soudage TIG et MIG"
    assert catalogue.certification("RNCP999999") is None


def test_the_demonstration_offers_are_there_on_first_use(tmp_path: Path) -> None:
    first = open_catalogue(tmp_path)
    result = first.search(SearchRequest("soudeur"))
    first.close()
    assert result.hits
    assert all(hit.offer.example for hit in result.hits)


def test_the_real_offers_are_found(tmp_path: Path) -> None:
    real = Path(__file__).parents[3] / "shared/data/offres-carif-oref-2020-11.csv.gz"
    if not real.exists():
        pytest.skip("the real offers are not in ../shared/data on this machine")
    report = import_file(real, tmp_path)
    assert (report.accepted, report.rejected) == (39496, 0)
    catalogue = open_catalogue(tmp_path)
    for typed in ("soudeur", "soudur", "soudage tig"):
        assert all("soud" in title.lower() for title in titles(catalogue, typed)[:3])
    catalogue.close()


def test_an_offer_is_usable_by_either_of_its_numbers(tmp_path: Path) -> None:
    rows = [
        {**offer, "code_certifinfo": "55" if offer["intitule"] in {"Boulangerie", "CAP Boulanger"} else ""}
        for offer in offers()
    ]
    import_file(write_csv(tmp_path / "offres.csv", rows, (*COLUMNS, "code_certifinfo")), tmp_path / "data")
    opened = open_catalogue(tmp_path / "data")
    request = SearchRequest("", eligible=frozenset({"RNCP7", "CERTIFINFO55", "RS1"}), only_eligible=True)
    assert sorted(hit.offer.title for hit in opened.search(request).hits) == [
        "Boulangerie",
        "CAP Boulanger",
        "Sauveteur secouriste du travail",
    ]
    opened.close()
