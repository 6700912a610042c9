"""What the lines of the audit about somebody are about, to be read a kind at a time."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from cpf_tui.domain.audit import Action
from cpf_tui.domain.text import Text, text


class Kind(StrEnum):
    """The kinds, in the order a person wonders about them."""

    LOOKS = "consultations"
    CHANGES = "changements"
    ENTRIES = "connexions"
    ALL = "tout"


KIND_WORDS: Mapping[Kind, Text] = {
    Kind.LOOKS: text("Consultations"),
    Kind.CHANGES: text("Changements"),
    Kind.ENTRIES: text("Connexions"),
    Kind.ALL: text("Tout"),
}
KIND_ACTIONS: Mapping[Kind, frozenset[Action]] = {
    Kind.LOOKS: frozenset(
        {
            Action.LOOKED_AT_PROFILE,
            Action.LOOKED_AT_HOURS,
            Action.LOOKED_AT_HISTORY,
            Action.LOOKED_AT_CONTACTS,
            Action.LOOKED_AT_PASSPORT,
            Action.LOOKED_AT_DOSSIER,
            Action.LOOKED_AT_REQUEST,
            Action.REFUSED,
            Action.EXPORTED,
        }
    ),
    Kind.CHANGES: frozenset(
        {
            Action.PROFILE_CHANGED,
            Action.BODY_CHOSEN,
            Action.AUTHORISED,
            Action.REVOKED,
            Action.DIF_DECLARED,
            Action.DOSSIER_CHANGED,
            Action.FUNDING_CHANGED,
            Action.CONTACT_WRITTEN,
            Action.REQUEST_CHANGED,
            Action.RECTIFIED,
        }
    ),
    Kind.ENTRIES: frozenset(
        {
            Action.SIGNED_UP,
            Action.SIGNED_IN,
            Action.SIGN_IN_REFUSED,
            Action.LOCKED,
            Action.UNLOCKED,
            Action.SECRET_CHANGED,
            Action.IDENTITY_ATTESTED,
            Action.SECRET_RESET,
        }
    ),
    Kind.ALL: frozenset(),
}
"""The actions of each kind; none named means all of them."""
