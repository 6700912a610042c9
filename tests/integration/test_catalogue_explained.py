"""What a search says of its own results: the words that met, and numbers that make the score."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

import pytest

from cpf_tui.catalogue.build import import_file
from cpf_tui.catalogue.catalogue import Catalogue, open_catalogue
from cpf_tui.catalogue.shell import search_one
from cpf_tui.cli.explained import explained
from cpf_tui.domain.explanation import Explanation, How, Where
from cpf_tui.domain.training import SearchRequest
from tests.support.offers import COLUMNS, offers, write_csv


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    folder = tmp_path_factory.mktemp("catalogue")
    rows = [row | {"mots_cles": "Gastronomie" if "Cuisine" in row["intitule"] else ""} for row in offers()]
    rows = [row | {"romes": "J1506" if row["id_action"] == "A12" else ""} for row in rows]
    import_file(write_csv(folder / "offres.csv", rows, (*COLUMNS, "mots_cles", "romes")), folder / "data")
    opened = open_catalogue(folder / "data")
    yield opened
    opened.close()


def explanations(catalogue: Catalogue, text: str, **filters: object) -> list[Explanation]:
    hits = catalogue.search(SearchRequest(text, explain=True, **filters)).hits  # type: ignore[arg-type]
    return [hit.explanation for hit in hits if hit.explanation is not None]


@pytest.mark.parametrize(
    ("typed", "met", "where", "how"),
    [
        ("soudeur", "Soudeur", Where.TITLE, How.EXACT),
        ("boulangères", "Boulanger", Where.TITLE, How.INFLECTION),
        ("compta gestion bea", "Beaumarchais", Where.ORGANISATION, How.BEGINNING),
        ("konptabilité", "Comptabilité", Where.TITLE, How.SOUND),
        ("sodueur", "Soudeur", Where.TITLE, How.MISTAKE),
        ("sst", "Sauveteur secouriste travail", Where.TITLE, How.OTHER_WORDS),
        ("nounou", "petite enfance", Where.TITLE, How.OTHER_WORDS),
        ("soudeur roubaix", "Roubaix", Where.PLACE, How.EXACT),
        ("cuisine lycée du port", "Port", Where.ORGANISATION, How.EXACT),
        ("gastronomie", "gastronomie", Where.KEYWORD, How.EXACT),
        ("infirmier", "infirmier", Where.TRADE, How.EXACT),
        ("soudeur xylophoniste", "", Where.NOTHING, How.NOT),
    ],
)
def test_the_last_word_says_what_it_met(catalogue: Catalogue, typed: str, met: str, where: Where, how: How) -> None:
    last = explanations(catalogue, typed)[0].met[-1]
    assert (last.met.lower(), last.where, last.how) == (met.lower(), where, how)


@pytest.mark.parametrize(
    "typed", ["soudeur lyon", "cap cuisine lycée du port", "bts mco", "gastronomie", "cap xyz", "a"]
)
def test_the_numbers_make_the_score(catalogue: Catalogue, typed: str) -> None:
    hits = catalogue.search(SearchRequest(typed, origin=(50.69, 3.17), explain=True)).hits
    assert hits
    for hit in hits:
        why = hit.explanation
        assert why is not None
        assert why.score == pytest.approx(why.base * prod(factor for _, factor in why.bonuses), rel=1e-5)
        assert why.score == pytest.approx(hit.score, abs=1e-4)


def test_nothing_is_explained_unless_asked(catalogue: Catalogue) -> None:
    assert catalogue.search(SearchRequest("soudeur")).hits[0].explanation is None
    assert "explication" not in search_one(catalogue.search, SearchRequest("soudeur"))["resultats"][0]


def test_an_explanation_reads_as_french(catalogue: Catalogue) -> None:
    answer = search_one(catalogue.search, SearchRequest("sodueur lyon", explain=True))
    lines = list(explained(answer["resultats"][0]["explication"]))
    assert "l’intitulé dit « Soudeur », aux fautes près (0,78)" in lines[0]
    assert "le lieu dit « Lyon », le mot même (1,00)" in lines[1]
    assert lines[2].startswith("demande couverte à ")
    assert lines[3].startswith("note ")
