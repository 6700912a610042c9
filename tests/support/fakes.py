"""The outside world, in memory: what the use cases are tested against.

database = FakeDatabase()
with database.write() as uow: ...      # rolled back unless `uow.commit()`, exactly as the real one
database.tables.dossiers               # look at what is stored, without a transaction
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from cpf_tui import ports
from cpf_tui.domain.equivalences import Equivalence
from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import Actor, Advisor, AdvisorPlace, Holder, Right, Role
from cpf_tui.domain.territory import Commune, Region, distance_km
from cpf_tui.domain.training import Certification, ListRow, Offer, Organisation, SearchHit, SearchRequest, SearchResult
from tests.support.fake_access import FakeAttempts, FakeResets, FakeSecondFactors
from tests.support.fake_audit import FakeAudit
from tests.support.fake_ledger import FakeLedger
from tests.support.fake_personal import FakePersonal
from tests.support.fake_repositories import (
    FakeAdvisors,
    FakeAssistance,
    FakeDossiers,
    FakeDrafts,
    FakeHolders,
    FakeOperations,
    FakeProjects,
    employ,
)

HOLDER = Actor(Role.HOLDER, "claire", "Claire EXEMPLE")
OTHER_HOLDER = Actor(Role.HOLDER, "autre", "Autre EXEMPLE")
ADVISOR = employ(Advisor("paul", "paul", "Paul CONSEIL", "MISSION_LOCALE", frozenset({Right.CREATE, Right.VALIDATE})))
OTHER_ADVISOR = employ(Advisor("anne", "anne", "Anne CONSEIL", "POLE_EMPLOI", frozenset(Right)))

# Fictitious numbers: month 99, place 99 999.
NIR = Nir("200999999900174")
OTHER_NIR = Nir("100999999900226")
SECRET = "quatre mots sans rapport"

NORTH = Region("32", "Hauts-de-France", ("32", "31", "22"))
SOUTH = Region("93", "Provence-Alpes-Côte d’Azur", ("93",))
ROUBAIX = Commune("59512", "Roubaix", ("59100",), "59", NORTH, 98000, 50.69, 3.18)
LILLE = Commune("59350", "Lille", ("59000", "59800"), "59", NORTH, 236000, 50.63, 3.06)
NICE = Commune("06088", "Nice", ("06000", "06300"), "06", SOUTH, 342000, 43.70, 7.27)


@dataclass
class Tables:
    """Everything stored; copied when a write opens, kept when it commits."""

    holders: FakeHolders = field(default_factory=FakeHolders)
    advisors: FakeAdvisors = field(default_factory=FakeAdvisors)
    ledger: FakeLedger = field(default_factory=FakeLedger)
    dossiers: FakeDossiers = field(default_factory=FakeDossiers)
    projects: FakeProjects = field(default_factory=FakeProjects)
    assistance: FakeAssistance = field(default_factory=FakeAssistance)
    drafts: FakeDrafts = field(default_factory=FakeDrafts)
    operations: FakeOperations = field(default_factory=FakeOperations)
    audit: FakeAudit = field(default_factory=FakeAudit)
    attempts: FakeAttempts = field(default_factory=FakeAttempts)
    second_factors: FakeSecondFactors = field(default_factory=FakeSecondFactors)
    resets: FakeResets = field(default_factory=FakeResets)
    personal: FakePersonal = field(default_factory=FakePersonal)

    def __post_init__(self) -> None:
        self.personal.tables = self


class FakeUnitOfWork:
    """A copy of the tables, seen as the ports see them."""

    def __init__(self, tables: Tables) -> None:
        self.tables = deepcopy(tables)
        self.holders: ports.HolderRepository = self.tables.holders
        self.advisors: ports.AdvisorRepository = self.tables.advisors
        self.ledger: ports.LedgerRepository = self.tables.ledger
        self.dossiers: ports.DossierRepository = self.tables.dossiers
        self.projects: ports.ProjectRepository = self.tables.projects
        self.assistance: ports.AssistanceRepository = self.tables.assistance
        self.drafts: ports.DraftRepository = self.tables.drafts
        self.operations: ports.OperationRepository = self.tables.operations
        self.audit: ports.AuditRepository = self.tables.audit
        self.attempts: ports.AttemptRepository = self.tables.attempts
        self.second_factors: ports.SecondFactorRepository = self.tables.second_factors
        self.resets: ports.ResetRepository = self.tables.resets
        self.personal: ports.PersonalRepository = self.tables.personal
        self.committed = False

    def commit(self) -> None:
        self.committed = True


@dataclass
class FakeDatabase:
    """Opens units of work; `fail_next_commit` loses the answer of the next commit, which is written nonetheless."""

    tables: Tables = field(default_factory=Tables)
    commits: int = 0
    reads: int = 0
    writing: bool = False
    fail_next_commit: bool = False
    settled: int = 0
    settles: bool = True

    def settle(self) -> bool:
        assert not self.writing, "what a deletion left is let go of once it is committed"
        self.settled += 1
        return self.settles

    @contextmanager
    def read(self) -> Iterator[FakeUnitOfWork]:
        self.reads += 1
        yield FakeUnitOfWork(self.tables)

    @contextmanager
    def write(self) -> Iterator[FakeUnitOfWork]:
        assert not self.writing, "a write transaction is exclusive"
        self.writing = True
        try:
            uow = FakeUnitOfWork(self.tables)
            yield uow
            if uow.committed:
                self.tables = uow.tables
                self.commits += 1
                if self.fail_next_commit:
                    self.fail_next_commit = False
                    raise StorageError("L’enregistrement n’a pas été confirmé.")
        finally:
            self.writing = False


@dataclass
class FakeClock:
    """Stands still until told."""

    at: datetime = datetime(2026, 4, 10, 9, 30, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return self.at.date()

    def advance(self, **elapsed: float) -> None:
        """Move on: `clock.advance(days=3)`."""
        self.at += timedelta(**elapsed)


@dataclass
class FakeHasher:
    """Fast; refuses to hash while a transaction is open, and counts what it did."""

    database: FakeDatabase | None = None
    verified: list[str | None] = field(default_factory=list)

    def hash(self, secret: str) -> str:
        assert self.database is None or not self.database.writing, "hashing is slow: never inside a transaction"
        return f"hashed:{secret}"

    def verify(self, hashed: str | None, secret: str) -> bool:
        assert self.database is None or not self.database.writing, "hashing is slow: never inside a transaction"
        self.verified.append(hashed)
        return hashed == f"hashed:{secret}"


class FakeVault:
    """Keeps nothing secret, but refuses a value that was moved."""

    def blind_index(self, nir: Nir) -> bytes:
        return f"index:{nir.compact}".encode()

    def seal(self, plain: str, *, owner_id: str, column: str) -> bytes:
        return f"{owner_id}|{column}|{plain}".encode()

    def open(self, sealed: bytes, *, owner_id: str, column: str) -> str:
        owner, stored_column, plain = sealed.decode().split("|", 2)
        if (owner, stored_column) != (owner_id, column):
            raise StorageError("Cette donnée a été déplacée.")
        return plain

    def fingerprint(self, kind: str, value: str) -> bytes:
        return f"{kind}:{value}".encode()


@dataclass
class FakeGazetteer:
    """Three communes of two regions."""

    communes: tuple[Commune, ...] = (LILLE, ROUBAIX, NICE)

    def by_insee(self, insee: str) -> Commune | None:
        return next((one for one in self.communes if one.insee == insee), None)

    def by_postal_code(self, postal_code: str) -> Sequence[Commune]:
        return [one for one in self.communes if postal_code in one.postal_codes]

    def find(self, typed: str, limit: int = 8) -> Sequence[Commune]:
        found = [
            one
            for one in self.communes
            if typed and (one.name.lower().startswith(typed.lower()) or typed in (one.insee, *one.postal_codes))
        ]
        return found[:limit]

    def regions(self) -> Mapping[str, Region]:
        return {one.region.code: one.region for one in self.communes}


@dataclass
class FakeCatalogue:
    """Finds an offer when its title contains what was typed."""

    offers: tuple[Offer, ...] = ()
    certifications: tuple[Certification, ...] = ()
    rows: tuple[ListRow, ...] = ()
    row_reads: int = 0
    requests: list[SearchRequest] = field(default_factory=list)

    def search(self, request: SearchRequest) -> SearchResult:
        self.requests.append(request)
        hits = []
        for offer in self.offers:
            eligible = None if request.eligible is None else offer.certification in request.eligible
            if request.text.lower() in offer.title.lower() and (eligible or not request.only_eligible):
                hits.append(SearchHit(offer, 1.0, self._distance(request, offer), eligible))
        return SearchResult(tuple(hits[: request.limit]), len(hits))

    def offer(self, offer_id: str) -> Offer | None:
        return next((one for one in self.offers if one.offer_id == offer_id), None)

    def offers_for(self, certification: str) -> Sequence[Offer]:
        return [one for one in self.offers if one.certification == certification]

    def certification(self, code: str) -> Certification | None:
        return next((one for one in self.certifications if one.code == code), None)

    def list_rows(self) -> Sequence[ListRow]:
        self.row_reads += 1
        return self.rows

    @staticmethod
    def _distance(request: SearchRequest, offer: Offer) -> float | None:
        if request.origin is None or offer.latitude is None or offer.longitude is None:
            return None
        return distance_km(request.origin, (offer.latitude, offer.longitude))


@dataclass
class FakeReference:
    """A few places and diplomas."""

    stored: tuple[AdvisorPlace, ...] = ()
    diplomas: tuple[tuple[str, str, int], ...] = (("CAP", "CAP", 3), ("BAC", "Baccalauréat", 4))
    rules: tuple[Equivalence, ...] = ()
    organisations: tuple[Organisation, ...] = ()

    def organisation(self, siret: str) -> Organisation | None:
        return next((one for one in self.organisations if one.siret == siret), None)

    def places(self) -> Sequence[AdvisorPlace]:
        return self.stored

    def place(self, place_id: str) -> AdvisorPlace | None:
        return next((one for one in self.stored if one.id == place_id), None)

    def diploma_kinds(self) -> Sequence[tuple[str, str, int]]:
        return self.diplomas

    def equivalences(self) -> Sequence[Equivalence]:
        return self.rules


def with_holder(
    database: FakeDatabase, holder: Holder | None = None, nir: Nir = NIR, sources: Iterable[str] = ("CPF", "DIF")
) -> Holder:
    """Store a holder whose sign-up is complete (Claire, of Roubaix, unless told), with empty accounts."""
    holder = holder or Holder(
        HOLDER.id,
        "Exemple",
        "Claire",
        date(1990, 5, 17),
        residence=ROUBAIX.insee,
        highest_level=3,
        opened_at=datetime(2026, 3, 3, 9, 0, tzinfo=UTC),
    )
    with database.write() as uow:
        uow.holders.add(holder, nir, f"hashed:{SECRET}")
        for source in sources:
            uow.ledger.open_account(holder.id, source)
        uow.commit()
    return holder
