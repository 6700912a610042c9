"""The life of a dossier: one table of transitions says who may do what, from where, why, and with what effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cpf_tui.domain.errors import Conflict, NotAllowed, NotFound
from cpf_tui.domain.people import Actor, Right, Role
from cpf_tui.domain.records import State
from cpf_tui.domain.reference import new_reference, parse_reference
from cpf_tui.domain.text import Text, text
from cpf_tui.domain.wordings import TURN, WORDINGS, Turn, Wording

__all__ = [
    "FINAL",
    "TRANSITIONS",
    "TURN",
    "WORDINGS",
    "Effect",
    "State",
    "Transition",
    "Turn",
    "Wording",
    "actions_for",
    "find_transition",
    "new_reference",
    "parse_reference",
]


class Effect(StrEnum):
    """What a transition does to the ledger."""

    NONE = "aucun"
    BLOCK = "bloque"
    RELEASE = "libere"
    DEBIT = "debite"


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of the table. `right` is asked of an advisor, never of the holder, who acts on their own dossier."""

    action: str
    label: Text
    sources: frozenset[State]
    target: State
    who: frozenset[Role]
    right: Right | None = None
    reason_required: bool = False
    effect: Effect = Effect.NONE


_HOLDER = frozenset({Role.HOLDER})
_ADVISOR = frozenset({Role.ADVISOR})
_BOTH = _HOLDER | _ADVISOR

FINAL = frozenset({State.CLOSED, State.WITHDRAWN, State.REFUSED, State.ABANDONED})
"""The states nothing leaves."""

_EXAMINED = frozenset({State.SUBMITTED, State.FUNDING})
_BEFORE_TRAINING = frozenset(State) - FINAL - {State.IN_TRAINING}

# Exits release even before validation: what a funder granted must go back to it, blocked or not.
TRANSITIONS: Mapping[str, Transition] = {
    transition.action: transition
    for transition in (
        # Only the holder consents, with their own secret (L6323-2).
        Transition("consent", text("Donner mon accord"), frozenset({State.DRAFT}), State.CONSENTED, _HOLDER),
        Transition("withdraw_consent", text("Annuler mon accord"), frozenset({State.CONSENTED}), State.DRAFT, _HOLDER),
        Transition(
            "submit", text("Envoyer le dossier"), frozenset({State.CONSENTED}), State.SUBMITTED, _BOTH, Right.CREATE
        ),
        Transition(
            "request_correction",
            text("Demander une correction"),
            _EXAMINED,
            State.CORRECTION,
            _ADVISOR,
            Right.VALIDATE,
            reason_required=True,
        ),
        Transition(
            "answer_correction",
            text("Renvoyer le dossier corrigé"),
            frozenset({State.CORRECTION}),
            State.SUBMITTED,
            _BOTH,
            Right.CREATE,
        ),
        # The proof of the DIF is shown before the first validation; a mismatch stops everything else (source).
        Transition(
            "suspend",
            text("Suspendre : la preuve du DIF ne correspond pas"),
            _EXAMINED,
            State.SUSPENDED,
            _ADVISOR,
            Right.VALIDATE,
            reason_required=True,
        ),
        Transition(
            "lift_suspension",
            text("Reprendre l’examen : le DIF est corrigé"),
            frozenset({State.SUSPENDED}),
            State.SUBMITTED,
            _ADVISOR,
            Right.VALIDATE,
        ),
        Transition(
            "seek_funding",
            text("Chercher un financement"),
            frozenset({State.SUBMITTED}),
            State.FUNDING,
            _ADVISOR,
            Right.VALIDATE,
        ),
        # To go back to the examination, whether the funding was found or is no longer needed.
        Transition(
            "funding_settled",
            text("Revenir à l’examen du dossier"),
            frozenset({State.FUNDING}),
            State.SUBMITTED,
            _ADVISOR,
            Right.VALIDATE,
        ),
        # The ledger refuses to block while a gap remains: it may be done from FUNDING as soon as it is covered.
        Transition(
            "validate",
            text("Valider : bloquer les heures"),
            _EXAMINED,
            State.VALIDATED,
            _ADVISOR,
            Right.VALIDATE,
            effect=Effect.BLOCK,
        ),
        Transition(
            "refuse",
            text("Refuser le dossier"),
            frozenset({State.SUBMITTED, State.CORRECTION, State.SUSPENDED, State.FUNDING}),
            State.REFUSED,
            _ADVISOR,
            Right.VALIDATE,
            reason_required=True,
            effect=Effect.RELEASE,
        ),
        Transition(
            "enter",
            text("Déclarer l’entrée en formation"),
            frozenset({State.VALIDATED}),
            State.IN_TRAINING,
            _ADVISOR,
            Right.VALIDATE,
        ),
        # Abandoning debits nothing: when part of the training was followed, it is closed with the hours realised.
        Transition(
            "abandon",
            text("Déclarer l’abandon : libérer les heures"),
            frozenset({State.VALIDATED, State.IN_TRAINING}),
            State.ABANDONED,
            _ADVISOR,
            Right.VALIDATE,
            reason_required=True,
            effect=Effect.RELEASE,
        ),
        # Only the funder closes (source).
        Transition(
            "close",
            text("Clore : débiter les heures réalisées"),
            frozenset({State.IN_TRAINING}),
            State.CLOSED,
            _ADVISOR,
            Right.CLOSE,
            effect=Effect.DEBIT,
        ),
        # Refusing to use one's hours is no fault (L6323-2): no reason is asked.
        Transition(
            "withdraw",
            text("Retirer mon dossier"),
            _BEFORE_TRAINING,
            State.WITHDRAWN,
            _HOLDER,
            effect=Effect.RELEASE,
        ),
    )
}


def find_transition(action: str, state: State, actor: Actor) -> Transition:
    """Find the line of the table for an action, or refuse it with a sentence.

    Raises `NotFound` for an unknown action, `NotAllowed` for the wrong role or a missing right, `Conflict` when the
    dossier is not in a state the action starts from: most often somebody else acted first.
    """
    transition = TRANSITIONS.get(action)
    if transition is None:
        raise NotFound("L’action « {action} » n’existe pas.", action=action)
    if actor.role not in transition.who:
        raise NotAllowed(_wrong_role(transition))
    if _lacks_right(transition, actor):
        raise NotAllowed(
            "Votre organisme n’a pas le droit de faire ceci : « {label} ». "
            "Adressez le dossier à un organisme habilité.",
            label=transition.label,
        )
    if state not in transition.sources:
        wording = WORDINGS[state]
        raise Conflict(
            "Ce n’est plus possible : le dossier est à l’état « {state} ». Relisez-le avant de continuer.",
            state=wording.holder if actor.role is Role.HOLDER else wording.advisor,
        )
    return transition


def actions_for(state: State, actor: Actor) -> tuple[Transition, ...]:
    """List what this person may do with a dossier in this state, in the order of its life."""
    return tuple(
        transition
        for transition in TRANSITIONS.values()
        if state in transition.sources and actor.role in transition.who and not _lacks_right(transition, actor)
    )


def _lacks_right(transition: Transition, actor: Actor) -> bool:
    return actor.role is Role.ADVISOR and transition.right is not None and transition.right not in actor.rights


def _wrong_role(transition: Transition) -> Text:
    if transition.who == _HOLDER:
        return text("Seul le titulaire du compte peut faire ceci : « {label} ».", label=transition.label)
    return text("Seul un conseiller peut faire ceci : « {label} ». Demandez-le au vôtre.", label=transition.label)
