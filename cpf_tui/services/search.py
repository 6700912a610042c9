"""Searching trainings (step 5): what the person can use where they live, and why or why not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from types import MappingProxyType

from cpf_tui.domain.eligibility import Eligibility, eligible_codes, explain
from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.lists import Situation
from cpf_tui.domain.narrowing import Criterion, Narrowing
from cpf_tui.domain.people import Actor, Employment, Role
from cpf_tui.domain.territory import Commune
from cpf_tui.domain.training import ListRow, Offer, SearchRequest, SearchResult
from cpf_tui.ports import Clock, Database, Gazetteer, TrainingCatalogue
from cpf_tui.services.access import anyone
from cpf_tui.services.support import origin_of, region_names

_EVERYTHING: Narrowing = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Helped:
    """The person an advisor searches for: where they live (INSEE code) and their status; written « 59512 DE »."""

    insee: str
    employment: Employment

    def __str__(self) -> str:
        return f"{self.insee} {self.employment}"

    @classmethod
    def parse(cls, written: str) -> Helped | None:
        """Read what `str` wrote; None for an empty text."""
        insee, _, employment = written.partition(" ")
        return cls(insee, Employment(employment)) if insee else None


@dataclass(frozen=True, slots=True)
class SearchScope:
    """For whom a search is made, on which day: computed once, then passed to every search.

    Without a residence `commune` and `eligible` are None: nothing can be said of what is usable.
    """

    commune: Commune | None
    eligible: frozenset[str] | None
    situation: Situation


class TrainingSearch:
    """Searches the catalogue. Safe to call from several threads."""

    def __init__(self, database: Database, catalogue: TrainingCatalogue, gazetteer: Gazetteer, clock: Clock) -> None:
        self._database, self._catalogue, self._gazetteer, self._clock = database, catalogue, gazetteer, clock
        self._lock = Lock()
        self._rows: Sequence[ListRow] = ()
        self._sets: dict[Situation, frozenset[str]] = {}

    @anyone("public catalogue")
    def prepare(self) -> None:
        """Open what the first search reads, so that nobody waits for it: the offers, the lists, the communes."""
        self._catalogue.list_rows()
        self._gazetteer.by_insee("")
        self._catalogue.search(SearchRequest("", limit=0))

    @anyone("public catalogue; of accounts, the residence and status of the holder who is signed in")
    def scope(
        self, actor: Actor | None, residence: str = "", on: date | None = None, *, helped: Helped | None = None
    ) -> SearchScope:
        """Say what a person can use: the holder's own residence, or the one typed (a postal code first, else INSEE).

        `helped` is the person an advisor searches for; `on` is the day the lists are read for, today unless told.
        Raises `InvalidInput` for an unknown residence.
        """
        commune, employment = None, Employment.JOB_SEEKER
        if actor is not None and actor.role is Role.HOLDER:
            with self._database.read() as uow:
                holder = uow.holders.get(actor.id)
            commune, employment = self._gazetteer.by_insee(holder.residence), holder.employment
        if helped is not None:
            commune, employment = self._gazetteer.by_insee(helped.insee), helped.employment
        if residence:
            commune = self._typed(residence)
        day = on or self._clock.today()
        if commune is None:
            return SearchScope(None, None, Situation(employment, None, "", day))
        situation = Situation(employment, commune.region.codes, commune.region.name, day)
        return SearchScope(commune, self._eligible(situation), situation)

    @anyone("public catalogue")
    def search(
        self,
        scope: SearchScope,
        typed: str,
        *,
        only_eligible: bool = True,
        narrowing: Narrowing = _EVERYTHING,
        facets: Collection[Criterion] = (),
        limit: int = 50,
    ) -> SearchResult:
        """Search, and count the choices of `facets`.

        Without a known residence, nothing is filtered by eligibility nor by where it takes place from there.
        """
        return self._catalogue.search(
            SearchRequest(
                typed,
                eligible=scope.eligible,
                only_eligible=only_eligible and scope.eligible is not None,
                origin=origin_of(scope.commune),
                narrowing=narrowing,
                department=scope.commune.department if scope.commune else "",
                region=scope.commune.region.code if scope.commune else "",
                today=scope.situation.on,
                facets=frozenset(facets),
                limit=limit,
            )
        )

    @anyone("public catalogue")
    def eligibility_of(self, scope: SearchScope, offer: Offer, on: date | None = None) -> Eligibility:
        """Explain why an offer can be paid with one's hours or not, that day, and what would change it."""
        return self.eligibility(scope, offer.certification, on, certif_info=offer.certif_info)

    @anyone("public catalogue")
    def eligibility(
        self, scope: SearchScope, certification: str, on: date | None = None, *, certif_info: str = ""
    ) -> Eligibility:
        """Explain why a certification can be used or not, that day (the scope's unless told), and what would change it.

        It is known by its code of the registers, by its Certif Info number, or by both.
        """
        return explain(
            certification,
            self._catalogue.list_rows(),
            replace(scope.situation, on=on or scope.situation.on),
            region_names(self._gazetteer),
            certif_info,
        )

    def _typed(self, residence: str) -> Commune:
        """Read a residence: 59100 is Roubaix to everybody, although it is also the INSEE code of a village."""
        served = self._gazetteer.by_postal_code(residence)
        commune = served[0] if served else self._gazetteer.by_insee(residence)
        if commune is None:
            raise InvalidInput(
                "« {residence} » n’est ni un code postal ni un code INSEE connu. Écrivez cinq chiffres, "
                "par exemple 59100.",
                residence=residence,
            )
        return commune

    def _eligible(self, situation: Situation) -> frozenset[str]:
        """Compute the usable certifications, once for the same lists, place, status and day."""
        rows = self._catalogue.list_rows()
        with self._lock:
            # The catalogue gives the same rows until another import: a new object is a new version of the lists.
            if rows is not self._rows:
                self._rows, self._sets = rows, {}
            if situation not in self._sets:
                # Other days are over; other places of the same day stay, for an advisor who goes from one to another.
                self._sets = {known: codes for known, codes in self._sets.items() if known.on == situation.on}
                self._sets[situation] = eligible_codes(rows, situation)
            return self._sets[situation]
