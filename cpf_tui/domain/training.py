"""Trainings as the catalogue knows them: certifications, the offers that lead to them, and what a search returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cpf_tui.domain.explanation import Explanation
from cpf_tui.domain.narrowing import Counted, Criterion, Loosening, Narrowing
from cpf_tui.domain.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Certification:
    """A certification of the national registers: `code` is `RNCP183` or `RS5080`.

    `level` is the framework of 2019 (2 to 8), None where the register gives none.
    """

    code: str
    title: str
    level: int | None = None
    domain: str = ""
    formacode: str = ""
    certifier: str = ""
    prerequisites: str = ""
    sector: str = ""  # kind of diploma: CAP, BTS, TP, CQP…: what equivalences are keyed on
    active: bool = True  # whether the register still holds it


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach somebody; empty strings where nothing is known."""

    address: str = ""
    postal_code: str = ""
    commune: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """One training by one organisation at one place: what a person can enter.

    `offer_id` is the source's `id_action`, `training_id` its `id_formation`; `duration` is None where the source
    gives none; `price_cents` is euros in hundredths; `sessions` are start dates as the source gives them
    (`2026-12-07` or `2021-09`); `example` marks demonstration rows, shown as such on screen.
    """

    offer_id: str
    training_id: str
    title: str
    organisation: str
    organisation_siret: str = ""
    certification: str = ""
    certif_info: str = ""
    level: int | None = None
    formacodes: tuple[str, ...] = ()
    romes: tuple[str, ...] = ()
    insee: str = ""
    department: str = ""
    region: str = ""
    latitude: float | None = None
    longitude: float | None = None
    contact: Contact = field(default_factory=Contact)
    sessions: tuple[str, ...] = ()
    duration: Quantity | None = None
    price_cents: int | None = None
    remote: bool = False
    prerequisites: str = ""
    rhythm: str = ""
    example: bool = False


@dataclass(frozen=True, slots=True)
class Organisation:
    """A training organisation as the public lists know it.

    SIRET (14 digits), legal name, number of declaration of activity (NDA), declared address; `qualiopi` tells whether
    it holds the quality certificate.
    """

    siret: str
    name: str
    nda: str = ""
    contact: Contact = field(default_factory=Contact)
    qualiopi: bool = False


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list of eligible trainings (COPANEF, COPAREF or branch), valid from `start` to `end` inclusive.

    `level` is one of `domain.lists`. A row that declares something of a whole list names no certification: a region
    takes the list of another (`taken_from`), or says that it adopted none.
    """

    body: str  # « COPANEF », « COPAREF Nord-Pas-de-Calais »…
    level: str
    region: str  # INSEE region code, old or new; empty on the national and branch lists
    certification: str  # RNCP… or RS… code; empty where only the Certif Info number is known
    code_cpf: str
    public: str  # TOUT_PUBLIC | DE | SALARIE
    start: date
    end: date | None = None
    certif_info: str = ""  # number of the certification in the Certif Info base
    title: str = ""
    example: bool = False
    taken_from: str = ""  # INSEE code of the region whose list is taken


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search: the typed text and the filters.

    `eligible` holds the certifications one can use, as `domain.eligibility.eligible_codes` gives them (None: unknown);
    `narrowing` holds the choices in force. `origin` is (latitude, longitude) of the residence, for distances;
    `department` and `region` are its codes, `today` the day from which starts are to come: a choice that needs one
    that is absent lets everything through. `facets` are the criteria whose choices are to be counted;
    `explain` asks for the explanation of each hit.
    """

    text: str
    eligible: frozenset[str] | None = None
    only_eligible: bool = False
    origin: tuple[float, float] | None = None
    narrowing: Narrowing = field(default_factory=dict)
    department: str = ""
    region: str = ""
    today: date | None = None
    facets: frozenset[Criterion] = frozenset()
    limit: int = 50
    explain: bool = False


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One offer found: its score, distance in kilometres from the origin, eligibility, and the characters that matched.

    `highlights` are (start, end) character spans of `offer.title` to show as matched.
    """

    offer: Offer
    score: float
    distance_km: float | None = None
    eligible: bool | None = None
    highlights: tuple[tuple[int, int], ...] = ()
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found, best first.

    `understood` is the corrected query when it differs from the typed one (« soudur » → « soudeur »), else empty.
    `eligible_count` and `ineligible_count` count offers over everything found, not only `hits`. `facets` are the
    criteria asked for, with their choices counted. When nothing passes the filters, `loosenings` say which one alone is
    in the way, and `unfiltered_count` what would be found without any.
    """

    hits: tuple[SearchHit, ...]
    total: int
    eligible_count: int | None = None
    ineligible_count: int | None = None
    understood: str = ""
    elapsed_ms: float = 0.0
    facets: Mapping[Criterion, tuple[Counted, ...]] = field(default_factory=dict)
    loosenings: tuple[Loosening, ...] = ()
    unfiltered_count: int = 0
