"""The sheet of a training (step 6): who gives it, whether one can enter, what a diploma dispenses of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cpf_tui.domain.eligibility import Eligibility
from cpf_tui.domain.equivalences import (
    Dispensation,
    HeldDiploma,
    Prerequisite,
    check_prerequisite,
    dispensations,
    highest_level,
)
from cpf_tui.domain.errors import NotFound
from cpf_tui.domain.levels import from_text
from cpf_tui.domain.people import Actor, Diploma, Role, ShortlistItem
from cpf_tui.domain.training import Certification, Offer, Organisation
from cpf_tui.ports import Database, Gazetteer, ReferenceData, TrainingCatalogue
from cpf_tui.services.access import anyone
from cpf_tui.services.search import SearchScope, TrainingSearch
from cpf_tui.services.support import km_to

MOST_OTHERS = 50


@dataclass(frozen=True, slots=True)
class TrainingSheet:
    """Everything about one offer, for this person.

    `others` leads to the same certification, the nearest first; `organisation` is what the public lists say of who
    gives it, None where they were not imported or do not know it.
    """

    offer: Offer
    certification: Certification | None
    eligibility: Eligibility
    others: tuple[tuple[Offer, float | None], ...]
    prerequisites: Prerequisite
    dispensations: tuple[Dispensation, ...]
    kept: bool = False
    chosen: bool = False
    km: float | None = None
    organisation: Organisation | None = None


@dataclass(frozen=True, slots=True)
class _Person:
    """What the sheet knows of who reads it: nothing before sign-in, nor for an advisor."""

    diplomas: tuple[HeldDiploma, ...] = ()
    level: int | None = None
    items: tuple[ShortlistItem, ...] = ()


class TrainingSheets:
    """Builds the sheets."""

    def __init__(
        self,
        database: Database,
        catalogue: TrainingCatalogue,
        gazetteer: Gazetteer,
        reference: ReferenceData,
        search: TrainingSearch,
    ) -> None:
        self._database, self._catalogue, self._gazetteer = database, catalogue, gazetteer
        self._reference, self._search = reference, search

    @anyone("public catalogue; of accounts, the diplomas and the list of the holder who is signed in")
    def sheet(self, actor: Actor | None, scope: SearchScope, offer_id: str) -> TrainingSheet:
        """Return the sheet of an offer; raises `NotFound` when it left the catalogue."""
        offer = self._catalogue.offer(offer_id)
        if offer is None:
            raise NotFound("Cette formation n’est plus dans le catalogue. Cherchez-en une autre.")
        person = self._person(actor)
        certification = self._catalogue.certification(offer.certification) if offer.certification else None
        required = from_text(offer.prerequisites or (certification.prerequisites if certification else ""))
        item = next((one for one in person.items if one.offer_id == offer_id), None)
        return TrainingSheet(
            offer=offer,
            certification=certification,
            eligibility=self._search.eligibility_of(scope, offer),
            others=self._others(offer, scope),
            prerequisites=check_prerequisite(required.framework if required else None, person.level),
            dispensations=dispensations(person.diplomas, certification, self._reference.equivalences())
            if certification
            else (),
            kept=item is not None,
            chosen=item is not None and item.chosen,
            km=km_to(offer, scope.commune, self._gazetteer),
            organisation=self._reference.organisation(offer.organisation_siret),
        )

    def _others(self, offer: Offer, scope: SearchScope) -> tuple[tuple[Offer, float | None], ...]:
        if not offer.certification:
            return ()
        same = self._catalogue.offers_for(offer.certification)
        found = [(one, km_to(one, scope.commune, self._gazetteer)) for one in same if one.offer_id != offer.offer_id]
        found.sort(key=lambda pair: (pair[1] is None, pair[1] or 0.0, pair[0].organisation, pair[0].offer_id))
        return tuple(found[:MOST_OTHERS])

    def _person(self, actor: Actor | None) -> _Person:
        if actor is None or actor.role is not Role.HOLDER:
            return _Person()
        with self._database.read() as uow:
            holder = uow.holders.get(actor.id)
            diplomas = uow.projects.diplomas(actor.id)
            items = tuple(uow.projects.shortlist(actor.id))
        held = self._held(diplomas)
        return _Person(held, highest_level(held, holder.highest_level), items)

    def _held(self, diplomas: Sequence[Diploma]) -> tuple[HeldDiploma, ...]:
        """Join the declared diplomas with the level of their kind."""
        levels = {code: level for code, _, level in self._reference.diploma_kinds()}
        return tuple(HeldDiploma(one.code, level=levels.get(one.code), title=one.title) for one in diplomas)
