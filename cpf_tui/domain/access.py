"""What guards an access besides the password: the second factor of advisors, codes given at an agency, what one reads.

Secrets are not here: they stay behind the vault and the hasher.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from cpf_tui.domain.text import Text, text

RESET_LIFE = timedelta(minutes=15)
"""How long a code given at an agency is good for."""


class Duty(StrEnum):
    """What a newcomer has to do before anything else: a secret known to whoever made it, a second factor to set up."""

    SECRET = "mot_de_passe"
    FACTOR = "second_facteur"


class Demand(StrEnum):
    """Whether the installation demands a second factor of its advisors, or leaves it to them."""

    DEMANDED = "exige"
    PROPOSED = "propose"


class IdentityDocument(StrEnum):
    """What an advisor may have looked at to know a person; its number is never written."""

    IDENTITY_CARD = "carte_identite"
    PASSPORT = "passeport"
    RESIDENCE_PERMIT = "titre_sejour"
    DRIVING_LICENCE = "permis_conduire"


DOCUMENT_WORDS: Mapping[IdentityDocument, Text] = {
    IdentityDocument.IDENTITY_CARD: text("Carte nationale d’identité"),
    IdentityDocument.PASSPORT: text("Passeport"),
    IdentityDocument.RESIDENCE_PERMIT: text("Titre de séjour"),
    IdentityDocument.DRIVING_LICENCE: text("Permis de conduire"),
}


class Gate(StrEnum):
    """Where secrets are asked for, and tries counted, apart from one another."""

    SIGN_IN = "connexion"
    RENEWAL = "code_agence"
    ATTESTATION = "attestation"


class DoorKind(StrEnum):
    """What a door is known by: the kind goes in its fingerprint, with a number, a login or an id."""

    HOLDER = "titulaire"
    RENEWAL = "renouvellement"
    ADVISOR = "conseiller"
    ATTESTATION = "attestation"


class Purpose(StrEnum):
    """Why somebody's identity is attested."""

    RENEW = "renouveler"
    UNLOCK = "debloquer"


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """The shared secret of an advisor's device (base32, RFC 6238); `last_step` is the last period that was accepted."""

    advisor_id: str
    secret: str = field(repr=False)
    enrolled_at: datetime | None
    last_step: int = 0


@dataclass(frozen=True, slots=True)
class RecoveryCode:
    """One of the ten codes that stand in for a lost device, each once."""

    seq: int
    secret_hash: str = field(repr=False)
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SecretReset:
    """A code that an advisor gave to a person whose identity they checked; it lets that person choose a new secret."""

    id: str
    holder_id: str
    attested_by: str
    code_hash: str = field(repr=False)
    attested_at: datetime
    expires_at: datetime
    used_at: datetime | None = None

    def good_at(self, now: datetime) -> bool:
        """Say whether it may still be used; a clock set back before it was given does not make it last."""
        return self.used_at is None and self.attested_at <= now < self.expires_at


@dataclass(frozen=True, slots=True)
class News:
    """What a person reads on entering: when they last came, what was refused since, who renewed their secret.

    `renewed_by` is the operator of the advisor who attested their identity; `codes_left` counts an advisor's recovery
    codes, None without a second factor.
    """

    before: datetime | None = None
    refused: int = 0
    renewed_at: datetime | None = None
    renewed_by: str = ""
    codes_left: int | None = None


@dataclass(frozen=True, slots=True)
class ClosedDoor:
    """A door closed for a while: which, whose, until when.

    `role` and `subject`, a pseudonym, are empty when the number or the login is nobody's; `login` is an advisor's.
    """

    door: Gate
    role: str
    subject: str
    login: str
    failures: int
    until: datetime
