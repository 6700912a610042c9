"""The people of the program and what each may do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from cpf_tui.domain.access import Duty


class Role(StrEnum):
    """Who is at the keyboard."""

    HOLDER = "titulaire"
    ADVISOR = "conseiller"
    OPERATOR = "exploitant"
    NEWCOMER = "arrivant"  # an advisor who still has a duty to do before they may act: no use case knows them


class Right(StrEnum):
    """What a body lets its advisor do.

    Three rights concern a dossier, and only a funder closes one (source); the last is to attest who somebody is.
    """

    CREATE = "creer"
    VALIDATE = "valider"
    CLOSE = "clore"
    ATTEST = "attester"


class Employment(StrEnum):
    """The status that lists of eligible trainings look at (L6323-16, L6323-21)."""

    JOB_SEEKER = "DE"
    EMPLOYEE = "SALARIE"


class Civility(StrEnum):
    """Civility, only used to cross-check the NIR (a warning, never a refusal)."""

    MADAM = "madame"
    SIR = "monsieur"


@dataclass(frozen=True, slots=True)
class Actor:
    """The person a use case acts for: identity and rights, made at sign-in, passed to every service.

    `duties` are what a newcomer has to do, in order, before they become an advisor who may act.
    """

    role: Role
    id: str
    name: str
    operator: str = ""  # the advisor's body: POLE_EMPLOI, MISSION_LOCALE…
    rights: frozenset[Right] = frozenset()
    duties: tuple[Duty, ...] = ()


NOBODY = Actor(Role.HOLDER, "", "")
"""Who has not signed in: no account is theirs, and no reserved use case lets them in."""
OPERATOR_ACTOR = Actor(Role.OPERATOR, "exploitant", "Exploitant")
"""Who runs the installation: whoever has the command line and the key file. Only the command line acts as them."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A titulaire. The NIR and the secret are not here: they stay behind the vault and the hasher.

    `opened_at` is None while the sign-up is unfinished: the account exists, the person can come back to it, and no
    right is written on it yet. `residence` is an INSEE commune code.
    """

    id: str
    last_name: str = ""
    first_names: str = ""
    birth_date: date | None = None
    civility: Civility | None = None
    residence: str = ""
    employment: Employment = Employment.JOB_SEEKER
    highest_level: int | None = None
    out_of_school: bool = True
    disability_recognised: bool = False
    executive: bool = False
    email: str = ""
    phone: str = ""
    opened_at: datetime | None = None
    place_id: str = ""  # the advisor's place the holder chose (step 4)
    operator: str = ""  # and its operator
    created_at: datetime | None = None  # when the number and the secret were given; None: before it was kept

    @property
    def full_name(self) -> str:
        """First names then last name in capitals, as French forms write it."""
        return f"{self.first_names} {self.last_name.upper()}".strip()


@dataclass(frozen=True, slots=True)
class Advisor:
    """An advisor of an operator of the conseil en évolution professionnelle (L6111-6)."""

    id: str
    login: str
    name: str
    operator: str
    rights: frozenset[Right]
    place_id: str = ""
    active: bool = True
    secret_to_change: bool = False  # somebody else chose it: to be changed at the next sign-in

    @property
    def actor(self) -> Actor:
        """Who they are to the use cases."""
        return Actor(Role.ADVISOR, self.id, self.name, self.operator, self.rights)


@dataclass(frozen=True, slots=True)
class AdvisorPlace:
    """Where an operator receives people; `example` marks demonstration rows."""

    id: str
    operator: str
    name: str
    address: str
    postal_code: str
    insee: str
    commune: str
    phone: str = ""
    email: str = ""
    hours: str = ""
    latitude: float | None = None
    longitude: float | None = None
    example: bool = False


class Scope(StrEnum):
    """What a holder lets a body see (R6323-16 III)."""

    HOURS = "heures"
    HISTORY = "historique"
    PASSPORT = "passeport"


@dataclass(frozen=True, slots=True)
class Authorisation:
    """A holder's permission to a body: scope, first and last day, revocable at any time (R6323-16 III)."""

    id: str
    holder_id: str
    operator: str
    scopes: frozenset[Scope]
    start: date
    end: date
    revoked_at: datetime | None = None

    def covers(self, scope: Scope, on: date) -> bool:
        """Say whether this permission holds for that scope on that day."""
        return self.revoked_at is None and scope in self.scopes and self.start <= on <= self.end


@dataclass(frozen=True, slots=True)
class Diploma:
    """A diploma the holder declares; `code` is one of `catalog_data/diplomes.csv`."""

    id: str
    holder_id: str
    code: str
    title: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class ShortlistItem:
    """A training the holder keeps, with a note of their own."""

    holder_id: str
    offer_id: str
    note: str = ""
    added_at: datetime | None = None
    chosen: bool = False  # the one chosen at step 6; at most one


@dataclass(frozen=True, slots=True)
class ContactNote:
    """One contact with an organisation (step 7): when, whom, how, what was answered.

    `prerequisites` is `oui`, `non` or `attente`.
    """

    id: str
    holder_id: str
    offer_id: str
    on: date
    whom: str
    means: str
    answer: str
    prerequisites: str
    author: str
    recorded_at: datetime


class RequestState(StrEnum):
    """Where an assistance request stands."""

    OPEN = "ouverte"
    ANSWERED = "repondue"
    CLOSED = "close"


@dataclass(frozen=True, slots=True)
class AssistanceMessage:
    """One message of an assistance request."""

    request_id: str
    author_role: Role
    author: str
    body: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AssistanceRequest:
    """A request for help (step 14) with its reference and its messages, oldest first."""

    id: str
    reference: str
    holder_id: str
    topic: str
    state: RequestState
    created_at: datetime
    messages: tuple[AssistanceMessage, ...] = field(default_factory=tuple)
