"""The part of the document about the project: kept trainings, diplomas, contacts, DIF, permissions, help."""

from __future__ import annotations

from collections.abc import Mapping

from cpf_tui.domain.dif import DOCUMENTS
from cpf_tui.domain.people import (
    AssistanceRequest,
    Authorisation,
    ContactNote,
    Diploma,
    RequestState,
    Role,
    Scope,
    ShortlistItem,
)
from cpf_tui.domain.records import DifDeclaration, ProofState
from cpf_tui.domain.routing import OPERATORS
from cpf_tui.domain.text import Text, text
from cpf_tui.journey.forms.project import AssistanceForm, ContactForm
from cpf_tui.services.held.values import Json, coded, hours, moment

ROLES: Mapping[Role, Text] = {
    Role.HOLDER: text("Titulaire"),
    Role.ADVISOR: text("Conseiller"),
    Role.OPERATOR: text("Exploitant"),
}
_PROOFS: Mapping[ProofState, Text] = {
    ProofState.EXPECTED: text("Document à montrer"),
    ProofState.SEEN: text("Document vu"),
    ProofState.MISMATCH: text("Document différent du nombre saisi"),
}
_SCOPES: Mapping[Scope, Text] = {
    Scope.HOURS: text("Heures"),
    Scope.HISTORY: text("Historique des mouvements"),
    Scope.PASSPORT: text("Passeport de formation"),
}
_REQUESTS: Mapping[RequestState, Text] = {
    RequestState.OPEN: text("Réponse attendue"),
    RequestState.ANSWERED: text("Répondue"),
    RequestState.CLOSED: text("Terminée"),
}
_CONTACT = {one.name: one.question for one in ContactForm.questions()}
_TOPIC = next(one.question for one in AssistanceForm.questions() if one.name == "topic")


def kept(item: ShortlistItem, titles: Mapping[str, str]) -> Json:
    """Write a training kept."""
    return {
        "offre": coded(item.offer_id, titles.get(item.offer_id, "")),
        "note": item.note,
        "gardee_le": moment(item.added_at),
        "choisie": item.chosen,
    }


def diploma(one: Diploma) -> Json:
    """Write a diploma declared."""
    return {"identifiant": one.id, "diplome": coded(one.code, one.title), "intitule": one.title, "annee": one.year}


def contact(note: ContactNote, titles: Mapping[str, str]) -> Json:
    """Write a contact with an organisation."""
    return {
        "identifiant": note.id,
        "offre": coded(note.offer_id, titles.get(note.offer_id, "")),
        "date": moment(note.on),
        "personne_contactee": note.whom,
        "moyen": coded(note.means, _CONTACT["means"].label_of(note.means)),
        "reponse": note.answer,
        "prerequis_remplis": coded(note.prerequisites, _CONTACT["prerequisites"].label_of(note.prerequisites)),
        "note_par": note.author,
        "note_le": moment(note.recorded_at),
    }


def dif(one: DifDeclaration, *, in_force: bool) -> Json:
    """Write a declaration of DIF hours, in force or replaced by a later one."""
    document = DOCUMENTS.get(one.document)
    return {
        "en_vigueur": in_force,
        "heures": hours(one.quantity),
        "employeur": one.employer,
        "document": coded(one.document, document.label if document else ""),
        "date_du_document": moment(one.document_date),
        "inscrite_le": moment(one.declared_at),
        "justificatif": coded(one.proof, _PROOFS),
        "commentaire": one.proof_comment,
    }


def authorisation(one: Authorisation) -> Json:
    """Write a permission given to a body."""
    operator = OPERATORS.get(one.operator)
    return {
        "identifiant": one.id,
        "organisme": coded(one.operator, operator.name if operator else ""),
        "porte_sur": [coded(scope, _SCOPES) for scope in sorted(one.scopes)],
        "du": moment(one.start),
        "au": moment(one.end),
        "retiree_le": moment(one.revoked_at),
    }


def request(one: AssistanceRequest) -> Json:
    """Write a request for help and what was said."""
    return {
        "identifiant": one.id,
        "reference": one.reference,
        "sujet": coded(one.topic, _TOPIC.label_of(one.topic)),
        "etat": coded(one.state, _REQUESTS),
        "faite_le": moment(one.created_at),
        "messages": [
            {
                "de": coded(message.author_role, ROLES),
                "nom": message.author,
                "date": moment(message.at),
                "texte": message.body,
            }
            for message in one.messages
        ],
    }
