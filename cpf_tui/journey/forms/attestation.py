"""Attesting who somebody is, at an advisor's desk: what was checked, never the number of a document."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from cpf_tui.domain.access import DOCUMENT_WORDS, Purpose
from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.text import Text, text
from cpf_tui.journey.questions import Choice, Form, Kind, Question
from cpf_tui.journey.readers import AS_DATE, AS_NAME, AS_NIR, reader

_DONE, _NOT_DONE = "oui", "non"


def _seen(typed: str) -> str:
    if typed != _DONE:
        raise InvalidInput("Sans certitude, n’attestez pas : demandez un autre document, ou l’avis d’un collègue.")
    return typed


AS_SEEN = reader(_seen)


class AttestationForm(Form):
    """What an advisor checked before a person may choose a new password, or try the one they have again."""

    key: ClassVar[str] = "attestation"
    title: ClassVar[Text] = text("Attester l’identité")

    purpose: Annotated[
        str,
        Question(
            title=text("De quoi la personne a-t-elle besoin ?"),
            kind=Kind.CHOICE,
            choices=(
                Choice(
                    Purpose.RENEW,
                    text("Elle a oublié son mot de passe"),
                    text("vous lui donnerez un code"),
                ),
                Choice(
                    Purpose.UNLOCK,
                    text("Son accès est fermé après trop d’essais"),
                    text("il s’ouvrira aussitôt"),
                ),
            ),
            short=text("Besoin"),
        ),
    ]
    document: Annotated[
        str,
        Question(
            title=text("Quel document la personne vous a-t-elle présenté ?"),
            hint=text("L’original, en cours de validité. Son numéro ne se note nulle part."),
            kind=Kind.CHOICE,
            choices=tuple(Choice(one, words) for one, words in DOCUMENT_WORDS.items()),
            short=text("Document"),
        ),
    ]
    photograph: Annotated[
        str,
        AS_SEEN,
        Question(
            title=text("La personne devant vous est-elle celle de la photographie ?"),
            kind=Kind.CHOICE,
            choices=(
                Choice(_DONE, text("Oui, c’est elle")),
                Choice(_NOT_DONE, text("Non, ou je n’en suis pas sûr")),
            ),
            short=text("Photographie"),
        ),
    ]
    nir: Annotated[
        Nir,
        AS_NIR,
        Question(
            title=text("Son numéro de Sécurité sociale"),
            hint=text("15 chiffres, lus sur sa carte Vitale ou son attestation, pas sous la dictée."),
            kind=Kind.NIR,
            kept=False,
            short=text("Numéro de Sécurité sociale"),
        ),
    ]
    last_name: Annotated[
        str,
        AS_NAME,
        Question(
            title=text("Son nom de famille"),
            hint=text("Le nom de naissance, tel que le document l’écrit."),
            kept=False,
            short=text("Nom"),
        ),
    ]
    birth_date: Annotated[
        date,
        AS_DATE,
        Question(
            title=text("Sa date de naissance"),
            hint=text("Telle que le document l’écrit : jour, mois, année."),
            kind=Kind.DATE,
            kept=False,
            short=text("Date de naissance"),
        ),
    ]
    secret: Annotated[
        str,
        Question(
            title=text("Votre mot de passe de conseiller"),
            hint=text("Vous attestez en votre nom : la personne lira quel organisme l’a fait, et quand."),
            kind=Kind.SECRET,
            kept=False,
            short=text("Votre mot de passe"),
        ),
    ]
