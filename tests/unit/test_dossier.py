"""The table of transitions: who, from where, with which right, reason and effect."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpf_tui.domain.dossier import (
    FINAL,
    TRANSITIONS,
    TURN,
    WORDINGS,
    Effect,
    actions_for,
    find_transition,
    new_reference,
    parse_reference,
)
from cpf_tui.domain.errors import Conflict, InvalidInput, NotAllowed, NotFound
from cpf_tui.domain.people import Actor, Right, Role
from cpf_tui.domain.records import State
from cpf_tui.domain.reference import ALPHABET

HOLDER = Actor(Role.HOLDER, "h", "Camille Exemple")
ADVISOR = Actor(Role.ADVISOR, "a", "Paul Conseil", "POLE_EMPLOI", frozenset({Right.CREATE, Right.VALIDATE}))
FUNDER = Actor(Role.ADVISOR, "f", "Région", "REGION", frozenset(Right))
OPERATOR = Actor(Role.OPERATOR, "o", "Exploitant")


def walk(*steps: tuple[str, Actor]) -> State:
    """Follow actions from a draft."""
    state = State.DRAFT
    for action, actor in steps:
        state = find_transition(action, state, actor).target
    return state


def test_the_ordinary_way_ends_closed() -> None:
    assert (
        walk(
            ("consent", HOLDER),
            ("submit", HOLDER),
            ("request_correction", ADVISOR),
            ("answer_correction", HOLDER),
            ("seek_funding", ADVISOR),
            ("validate", ADVISOR),
            ("enter", ADVISOR),
            ("close", FUNDER),
        )
        is State.CLOSED
    )


def test_a_mismatch_of_the_dif_suspends_then_resumes_or_is_refused() -> None:
    start = [("consent", HOLDER), ("submit", ADVISOR), ("suspend", ADVISOR)]
    assert walk(*start, ("lift_suspension", ADVISOR)) is State.SUBMITTED
    assert walk(*start, ("refuse", ADVISOR)) is State.REFUSED


def test_nobody_consents_for_the_holder() -> None:
    for actor in (ADVISOR, FUNDER, OPERATOR):
        with pytest.raises(NotAllowed, match="Seul le titulaire"):
            find_transition("consent", State.DRAFT, actor)


def test_only_who_may_close_closes() -> None:
    with pytest.raises(NotAllowed, match="pas le droit"):
        find_transition("close", State.IN_TRAINING, ADVISOR)
    with pytest.raises(NotAllowed, match="Seul un conseiller"):
        find_transition("close", State.IN_TRAINING, HOLDER)
    assert find_transition("close", State.IN_TRAINING, FUNDER).effect is Effect.DEBIT


def test_creating_validating_and_closing_are_three_rights() -> None:
    creator = Actor(Role.ADVISOR, "c", "C", "APEC", frozenset({Right.CREATE}))
    assert {transition.action for transition in actions_for(State.SUBMITTED, creator)} == set()
    assert {transition.action for transition in actions_for(State.CONSENTED, creator)} == {"submit"}


def test_a_dossier_moved_by_somebody_else_is_a_conflict_in_the_readers_words() -> None:
    with pytest.raises(Conflict, match="Accepté, vos heures sont bloquées"):
        find_transition("submit", State.VALIDATED, HOLDER)
    with pytest.raises(Conflict, match="Validé, entrée à déclarer"):
        find_transition("validate", State.VALIDATED, ADVISOR)


def test_an_unknown_action_is_not_found() -> None:
    with pytest.raises(NotFound, match="« voler »"):
        find_transition("voler", State.DRAFT, HOLDER)


def test_the_holder_may_give_up_until_the_training_starts() -> None:
    can = {state for state in State if any(t.action == "withdraw" for t in actions_for(state, HOLDER))}
    assert can == set(State) - FINAL - {State.IN_TRAINING}


def test_nothing_leaves_a_final_state_and_everything_reaches_one() -> None:
    assert all(not transition.sources & FINAL for transition in TRANSITIONS.values())
    for state in State:
        reached = {state}
        while new := {t.target for t in TRANSITIONS.values() if t.sources & reached} - reached:
            reached |= new
        assert reached & FINAL


def test_every_state_is_reached_from_a_draft() -> None:
    reached = {State.DRAFT}
    while new := {t.target for t in TRANSITIONS.values() if t.sources & reached} - reached:
        reached |= new
    assert reached == set(State)


def test_effects_on_the_hours() -> None:
    effects = {action: transition.effect for action, transition in TRANSITIONS.items() if transition.effect != "aucun"}
    assert effects == {
        "validate": Effect.BLOCK,
        "close": Effect.DEBIT,
        "withdraw": Effect.RELEASE,
        "refuse": Effect.RELEASE,
        "abandon": Effect.RELEASE,
    }


def test_an_advisor_says_why_when_it_costs_the_holder() -> None:
    reasons = {action for action, transition in TRANSITIONS.items() if transition.reason_required}
    assert reasons == {"request_correction", "suspend", "refuse", "abandon"}


def test_what_is_offered_is_what_is_accepted() -> None:
    for actor in (HOLDER, ADVISOR, FUNDER, OPERATOR):
        for state in State:
            offered = {transition.action for transition in actions_for(state, actor)}
            for action in TRANSITIONS:
                try:
                    accepted = find_transition(action, state, actor) is TRANSITIONS[action]
                except (NotAllowed, Conflict):
                    accepted = False
                assert accepted == (action in offered)
    assert not any(actions_for(state, OPERATOR) for state in State)


def test_each_state_has_three_wordings_and_a_turn() -> None:
    assert set(WORDINGS) == set(TURN) == set(State)
    assert {str(wording.public) for wording in WORDINGS.values()} == {"En cours d’élaboration", "Validé", "Clos"}
    assert all(str(wording.holder) and str(wording.advisor) for wording in WORDINGS.values())
    assert all((TURN[state].role is None) == (state in FINAL) for state in State)


@given(st.integers())
def test_a_reference_is_read_back_however_it_is_typed(seed: int) -> None:
    reference = new_reference(random.Random(seed).randrange)  # noqa: S311
    assert len(reference) == len("CPF-7F3K-M4QX-22")
    assert parse_reference(reference) == reference
    assert parse_reference(f" {reference.lower().replace('-', ' ')} ") == reference


@given(st.integers(), st.integers(0, 3), st.integers(1, len(ALPHABET) - 1))
def test_one_wrong_character_in_a_reference_is_noticed(seed: int, place: int, shift: int) -> None:
    reference = new_reference(random.Random(seed).randrange)  # noqa: S311
    at = 4 + place
    wrong = ALPHABET[(ALPHABET.index(reference[at]) + shift) % len(ALPHABET)]
    with pytest.raises(InvalidInput):
        parse_reference(f"{reference[:at]}{wrong}{reference[at + 1 :]}")


@pytest.mark.parametrize("typed", ["", "CPF", "7F3K-M4QX-22", "CPF-OOOO-OOOO-22", "[/", "CPF-7F3K-M4QX-ZZ"])
def test_other_things_are_no_reference(typed: str) -> None:
    with pytest.raises(InvalidInput, match="par exemple CPF-7F3K-"):
        parse_reference(typed)


def test_another_kind_of_request_has_its_own_prefix() -> None:
    assert parse_reference(new_reference(lambda _: 0, "AST")).startswith("AST-2222-2222-")
