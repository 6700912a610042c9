"""One populated base on a real file, on which every use case is tried as everybody, and which nothing changes.

Each try runs in a transaction that is undone: the transactions of the use cases are savepoints inside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from cpf_tui import ports
from cpf_tui.assembly import build_services
from cpf_tui.bootstrap import Container
from cpf_tui.domain.access import Demand
from cpf_tui.domain.ledger import EntryKind, NewEntry
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import OPERATOR_ACTOR, Actor, Advisor, AdvisorPlace, Right, Role
from cpf_tui.domain.quantity import Quantity
from cpf_tui.journey.forms.advisor import CorrectionForm, EntryForm, FundingRequestForm, ProofForm
from cpf_tui.journey.forms.dossier import DossierForm
from cpf_tui.journey.questions import Form
from cpf_tui.persistence.tables import metadata
from cpf_tui.persistence.unit_of_work import SqlDatabase, SqlUnitOfWork
from cpf_tui.services.administration import Administration
from cpf_tui.services.registry import Services
from cpf_tui.services.retention import Retention
from cpf_tui.services.unlocking import Unlocking
from cpf_tui.settings import Settings
from tests.support.fakes import FakeCatalogue, FakeClock, FakeGazetteer, FakeHasher, FakeReference
from tests.support.forms import authorisation, contact, dif, diploma, filled, help_wanted, profile
from tests.support.project_desk import WELDING
from tests.support.right_answers import RIGHT, SECRET

CHOSEN, OTHER_BODY = "MISSION_LOCALE", "POLE_EMPLOI"
CLAIRE_NIR, KARIM_NIR, FREE_NIR = Nir("200999999900174"), Nir("100999999900226"), Nir("201999999900323")
STATES = ("draft", "consented", "submitted", "proved", "correction", "suspended", "funding", "validated", "training")
OFFERS = tuple(
    replace(WELDING, offer_id=f"o-{state}", title=f"Formation {state}") for state in (*STATES, "lacking", "free")
)
_UNWATCHED = {"audit", "audit_segment", "sign_in_attempt"}


def right(form: type[Form], **changed: str) -> Form:
    """Fill a form with right answers, some of them changed."""
    return filled(form, RIGHT[form] | changed)


class _Trial(SqlUnitOfWork):
    """A transaction inside the one that will be undone."""

    def __init__(self, connection: Connection, vault: ports.Vault) -> None:
        super().__init__(connection, vault, lambda _error: None)
        self._nested = connection.begin_nested()

    def commit(self) -> None:
        self._nested.commit()

    def leave(self) -> None:
        if self._nested.is_active:
            self._nested.rollback()


@dataclass
class TrialDatabase:
    """A database whose every change is undone at the end of a `trial`."""

    engine: Engine
    vault: ports.Vault
    connection: Connection | None = None

    @contextmanager
    def trial(self) -> Iterator[None]:
        self.connection = self.connection or self.engine.connect()
        undone = self.connection.begin()
        try:
            yield
        finally:
            undone.rollback()

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.engine.dispose()

    @contextmanager
    def write(self) -> Iterator[ports.UnitOfWork]:
        assert self.connection is not None
        uow = _Trial(self.connection, self.vault)
        try:
            yield uow
        finally:
            uow.leave()

    @contextmanager
    def read(self) -> Iterator[ports.UnitOfWork]:
        assert self.connection is not None
        yield SqlUnitOfWork(self.connection, self.vault, lambda _error: None)

    def settle(self) -> bool:
        return True

    def digest(self) -> str:
        """Digest every row of every table but the audit and the count of tries."""
        assert self.connection is not None
        seen = hashlib.sha256()
        for table in metadata.sorted_tables:
            if table.name not in _UNWATCHED:
                rows = sorted(map(repr, self.connection.execute(select(table)).all()))
                seen.update(f"{table.name}{rows}".encode())
        return seen.hexdigest()

    def changes(self) -> int:
        """Count every row written since the connection was opened, undone ones included."""
        assert self.connection is not None
        return int(self.connection.exec_driver_sql("SELECT total_changes()").scalar_one())


@dataclass
class AccessBase:
    """Claire, who chose the mission locale; Karim, who chose nobody; advisors; a dossier of Claire in each state."""

    services: Services
    administration: Administration
    unlocking: Unlocking
    retention: Retention
    trials: TrialDatabase
    clock: FakeClock
    claire: Actor
    karim: Actor
    dossiers: dict[str, str]
    advisors: dict[str, Actor]
    ids: dict[str, str] = field(default_factory=dict)
    _operations: int = 0

    def op(self) -> str:
        """Make the identifier of a new operation."""
        self._operations += 1
        return f"essai-{self._operations}"


def populate(folder: Path) -> AccessBase:
    """Make the base by the use cases, then return it with the use cases that undo what they do."""
    container = Container(Settings(data_dir=folder, key_file=None, advisor_second_factor=Demand.PROPOSED))
    clock = FakeClock(datetime(2026, 4, 10, 9, 30, tzinfo=UTC))
    reference = FakeReference((AdvisorPlace("ml", CHOSEN, "Mission locale", "", "59100", "59512", "Roubaix"),))
    fakes = {
        "clock": clock,
        "hasher": FakeHasher(),
        "gazetteer": FakeGazetteer(),
        "catalogue": FakeCatalogue(OFFERS),
        "reference": reference,
    }
    container.__dict__.update(fakes)
    database = container.database
    made = _Making(build_services(container), database, clock, Administration(database, FakeHasher(), clock))
    made.everything()
    backend = database.backend
    database.close()
    trials = TrialDatabase(backend.writer(), container.vault)
    container.__dict__["database"] = trials
    guarded = (trials, FakeHasher(), clock, container.vault)
    return AccessBase(
        build_services(container),
        Administration(trials, FakeHasher(), clock),
        Unlocking(*guarded),
        container.retention,
        trials,
        clock,
        made.claire,
        made.karim,
        made.dossiers,
        made.advisors,
        made.ids,
    )


class _Making:
    def __init__(
        self, services: Services, database: SqlDatabase, clock: FakeClock, administration: Administration
    ) -> None:
        self.services, self.database, self.clock, self.administration = services, database, clock, administration
        self.dossiers: dict[str, str] = {}
        self.advisors: dict[str, Actor] = {}
        self.ids: dict[str, str] = {}
        self.claire = self.karim = Actor(Role.HOLDER, "", "")
        self._operations = 0

    def op(self) -> str:
        self._operations += 1
        return f"op-{self._operations}"

    def everything(self) -> None:
        self._advisors()
        self.claire = self._holder(CLAIRE_NIR, "Claire")
        self.karim = self._holder(KARIM_NIR, "Karim")
        one, claire = self.services, self.claire
        erased = one.accounts.start(FREE_NIR, SECRET, self.op())
        one.erasures.erase(erased, SECRET, self.op())
        self.ids["erased"] = erased.id
        one.dif.declare(claire, dif(), self.op())
        self._credit()
        one.advisors.choose(claire, "ml", authorisation(), self.op())
        self.ids["authorisation"] = one.advisors.authorisations(claire)[0].id
        one.project.keep(claire, "o-free")
        self.ids["diploma"] = one.project.add_diploma(claire, "CAP", diploma(), self.op()).id
        self.ids["contact"] = one.contacts.record(claire, "o-free", contact(), self.op()).id
        self.ids["request"] = one.assistance.ask(claire, help_wanted("Mot très privé"), self.op()).id
        for state in STATES:
            self._dossier(state)
        self._dossier("lacking", planned="900")
        self._in_their_states()

    def _advisors(self) -> None:
        sets = {
            "aucun": frozenset[Right](),
            **{one.value: frozenset({one}) for one in Right},
            "tous": frozenset(Right),
            "parti": frozenset(Right),
            "diminue": frozenset(Right),
        }
        for name, rights in sets.items():
            self._advisor(name, CHOSEN, rights)
        self._advisor("ailleurs", OTHER_BODY, frozenset(Right))
        self.administration.set_active(OPERATOR_ACTOR, "conseil.parti", active=False)
        self.administration.set_rights(OPERATOR_ACTOR, "conseil.diminue", ())

    def _advisor(self, name: str, operator: str, rights: frozenset[Right]) -> Advisor:
        made = self.administration.add_advisor(
            OPERATOR_ACTOR, f"conseil.{name}", f"Conseil {name}", operator, rights, secret=SECRET
        )
        self.advisors[name] = made.actor
        return made

    def _holder(self, nir: Nir, first: str) -> Actor:
        started = self.services.accounts.start(nir, SECRET, self.op())
        holder = self.services.accounts.save_profile(started, profile(first_names=first), self.op())
        return replace(started, name=holder.full_name)

    def _credit(self) -> None:
        with self.database.write() as uow:
            account = uow.ledger.open_account(self.claire.id, "CPF")
            entry = NewEntry(self.op(), account.id, EntryKind.CREDIT, Quantity.of(150), "annual_credit", "essai")
            uow.ledger.append([entry], self.clock.now())
            uow.commit()

    def _dossier(self, state: str, planned: str = "10") -> None:
        answers = RIGHT[DossierForm] | {"planned": planned}
        form = filled(DossierForm, answers)
        self.dossiers[state] = self.services.dossiers.create(self.claire, f"o-{state}", form, answers, self.op()).id
        if state != "draft":
            self.services.dossiers.consent(self.claire, self.dossiers[state], SECRET, self.op())
        if state not in {"draft", "consented"}:
            self.services.dossiers.submit(self.claire, self.dossiers[state], self.op())

    def _in_their_states(self) -> None:
        one, paul, at = self.services, self.advisors["tous"], self.dossiers
        one.review.request_correction(paul, at["correction"], filled_correction(), self.op())
        one.dif.record_proof(paul, at["suspended"], filled(ProofForm, {"result": "ecart", "comment": "80"}), self.op())
        one.dif.record_proof(paul, at["proved"], filled(ProofForm, {"result": "vue"}), self.op())
        request = filled(FundingRequestForm, {"funder": "REGION", "quantity": "5", "euros": "45"})
        self.ids["line"] = one.funding.request(paul, at["lacking"], request, self.op()).id
        for state in ("validated", "training"):
            one.review.validate(paul, at[state], self.op())
        one.review.enter(paul, at["training"], filled(EntryForm, {"on": "10/04/2026"}), self.op())
        self.clock.advance(days=1)  # what was looked at while making the base was looked at yesterday


def filled_correction() -> CorrectionForm:
    """Ask for another objective."""
    return filled(CorrectionForm, {"field": "objective", "kind": "incorrect", "message": "Précisez."})
