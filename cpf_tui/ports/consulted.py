"""What is only read: the communes, the trainings, the reference tables, the pages of information."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from cpf_tui.domain.equivalences import Equivalence
from cpf_tui.domain.information import InformationPage
from cpf_tui.domain.people import (
    AdvisorPlace,
)
from cpf_tui.domain.territory import Commune, Region
from cpf_tui.domain.training import Certification, ListRow, Offer, Organisation, SearchRequest, SearchResult


class Gazetteer(Protocol):
    """The communes of France."""

    def by_insee(self, insee: str) -> Commune | None:
        """Return the commune with that INSEE code."""

    def by_postal_code(self, postal_code: str) -> Sequence[Commune]:
        """Return the communes a postal code serves, most populous first."""

    def find(self, typed: str, limit: int = 8) -> Sequence[Commune]:
        """Find communes by name (accents, case, hyphens and small mistakes forgiven), INSEE or postal code."""

    def regions(self) -> Mapping[str, Region]:
        """Return the regions by their 2016 code."""


class TrainingCatalogue(Protocol):
    """The offers, certifications and lists in force; a new import is seen without restarting."""

    def search(self, request: SearchRequest) -> SearchResult:
        """Search the offers; best first, and bounded in time whatever was typed."""

    def offer(self, offer_id: str) -> Offer | None:
        """Return one offer."""

    def offers_for(self, certification: str) -> Sequence[Offer]:
        """Return every offer that leads to a certification."""

    def certification(self, code: str) -> Certification | None:
        """Return one certification."""

    def list_rows(self) -> Sequence[ListRow]:
        """Return every row of every list; small enough to be held in memory."""


class ReferenceData(Protocol):
    """The reference tables, shipped or imported; a new import is seen without restarting."""

    def places(self) -> Sequence[AdvisorPlace]:
        """Return every place where an advisor receives people."""

    def place(self, place_id: str) -> AdvisorPlace | None:
        """Return one place."""

    def organisation(self, siret: str) -> Organisation | None:
        """Return what the public lists say of a training organisation, None where no list was imported."""

    def diploma_kinds(self) -> Sequence[tuple[str, str, int]]:
        """Return what a person may declare: (code, title, level of 2019), lowest level first."""

    def equivalences(self) -> Sequence[Equivalence]:
        """Return every rule of dispensation by a diploma held."""


class InformationPages(Protocol):
    """The information pages (step 1)."""

    def pages(self) -> Sequence[InformationPage]:
        """Return every page, in reading order."""

    def find_pages(self, typed: str) -> Sequence[InformationPage]:
        """Return the pages that speak of what was typed, best first; all of them for an empty text."""


class Reference(ReferenceData, InformationPages, Protocol):
    """Everything there is to consult."""
