"""The three wordings of each state of a dossier, and whose turn it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cpf_tui.domain.people import Role
from cpf_tui.domain.records import CorrectionKind, State
from cpf_tui.domain.text import Text, text


@dataclass(frozen=True, slots=True)
class Wording:
    """How a state is named to the holder, to the advisor, and as the public saw it in 2015."""

    holder: Text
    advisor: Text
    public: Text


@dataclass(frozen=True, slots=True)
class Turn:
    """Who acts next and within how many days; `role` and `days` are None when nobody inside the program does.

    The delays are what the program announces (choice): no text of the time set one.
    """

    who: Text
    role: Role | None
    days: int | None = None


_ONGOING = text("En cours d’élaboration")
_VALIDATED = text("Validé")
_CLOSED = text("Clos")

WORDINGS: Mapping[State, Wording] = {
    State.DRAFT: Wording(text("Brouillon, à compléter"), text("Brouillon du titulaire"), _ONGOING),
    State.CONSENTED: Wording(text("Accord donné, à envoyer"), text("Accord donné, pas encore envoyé"), _ONGOING),
    State.SUBMITTED: Wording(text("Envoyé, en cours d’examen"), text("À examiner"), _ONGOING),
    State.CORRECTION: Wording(text("À corriger"), text("En attente d’une correction du titulaire"), _ONGOING),
    State.SUSPENDED: Wording(
        text("Suspendu : votre solde de DIF est à corriger"), text("Suspendu : preuve du DIF à régler"), _ONGOING
    ),
    State.FUNDING: Wording(text("En attente d’un financement"), text("Financement à trouver"), _ONGOING),
    State.VALIDATED: Wording(text("Accepté, vos heures sont bloquées"), text("Validé, entrée à déclarer"), _VALIDATED),
    State.IN_TRAINING: Wording(text("Formation en cours"), text("En formation, à clore à la fin"), _VALIDATED),
    State.CLOSED: Wording(text("Terminé, vos heures sont débitées"), text("Clos"), _CLOSED),
    State.WITHDRAWN: Wording(text("Retiré par vous"), text("Retiré par le titulaire"), _CLOSED),
    State.REFUSED: Wording(text("Refusé"), text("Refusé"), _CLOSED),
    State.ABANDONED: Wording(text("Formation abandonnée"), text("Formation abandonnée"), _CLOSED),
}

_HOLDER = text("À vous")
_ADVISOR = text("À votre conseiller")
_NOBODY = Turn(text("Plus rien à faire"), None)

TURN: Mapping[State, Turn] = {
    State.DRAFT: Turn(_HOLDER, Role.HOLDER),
    State.CONSENTED: Turn(_HOLDER, Role.HOLDER),
    State.SUBMITTED: Turn(_ADVISOR, Role.ADVISOR, 14),
    State.CORRECTION: Turn(_HOLDER, Role.HOLDER, 14),
    State.SUSPENDED: Turn(_HOLDER, Role.HOLDER, 14),
    State.FUNDING: Turn(text("Aux financeurs, suivis par votre conseiller"), Role.ADVISOR, 30),
    State.VALIDATED: Turn(text("À vous d’entrer en formation ; votre conseiller le déclare"), Role.ADVISOR),
    State.IN_TRAINING: Turn(text("À vous de suivre la formation ; le financeur clôt à la fin"), Role.ADVISOR),
    State.CLOSED: _NOBODY,
    State.WITHDRAWN: _NOBODY,
    State.REFUSED: _NOBODY,
    State.ABANDONED: _NOBODY,
}

HAPPENED: Mapping[str, Text] = {
    "create": text("Dossier créé"),
    "revised": text("Réponses modifiées"),
    "consent": text("Accord donné"),
    "withdraw_consent": text("Accord annulé"),
    "submit": text("Dossier envoyé"),
    "request_correction": text("Correction demandée"),
    "correction_answered": text("Réponse corrigée"),
    "answer_correction": text("Dossier corrigé et renvoyé"),
    "suspend": text("Dossier suspendu : document du DIF à corriger"),
    "lift_suspension": text("Examen repris"),
    "seek_funding": text("Financement demandé"),
    "funding_requested": text("Financement demandé"),
    "funding_answered": text("Réponse d’un financeur"),
    "funding_settled": text("Retour à l’examen du dossier"),
    "validate": text("Dossier accepté : heures bloquées"),
    "refuse": text("Dossier refusé"),
    "enter": text("Entrée en formation"),
    "abandon": text("Formation arrêtée : heures libérées"),
    "close": text("Formation terminée : heures débitées"),
    "withdraw": text("Dossier retiré"),
    "proof_seen": text("Document du DIF vu"),
    "proof_mismatch": text("Document du DIF différent du nombre saisi"),
}
"""What each action of a dossier's history did, in the past."""

CORRECTION_KINDS: Mapping[CorrectionKind, Text] = {
    CorrectionKind.INCOMPLETE: text("incomplet"),
    CorrectionKind.INCORRECT: text("incorrect"),
    CorrectionKind.OUTDATED: text("plus à jour"),
}
