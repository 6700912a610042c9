"""The fourteen steps: their order, their groups, and what each says of the facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import groupby

import pytest

from cpf_tui.domain.people import Actor, Role
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.records import State
from cpf_tui.domain.text import text
from cpf_tui.journey.state import JourneyFacts, JourneyState, Progress
from cpf_tui.journey.steps import STEPS, number_of, statuses

OPENED = date(2026, 3, 3)
ACCOUNT = JourneyFacts(account_opened=OPENED)
CHOSEN = replace(ACCOUNT, shortlisted=2, chosen_title="Soudage TIG")
SENT = replace(
    CHOSEN,
    dossier_state=State.SUBMITTED,
    dossier_since=date(2026, 4, 14),
    dossier_title="Soudage TIG",
    operator_name=text("Pôle emploi"),
)


def in_state(state: State, **changes: object) -> JourneyFacts:
    return replace(SENT, dossier_state=state, **changes)  # type: ignore[arg-type]


CASES = [
    ("information", JourneyFacts(), Progress.OPTIONAL, "à lire quand vous voulez"),
    ("information", ACCOUNT, Progress.DONE, "fait, à relire à volonté"),
    ("account", JourneyFacts(), Progress.TODO, "à faire"),
    ("account", ACCOUNT, Progress.DONE, "fait le 2026-03-03"),
    ("dif", JourneyFacts(), Progress.LATER, "après l’ouverture du compte"),
    ("dif", ACCOUNT, Progress.TODO, "s’il vous en reste"),
    ("dif", replace(ACCOUNT, dif_declared=OPENED), Progress.DONE, "fait, document à montrer"),
    ("dif", replace(ACCOUNT, dif_declared=OPENED, dif_proof_seen=True), Progress.DONE, "fait, document vu"),
    (
        "dif",
        replace(ACCOUNT, dif_declared=OPENED, dif_mismatch=True),
        Progress.BLOCKED,
        "à corriger : le document ne correspond pas",
    ),
    ("advisor", JourneyFacts(), Progress.LATER, "après l’ouverture du compte"),
    ("advisor", ACCOUNT, Progress.TODO, "à faire"),
    ("advisor", replace(ACCOUNT, place_name="Mission locale"), Progress.DONE, "fait · Mission locale"),
    ("search", JourneyFacts(), Progress.LATER, "après l’ouverture du compte"),
    ("search", ACCOUNT, Progress.TODO, "à faire"),
    ("search", replace(ACCOUNT, shortlisted=1), Progress.DONE, "fait · 1 formation gardée"),
    ("search", replace(ACCOUNT, shortlisted=3), Progress.DONE, "fait · 3 formations gardées"),
    ("choice", ACCOUNT, Progress.LATER, "après avoir gardé une formation"),
    ("choice", replace(ACCOUNT, shortlisted=1), Progress.TODO, "à faire"),
    ("choice", CHOSEN, Progress.DONE, "fait · Soudage TIG"),
    ("contact", ACCOUNT, Progress.LATER, "après le choix de la formation"),
    ("contact", CHOSEN, Progress.TODO, "à faire"),
    ("contact", replace(CHOSEN, entry_confirmed="oui"), Progress.DONE, "fait · entrée confirmée"),
    ("contact", replace(CHOSEN, entry_confirmed="non"), Progress.TODO, "l’organisme a répondu non"),
    ("contact", replace(CHOSEN, entry_confirmed="attente"), Progress.WAITING, "réponse de l’organisme attendue"),
    ("dossier", ACCOUNT, Progress.LATER, "après le choix de la formation"),
    ("dossier", CHOSEN, Progress.TODO, "à faire"),
    ("dossier", in_state(State.DRAFT), Progress.TODO, "il reste à donner votre accord"),
    ("dossier", in_state(State.CONSENTED), Progress.TODO, "il reste à l’envoyer"),
    ("dossier", in_state(State.CORRECTION), Progress.TODO, "une correction est demandée"),
    ("dossier", in_state(State.REFUSED), Progress.TODO, "refusé : lisez le motif"),
    ("dossier", in_state(State.WITHDRAWN), Progress.TODO, "à faire"),
    ("dossier", SENT, Progress.DONE, "fait · Soudage TIG"),
    ("validation", CHOSEN, Progress.LATER, "un conseiller agira"),
    ("validation", SENT, Progress.WAITING, "en attente · Pôle emploi"),
    ("validation", in_state(State.FUNDING), Progress.WAITING, "en attente · Pôle emploi"),
    ("validation", in_state(State.CORRECTION), Progress.BLOCKED, "attend votre correction"),
    ("validation", in_state(State.SUSPENDED), Progress.BLOCKED, "suspendu : document du DIF à corriger"),
    ("validation", in_state(State.REFUSED), Progress.BLOCKED, "dossier refusé"),
    ("validation", in_state(State.VALIDATED), Progress.DONE, "dossier accepté"),
    ("funding", ACCOUNT, Progress.OPTIONAL, "si vos heures ne suffisent pas"),
    ("funding", replace(SENT, gap=Quantity(3267)), Progress.WAITING, "il manque 32,67 h"),
    ("funding", replace(SENT, funding_pending=True), Progress.WAITING, "en attente d’un financeur"),
    ("funding", in_state(State.VALIDATED), Progress.DONE, "complet"),
    ("blocked", SENT, Progress.LATER, "dès que le dossier est accepté"),
    ("blocked", in_state(State.VALIDATED), Progress.DONE, "fait · vos heures sont réservées"),
    ("training", SENT, Progress.LATER, "quand le dossier est accepté"),
    ("training", in_state(State.VALIDATED), Progress.TODO, "vous pouvez commencer"),
    ("training", in_state(State.IN_TRAINING), Progress.TODO, "en cours"),
    ("training", in_state(State.CLOSED), Progress.DONE, "fait"),
    ("training", in_state(State.ABANDONED), Progress.DONE, "arrêtée : heures rendues"),
    ("closing", in_state(State.IN_TRAINING), Progress.LATER, "à la fin de la formation"),
    ("closing", in_state(State.CLOSED, realised=Quantity.of(100)), Progress.DONE, "fait · 100 h débitées"),
    ("assistance", JourneyFacts(), Progress.OPTIONAL, "en cas de difficulté"),
    ("assistance", JourneyFacts(open_requests=1), Progress.WAITING, "réponse de l’assistance attendue"),
    ("assistance", JourneyFacts(open_requests=1, answered_requests=1), Progress.TODO, "une réponse vous attend"),
]


@pytest.mark.parametrize(("key", "facts", "progress", "words"), CASES, ids=[f"{c[0]}-{c[3]}" for c in CASES])
def test_each_step_says_where_it_stands(key: str, facts: JourneyFacts, progress: Progress, words: str) -> None:
    status = statuses(facts)[number_of(key) - 1]
    assert (status.progress, str(status.words)) == (progress, words)


@pytest.mark.parametrize(("key", "facts", "progress", "words"), CASES, ids=[f"{c[0]}-{c[3]}" for c in CASES])
def test_whatever_calls_the_person_or_waits_says_whose_turn_it_is(
    key: str, facts: JourneyFacts, progress: Progress, words: str
) -> None:
    turn = statuses(facts)[number_of(key) - 1].turn
    calls = progress in {Progress.TODO, Progress.WAITING, Progress.BLOCKED}
    assert (turn is not None) == calls
    if progress in {Progress.TODO, Progress.BLOCKED}:
        assert str(turn) == "à vous de jouer"


def test_there_is_a_case_for_every_step() -> None:
    assert {case[0] for case in CASES} == {step.key for step in STEPS}


def test_waiting_names_the_operator_and_since_when() -> None:
    status = statuses(SENT)[number_of("validation") - 1]
    assert "Pôle emploi" in str(status.turn)
    assert status.since == date(2026, 4, 14)
    unknown = statuses(replace(SENT, operator_name=None))[number_of("validation") - 1]
    assert "votre interlocuteur" in str(unknown.turn)


def test_there_are_fourteen_steps_numbered_from_one_in_five_groups_that_do_not_mix() -> None:
    assert [number_of(step.key) for step in STEPS] == list(range(1, 15))
    groups = [key for key, _steps in groupby(STEPS, key=lambda step: step.group.key)]
    assert groups == ["learn", "account", "project", "dossier", "training"]


def test_an_unknown_step_has_no_number() -> None:
    with pytest.raises(KeyError):
        number_of("inconnue")


def test_the_state_counts_what_is_done_and_finds_what_is_next() -> None:
    start = JourneyState(Actor(Role.HOLDER, "h", ""), statuses=statuses(JourneyFacts()))
    assert (start.done, start.next_step) == (0, 1)
    opened = JourneyState(start.actor, statuses=statuses(ACCOUNT))
    assert opened.done == 2
    assert STEPS[opened.next_step].key == "dif"
    waiting = JourneyState(start.actor, statuses=statuses(replace(SENT, dif_declared=OPENED, place_name="ML")))
    assert STEPS[waiting.next_step].key == "contact"
    assert JourneyState().next_step == 0
