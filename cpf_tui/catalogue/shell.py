"""What `cpf-tui chercher` prints, as plain dictionaries: one request, or a file of requests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cpf_tui.catalogue.rows import source_id
from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.explanation import Explanation
from cpf_tui.domain.training import SearchHit, SearchRequest, SearchResult

Search = Callable[[SearchRequest], SearchResult]


def search_one(search: Search, request: SearchRequest) -> dict[str, Any]:
    """Answer one request: `requete`, `ms`, `resultats` best first, `compris` when a word was corrected.

    With a residence, `non_utilisables` counts what was found and cannot be paid with the hours there.
    """
    result = search(request)
    answer: dict[str, Any] = {"requete": request.text, "ms": round(result.elapsed_ms, 3), "total": result.total}
    if result.understood:
        answer["compris"] = result.understood
    if result.ineligible_count is not None:
        answer["non_utilisables"] = result.ineligible_count
    return answer | {"resultats": [hit_dict(hit) for hit in result.hits]}


def search_batch(
    search: Search, lines: Iterable[str], make_request: Callable[[str], SearchRequest] = SearchRequest
) -> Iterator[dict[str, Any]]:
    """Answer a file of requests, one JSON object with `requete` a line; empty lines are skipped.

    `make_request` adds the residence and the filters to each text. Raises `InvalidInput` naming the line at the first
    one that is not a request; the answers before it were given.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield search_one(search, make_request(_text_of(line, number)))


def hit_dict(hit: SearchHit) -> dict[str, Any]:
    """Describe one result; `eligible` is null when no residence was given."""
    offer = hit.offer
    return {
        "id_action": source_id(offer.offer_id)[0],
        "id_formation": offer.training_id,
        "intitule": offer.title,
        "organisme": offer.organisation,
        "commune": offer.contact.commune,
        "lieu_insee": offer.insee,
        "code_rncp": offer.certification,
        "eligible": hit.eligible,
        "distance_km": hit.distance_km,
        "exemple": offer.example,
    } | ({} if hit.explanation is None else {"explication": explanation_dict(hit.explanation)})


def explanation_dict(why: Explanation) -> dict[str, Any]:
    """Describe why a result is there: what each word met, then the numbers of the score (`docs/search.md`)."""
    return {
        "mots": [
            {
                "tape": one.typed,
                "trouve": one.met,
                "ou": str(one.where),
                "comment": str(one.how),
                "ressemblance": round(one.similarity, 3),
                "part": round(one.share, 3),
            }
            for one in why.met
        ],
        "couverture": round(why.coverage, 3),
        "avec_libelles": round(why.labelled, 3),
        "intitule_dit": round(why.said, 3),
        "base": round(why.base, 4),
        "bonus": {name: round(factor, 4) for name, factor in why.bonuses},
        "score": round(why.score, 4),
    }


def _text_of(line: str, number: int) -> str:
    try:
        read = json.loads(line.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        raise InvalidInput(
            "Ligne {number} : ce n’est pas du JSON. Attendu : un objet par ligne, par exemple {example}.",
            number=number,
            example='{"requete": "soudeur"}',
        ) from None
    text = read.get("requete") if isinstance(read, dict) else None
    if not isinstance(text, str):
        raise InvalidInput("Ligne {number} : le champ « requete » (un texte) manque.", number=number)
    return text
