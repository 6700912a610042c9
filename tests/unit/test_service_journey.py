from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cpf_tui.domain.ledger import EntryKind, NewEntry, Source, funder_source
from cpf_tui.domain.people import Actor, AdvisorPlace, Holder, Role
from cpf_tui.domain.quantity import ZERO, Quantity
from cpf_tui.domain.records import Dossier, DossierEvent, FundingLine, FundingState, State
from cpf_tui.domain.training import Offer
from cpf_tui.journey.state import Progress
from cpf_tui.journey.steps import STEPS, number_of
from cpf_tui.services.advisors import AdvisorFinder
from cpf_tui.services.assistance import Assistance
from cpf_tui.services.contacts import ContactLog
from cpf_tui.services.dif import DifEntry
from cpf_tui.services.journey import Journeys, current_dossier
from cpf_tui.services.project import Project
from tests.support.fakes import (
    ADVISOR,
    HOLDER,
    FakeCatalogue,
    FakeClock,
    FakeDatabase,
    FakeGazetteer,
    FakeReference,
    with_holder,
)
from tests.support.forms import authorisation, contact, dif, help_wanted, reply

WELDER = Offer("o1", "t1", "Soudeur", "Afpa")
PLACE = AdvisorPlace("ml", "MISSION_LOCALE", "Mission locale, Roubaix", "", "59100", "59512", "Roubaix")
SENT = datetime(2026, 4, 8, 8, 0, tzinfo=UTC)
DOSSIER = Dossier(
    "d1", "CPF-7F3K-22", HOLDER.id, "o1", "Soudeur", "Afpa", "RNCP1", State.SUBMITTED, Quantity.of(120), SENT, SENT
)


class Stage:
    """Claire, and the services of the steps before the dossier."""

    def __init__(self) -> None:
        self.database = FakeDatabase()
        clock, catalogue, reference = FakeClock(), FakeCatalogue((WELDER,)), FakeReference((PLACE,))
        self.catalogue = catalogue
        self.journeys = Journeys(self.database, catalogue, clock, reference, FakeGazetteer())
        self.dif = DifEntry(self.database, clock)
        self.advisors = AdvisorFinder(self.database, clock, reference, FakeGazetteer())
        self.project = Project(self.database, catalogue, FakeGazetteer(), clock)
        self.contacts = ContactLog(self.database, catalogue, clock)
        self.assistance = Assistance(self.database, clock)

    def progress(self, step: str) -> Progress:
        return self.journeys.state(HOLDER).statuses[number_of(step) - 1].progress

    def store(self, dossier: Dossier, *events: DossierEvent) -> None:
        with self.database.write() as uow:
            uow.dossiers.add(dossier)
            for event in events:
                uow.dossiers.add_event(event)
            uow.commit()


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    with_holder(stage.database)
    return stage


def test_before_sign_in_and_for_an_advisor_there_is_no_journey(stage: Stage) -> None:
    for actor in (None, ADVISOR):
        state = stage.journeys.state(actor)
        assert state.actor == actor
        assert (state.available, state.residence, len(state.statuses)) == (ZERO, "", len(STEPS))
    assert stage.database.reads == 0


def test_an_unfinished_sign_up_leaves_everything_to_do() -> None:
    stage = Stage()
    with_holder(stage.database, Holder(HOLDER.id), sources=())
    state = stage.journeys.state(Actor(Role.HOLDER, HOLDER.id, ""))
    assert state.done == 0
    assert stage.progress("account") is Progress.TODO


def test_the_state_says_who_where_and_how_much(stage: Stage) -> None:
    stage.dif.declare(HOLDER, dif("87,33"), "op")
    reads = stage.database.reads
    state = stage.journeys.state(HOLDER)
    assert stage.database.reads == reads + 1
    assert state.actor == HOLDER
    assert (str(state.available), str(state.blocked), state.residence) == ("87,33", "0", "Roubaix (59)")
    assert state.facts.account_opened == date(2026, 3, 3)
    assert state.facts.dif_declared == FakeClock().today()


def test_each_act_moves_the_journey(stage: Stage) -> None:
    assert stage.progress("advisor") is Progress.TODO
    stage.advisors.choose(HOLDER, "ml", authorisation(), "op-1")
    stage.project.keep(HOLDER, "o1")
    assert stage.progress("choice") is Progress.TODO
    stage.project.choose(HOLDER, "o1", "op-2")
    stage.contacts.record(HOLDER, "o1", contact(prerequisites="attente"), "op-3")
    assert stage.progress("contact") is Progress.WAITING
    stage.contacts.record(HOLDER, "o1", contact(), "op-4")
    facts = stage.journeys.state(HOLDER).facts
    assert (facts.place_name, str(facts.operator_name), facts.authorised) == (PLACE.name, "Mission locale", True)
    assert (facts.shortlisted, facts.chosen_title, facts.entry_confirmed) == (1, "Soudeur", "oui")
    for step in ("advisor", "search", "choice", "contact"):
        assert stage.progress(step) is Progress.DONE


def test_a_chosen_training_that_left_the_catalogue_is_still_chosen(stage: Stage) -> None:
    stage.project.choose(HOLDER, "o1", "op")
    stage.catalogue.offers = ()
    assert stage.journeys.state(HOLDER).facts.chosen_title == "o1"


def test_the_gap_is_what_rights_and_agreed_grants_leave(stage: Stage) -> None:
    stage.dif.declare(HOLDER, dif("87,33"), "op")
    stage.store(DOSSIER)
    assert str(stage.journeys.state(HOLDER).facts.gap) == "32,67"
    line = FundingLine("f", "d1", "REGION", Quantity(3267), 0, FundingState.REQUESTED, SENT, "Paul")
    with stage.database.write() as uow:
        uow.dossiers.add_funding(line)
        uow.commit()
    facts = stage.journeys.state(HOLDER).facts
    assert (str(facts.gap), facts.funding_pending) == ("32,67", True)
    with stage.database.write() as uow:
        uow.dossiers.update_funding(replace(line, state=FundingState.AGREED))
        account = uow.ledger.open_account(HOLDER.id, funder_source("REGION", "d1"))
        entry = NewEntry("op-f", account.id, EntryKind.CREDIT, line.quantity, "funder_agreed", "paul")
        uow.ledger.append([entry], SENT)
        uow.commit()
    facts = stage.journeys.state(HOLDER).facts
    assert (facts.gap, facts.funding_pending) == (ZERO, False)


def test_once_validated_nothing_is_missing_and_the_hours_are_blocked(stage: Stage) -> None:
    stage.dif.declare(HOLDER, dif("87,33"), "op")
    stage.store(replace(DOSSIER, state=State.VALIDATED))
    with stage.database.write() as uow:
        account = uow.ledger.open_account(HOLDER.id, Source.DIF)
        pend = NewEntry("op-b", account.id, EntryKind.PEND, Quantity(8733), "blocked", "paul", dossier_id="d1")
        uow.ledger.append([pend], SENT)
        uow.commit()
    state = stage.journeys.state(HOLDER)
    assert (state.available, str(state.blocked), str(state.facts.blocked)) == (ZERO, "87,33", "87,33")
    assert state.facts.gap == ZERO
    assert stage.progress("blocked") is Progress.DONE


def test_since_when_ignores_what_left_the_state_as_it_was(stage: Stage) -> None:
    def event(day: int, action: str, state: State) -> DossierEvent:
        return DossierEvent("d1", datetime(2026, 4, day, 8, 0, tzinfo=UTC), Role.HOLDER, "x", action, state)

    stage.store(
        DOSSIER,
        event(5, "consent", State.CONSENTED),
        event(6, "submit", State.SUBMITTED),
        event(9, "proof_seen", State.SUBMITTED),
    )
    facts = stage.journeys.state(HOLDER).facts
    assert (facts.dossier_state, facts.dossier_since) == (State.SUBMITTED, date(2026, 4, 6))


def test_the_dossier_is_the_latest_not_given_up_else_the_latest() -> None:
    newest = replace(DOSSIER, id="d3", state=State.WITHDRAWN)
    refused = replace(DOSSIER, id="d2", state=State.REFUSED)
    assert current_dossier([newest, DOSSIER, refused]) == DOSSIER
    assert current_dossier([newest, refused]) == newest
    assert current_dossier([]) is None


def test_an_answer_of_the_assistance_calls_back(stage: Stage) -> None:
    request = stage.assistance.ask(HOLDER, help_wanted(), "op-1")
    assert stage.progress("assistance") is Progress.WAITING
    stage.assistance.reply(ADVISOR, request.id, reply(), "op-2")
    assert stage.progress("assistance") is Progress.TODO
    stage.assistance.close(HOLDER, request.id)
    assert stage.progress("assistance") is Progress.OPTIONAL
