"""Where a person stands: facts read from the database, and the state the screens receive."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cpf_tui.domain.people import Actor
from cpf_tui.domain.quantity import ZERO, Quantity
from cpf_tui.domain.records import State
from cpf_tui.domain.text import Text


class Progress(StrEnum):
    """How far a step is."""

    DONE = "done"
    TODO = "todo"
    WAITING = "waiting"
    LATER = "later"
    OPTIONAL = "optional"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class StepStatus:
    """A step's state in words, whose turn it is (empty: nobody's), and since when."""

    progress: Progress
    words: Text
    turn: Text | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class JourneyFacts:
    """What the fourteen steps are judged on; read once by `services.journey`, never by a screen."""

    account_opened: date | None = None
    dif_declared: date | None = None
    dif_proof_seen: bool = False
    dif_mismatch: bool = False
    place_name: str = ""
    operator_name: Text | None = None
    authorised: bool = False
    shortlisted: int = 0
    chosen_title: str = ""
    contacted: date | None = None
    entry_confirmed: str = ""  # oui | non | attente
    dossier_id: str = ""
    dossier_state: State | None = None
    dossier_since: date | None = None
    dossier_title: str = ""
    gap: Quantity = ZERO
    funding_pending: bool = False
    blocked: Quantity = ZERO
    realised: Quantity | None = None
    open_requests: int = 0
    answered_requests: int = 0


@dataclass(frozen=True, slots=True)
class JourneyState:
    """What every screen may know without asking: who is there, what they can use, and where each step stands."""

    actor: Actor | None = None
    available: Quantity = ZERO
    blocked: Quantity = ZERO
    residence: str = ""  # « Roubaix (59) »
    facts: JourneyFacts = field(default_factory=JourneyFacts)
    statuses: tuple[StepStatus, ...] = ()  # in the order of steps.STEPS

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(one.progress is Progress.DONE for one in self.statuses)

    @property
    def next_step(self) -> int:
        """The index of the first step the person should act on, else of the first one that waits for somebody."""
        order = (Progress.TODO, Progress.BLOCKED, Progress.WAITING)
        ranked = [(order.index(one.progress), at) for at, one in enumerate(self.statuses) if one.progress in order]
        return min(ranked)[1] if ranked else 0
