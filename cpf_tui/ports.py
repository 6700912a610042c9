"""What the use cases need from the outside, as Protocols: persistence, catalogue, clock, secrets.

Services are written and tested against these; `cpf_tui.bootstrap` chooses what stands behind them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from cpf_tui.domain.territory import Commune
from cpf_tui.domain.training import Certification, ListRow, Offer, SearchRequest, SearchResult


class Gazetteer(Protocol):
    """The communes of France."""

    def by_insee(self, insee: str) -> Commune | None:
        """Return the commune with that INSEE code."""

    def by_postal_code(self, postal_code: str) -> Sequence[Commune]:
        """Return the communes a postal code serves, most populous first."""

    def find(self, typed: str, limit: int = 8) -> Sequence[Commune]:
        """Find communes by name (accents, case, hyphens and small mistakes forgiven), INSEE or postal code."""


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
