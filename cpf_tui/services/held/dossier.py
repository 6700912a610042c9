"""The part of the document about one dossier: the demand, its answers, its history, corrections and funding."""

from __future__ import annotations

from collections.abc import Mapping

from cpf_tui.domain.funding import FUNDERS
from cpf_tui.domain.personal import HeldDossier
from cpf_tui.domain.records import Correction, DossierEvent, FundingLine, FundingState
from cpf_tui.domain.routing import OPERATORS
from cpf_tui.domain.text import Text, text
from cpf_tui.domain.wordings import CORRECTION_KINDS, HAPPENED, WORDINGS
from cpf_tui.i18n import render
from cpf_tui.journey.forms.dossier import DossierForm
from cpf_tui.services.held.project import ROLES
from cpf_tui.services.held.values import Json, coded, euros, hours, moment

_QUESTIONS = {one.name: one.question for one in DossierForm.questions()}
_FUNDING: Mapping[FundingState, Text] = {
    FundingState.REQUESTED: text("Demandé"),
    FundingState.AGREED: text("Accordé"),
    FundingState.REFUSED: text("Refusé"),
}


def dossier(held: HeldDossier) -> Json:
    """Write a dossier and everything attached to it."""
    one = held.dossier
    operator = OPERATORS.get(one.operator)
    return {
        "identifiant": one.id,
        "reference": one.reference,
        "etat": coded(one.state, WORDINGS[one.state].holder),
        "offre": one.offer_id,
        "formation": one.title,
        "organisme": one.organisation,
        "certification": one.certification,
        "organisme_qui_suit": coded(one.operator, operator.name if operator else ""),
        "heures_prevues": hours(one.planned),
        "heures_realisees": hours(one.realised),
        "prix_en_euros": euros(one.price_cents),
        "debut": moment(one.start),
        "fin": moment(one.end),
        "cree_le": moment(one.created_at),
        "modifie_le": moment(one.updated_at),
        "accord_donne_le": moment(one.consent_at),
        "heures_accordees_par_vous": hours(one.consent_quantity),
        "reponses": [_answer(name, typed) for name, typed in one.answers.items()],
        "historique": [_event(event) for event in held.events],
        "corrections": [_correction(correction) for correction in held.corrections],
        "financements": [_funding(line) for line in held.funding],
    }


def _answer(name: str, typed: str) -> Json:
    question = _QUESTIONS.get(name)
    return {
        "question": coded(name, question.name if question else ""),
        "reponse": typed,
        "en_clair": render(question.label_of(typed)) if question else typed,
    }


def _event(event: DossierEvent) -> Json:
    return {
        "numero": event.seq,
        "date": moment(event.at),
        "de": coded(event.role, ROLES),
        "nom": event.actor,
        "fait": coded(event.action, HAPPENED),
        "etat": coded(event.state, WORDINGS[event.state].holder),
        "raison": event.reason,
        "detail": event.detail,
    }


def _correction(one: Correction) -> Json:
    question = _QUESTIONS.get(one.field)
    return {
        "identifiant": one.id,
        "question": coded(one.field, question.name if question else ""),
        "pourquoi": coded(one.kind, CORRECTION_KINDS),
        "message": one.message,
        "demandee_par": one.asked_by,
        "demandee_le": moment(one.asked_at),
        "faite_le": moment(one.answered_at),
    }


def _funding(one: FundingLine) -> Json:
    funder = FUNDERS.get(one.funder)
    return {
        "identifiant": one.id,
        "financeur": coded(one.funder, funder.name if funder else ""),
        "heures": hours(one.quantity),
        "euros": euros(one.euros_cents),
        "etat": coded(one.state, _FUNDING),
        "demande_par": one.asked_by,
        "demande_le": moment(one.asked_at),
        "commentaire": one.comment,
        "repondu_le": moment(one.answered_at),
        "reponse": one.answer,
    }
