"""The audit: who looked at what and did what, never changed, each line chained to the one before it.

It holds pseudonyms only (ids made at random) and codes: never a name, a number, nor anything typed (CNIL 2021-122).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cpf_tui.domain.people import Role
from cpf_tui.domain.text import Text, text


class Action(StrEnum):
    """What is kept: the sign-ins, what is looked at of somebody else's, and every act that changes rights or access."""

    SIGNED_UP = "compte_cree"
    SIGNED_IN = "connexion"
    SIGN_IN_REFUSED = "connexion_refusee"
    LOCKED = "acces_bloque"
    UNLOCKED = "acces_debloque"
    SECRET_CHANGED = "mot_de_passe_change"
    IDENTITY_ATTESTED = "identite_attestee"
    SECRET_RESET = "mot_de_passe_renouvele"
    SECOND_FACTOR_ENROLLED = "second_facteur_inscrit"
    SECOND_FACTOR_REMOVED = "second_facteur_retire"
    RECOVERY_CODE_USED = "code_de_secours_utilise"
    ADVISOR_ADDED = "conseiller_ajoute"
    ADVISOR_CHANGED = "conseiller_modifie"
    LOOKED_AT_PROFILE = "identite_consultee"
    LOOKED_AT_HOURS = "heures_consultees"
    LOOKED_AT_HISTORY = "mouvements_consultes"
    LOOKED_AT_CONTACTS = "contacts_consultes"
    LOOKED_AT_PASSPORT = "passeport_consulte"
    LOOKED_AT_DOSSIER = "dossier_consulte"
    LOOKED_AT_REQUEST = "demande_consultee"
    LOOKED_AT_QUEUE = "liste_consultee"
    REFUSED = "consultation_refusee"
    PROFILE_CHANGED = "identite_modifiee"
    BODY_CHOSEN = "interlocuteur_choisi"
    AUTHORISED = "autorisation_donnee"
    REVOKED = "autorisation_retiree"
    DIF_DECLARED = "dif_inscrit"
    DOSSIER_CHANGED = "dossier_modifie"
    FUNDING_CHANGED = "financement_modifie"
    CONTACT_WRITTEN = "contact_note"
    REQUEST_CHANGED = "demande_modifiee"
    RECTIFIED = "droits_rectifies"
    EXPORTED = "donnees_exportees"
    ERASED = "compte_efface"
    PURGED = "donnees_purgees"
    BACKED_UP = "sauvegarde_faite"
    RESTORED = "sauvegarde_remise"
    KEY_CHANGED = "cle_changee"
    TRANSFERRED = "base_transferee"


ACTION_WORDS: Mapping[Action, Text] = {
    Action.SIGNED_UP: text("Compte créé"),
    Action.SIGNED_IN: text("Connexion"),
    Action.SIGN_IN_REFUSED: text("Connexion refusée"),
    Action.LOCKED: text("Accès bloqué après plusieurs essais"),
    Action.UNLOCKED: text("Accès débloqué"),
    Action.SECRET_CHANGED: text("Mot de passe changé"),
    Action.IDENTITY_ATTESTED: text("Identité attestée pour un nouveau mot de passe"),
    Action.SECRET_RESET: text("Nouveau mot de passe choisi après oubli"),
    Action.SECOND_FACTOR_ENROLLED: text("Code à usage unique mis en place"),
    Action.SECOND_FACTOR_REMOVED: text("Code à usage unique retiré"),
    Action.RECOVERY_CODE_USED: text("Code de secours utilisé"),
    Action.ADVISOR_ADDED: text("Conseiller ajouté"),
    Action.ADVISOR_CHANGED: text("Conseiller modifié"),
    Action.LOOKED_AT_PROFILE: text("Identité et coordonnées consultées"),
    Action.LOOKED_AT_HOURS: text("Heures consultées"),
    Action.LOOKED_AT_HISTORY: text("Mouvements consultés"),
    Action.LOOKED_AT_CONTACTS: text("Contacts consultés"),
    Action.LOOKED_AT_PASSPORT: text("Formations suivies consultées"),
    Action.LOOKED_AT_DOSSIER: text("Dossier consulté"),
    Action.LOOKED_AT_REQUEST: text("Demande d’aide consultée"),
    Action.LOOKED_AT_QUEUE: text("Liste consultée"),
    Action.REFUSED: text("Consultation refusée"),
    Action.PROFILE_CHANGED: text("Identité ou coordonnées modifiées"),
    Action.BODY_CHOSEN: text("Interlocuteur choisi"),
    Action.AUTHORISED: text("Autorisation donnée"),
    Action.REVOKED: text("Autorisation retirée"),
    Action.DIF_DECLARED: text("Heures de DIF inscrites"),
    Action.DOSSIER_CHANGED: text("Dossier modifié"),
    Action.FUNDING_CHANGED: text("Financement modifié"),
    Action.CONTACT_WRITTEN: text("Contact noté"),
    Action.REQUEST_CHANGED: text("Demande d’aide modifiée"),
    Action.RECTIFIED: text("Heures rectifiées"),
    Action.EXPORTED: text("Données exportées"),
    Action.ERASED: text("Compte effacé"),
    Action.PURGED: text("Données trop anciennes effacées"),
    Action.BACKED_UP: text("Sauvegarde faite"),
    Action.RESTORED: text("Sauvegarde remise en place"),
    Action.KEY_CHANGED: text("Clé de chiffrement changée"),
    Action.TRANSFERRED: text("Base transférée"),
}


@dataclass(frozen=True, slots=True)
class NewAuditLine:
    """A line to write.

    `actor` and `subject` are ids (empty when nobody is known, or nobody is concerned); `body` is the advisor's
    operator; `detail` is a code or an id (a dossier, a step of its life), never words that somebody typed.
    """

    role: Role
    actor: str
    action: Action
    subject: str = ""
    detail: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """A written line: `seq` orders, never the time; `digest` chains it to the line before."""

    seq: int
    at: datetime
    role: Role
    actor: str
    body: str
    action: Action
    subject: str
    detail: str
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class Segment:
    """Lines sealed together before they are purged: what proves, once they are gone, that nothing else went.

    `previous` is the digest of the segment before (empty for the first), `start_digest` the `previous` of its first
    line, `end_digest` the digest of its last one.
    """

    first_seq: int
    last_seq: int
    first_at: datetime
    last_at: datetime
    start_digest: str
    end_digest: str
    sealed_at: datetime
    previous: str
    digest: str
    seq: int = 0


def audit_digest(previous: str, new: NewAuditLine, at: datetime) -> str:
    """Chain a line to the one before it: SHA-256 over the previous digest and every field, in hex."""
    return _digest(previous, at.isoformat(), new.role, new.actor, new.body, new.action, new.subject, new.detail)


def segment_digest(segment: Segment) -> str:
    """Chain a segment to the one before it, over everything it says but its own digest."""
    bounds = (str(segment.first_seq), str(segment.last_seq), segment.first_at.isoformat(), segment.last_at.isoformat())
    ends = (segment.start_digest, segment.end_digest, segment.sealed_at.isoformat())
    return _digest(segment.previous, *bounds, *ends)


def _digest(*fields: str) -> str:
    return hashlib.sha256("\x1f".join(fields).encode()).hexdigest()
