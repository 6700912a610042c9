"""The program's own search, through its public functions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cpf_tui.catalogue.build import import_file
from cpf_tui.catalogue.catalogue import Catalogue
from cpf_tui.domain.narrowing import HOURS, KILOMETRES, Criterion
from cpf_tui.domain.training import SearchRequest
from tests.benchmarks.engines import LINES
from tests.benchmarks.queries import Found

RESIDENCE = (45.76, 4.84)  # Lyon: amid the offers, so that the filter of distance keeps and leaves many
NARROWING = {Criterion.PLACE: KILOMETRES[-1], Criterion.LENGTH: str(HOURS[-1])}
LABELS = ("formacodes-v14.csv.gz", "rome-appellations.csv.gz")
_SOME = 5000  # offers whose certifications are eligible


def build(source: Path, folder: Path, variant: str) -> None:
    """Import the offers as the catalogue of a data directory; « labelled » adds the lists that stand beside them."""
    import_file(source, folder)
    for name in LABELS if variant == "labelled" else ():
        import_file(source.with_name(name), folder)


def open_index(source: Path, folder: Path, variant: str) -> CatalogueSearch:
    """Open the catalogue; « filtered » asks every request with the filters and the counts of a signed-in person."""
    del source
    return CatalogueSearch(Catalogue(folder), filtered=variant == "filtered")


class CatalogueSearch:
    """Asks the catalogue as the screen does."""

    def __init__(self, catalogue: Catalogue, *, filtered: bool) -> None:
        self._catalogue = catalogue
        self._request = _of_somebody(catalogue) if filtered else SearchRequest("")

    def search(self, typed: str, limit: int = LINES) -> list[Found]:
        """Answer what stands in the line."""
        offers = [hit.offer for hit in self._catalogue.search(replace(self._request, text=typed, limit=limit)).hits]
        return [Found(one.training_id, one.certification, one.organisation, one.insee) for one in offers]


def _of_somebody(catalogue: Catalogue) -> SearchRequest:
    """Return the request of somebody who lives at `RESIDENCE` and may use what a part of the offers lead to."""
    some = catalogue.search(SearchRequest("", limit=_SOME)).hits
    eligible = frozenset(hit.offer.certification for hit in some) - {""}
    return SearchRequest(
        "", eligible=eligible, only_eligible=True, origin=RESIDENCE, narrowing=NARROWING, facets=frozenset(Criterion)
    )
