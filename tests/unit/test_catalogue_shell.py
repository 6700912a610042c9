"""The answers of `cpf-tui chercher`, on a search that always finds the same offer."""

from __future__ import annotations

import pytest

from cpf_tui.catalogue.shell import search_batch, search_one
from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.training import Contact, Offer, SearchHit, SearchRequest, SearchResult

OFFER = Offer("A1#2", "F1", "Soudage", "Atelier", "", "RNCP1", insee="59512", contact=Contact(commune="Roubaix"))


def search(request: SearchRequest) -> SearchResult:
    eligible = None if request.eligible is None else OFFER.certification in request.eligible
    return SearchResult((SearchHit(OFFER, 1.0, None, eligible),), 1, understood="soudage", elapsed_ms=1.23456)


def test_an_answer_holds_what_other_programs_read() -> None:
    answer = search_one(search, SearchRequest("soudaje"))
    assert (answer["requete"], answer["ms"], answer["compris"]) == ("soudaje", 1.235, "soudage")
    (found,) = answer["resultats"]
    assert {name: found[name] for name in ("id_action", "id_formation", "intitule", "organisme", "commune")} == {
        "id_action": "A1",
        "id_formation": "F1",
        "intitule": "Soudage",
        "organisme": "Atelier",
        "commune": "Roubaix",
    }
    assert (found["lieu_insee"], found["code_rncp"], found["eligible"]) == ("59512", "RNCP1", None)


def test_a_file_of_requests_is_answered_line_by_line() -> None:
    lines = ['\ufeff{"requete": "a"}\n', "\n", '{"requete": "b", "classe": "x"}\n']
    requests = [answer["requete"] for answer in search_batch(search, lines)]
    assert requests == ["a", "b"]


def test_the_residence_applies_to_every_line() -> None:
    def request(text: str) -> SearchRequest:
        return SearchRequest(text, eligible=frozenset({"RNCP1"}))

    (answer,) = search_batch(search, ['{"requete": "a"}'], request)
    assert answer["resultats"][0]["eligible"] is True


@pytest.mark.parametrize("line", ["soudeur", "[1]", '{"requete": 3}', "{}", "[" * 5000, "null"])
def test_a_malformed_line_is_named(line: str) -> None:
    answers = search_batch(search, ['{"requete": "a"}', line])
    next(answers)
    with pytest.raises(InvalidInput, match="Ligne 2"):
        next(answers)
