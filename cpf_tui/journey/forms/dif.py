"""Entering the DIF balance (step 3)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from cpf_tui.domain.dif import check_balance
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.text import Text, text
from cpf_tui.journey.questions import Choice, Form, Kind, Question
from cpf_tui.journey.readers import AS_DATE, AS_LINE, reader


def read_balance(typed: str) -> Quantity:
    """Read a DIF balance and hold it to the cap of the law. Raises `InvalidInput`."""
    quantity = Quantity.parse(typed)
    check_balance(quantity)
    return quantity


_WHERE = text(
    "Où trouver ce nombre ? Sur le certificat de travail remis par votre dernier employeur (article D1234-6), sur une "
    "attestation de cet employeur (article R6323-7), ou sur votre fiche de paie de décembre 2014 ou janvier 2015. "
    "Plusieurs employeurs l’un après l’autre : seul le dernier document compte. Plusieurs à la fois : additionnez. "
    "Gardez précieusement ce document : il vous sera demandé."
)


class DifForm(Form):
    """The DIF balance and the document that proves it."""

    key: ClassVar[str] = "dif"
    title: ClassVar[Text] = text("Saisir mes heures DIF")

    quantity: Annotated[
        Quantity,
        reader(read_balance),
        Question(
            title=text("Combien d’heures de DIF vous reste-t-il ?"),
            hint=text(
                "Ce nombre est écrit sur votre certificat de travail, ou sur votre fiche de paie de décembre 2014 ou "
                "janvier 2015."
            ),
            help=_WHERE,
            kind=Kind.QUANTITY,
            example="87,33",
            short=text("Solde de DIF"),
        ),
    ]
    document: Annotated[
        str,
        Question(
            title=text("Quel document l’indique ?"),
            hint=text("Gardez-le : votre conseiller vous demandera de le montrer."),
            help=_WHERE,
            kind=Kind.CHOICE,
            choices=(
                Choice("certificat", text("Un certificat de travail"), text("contrat fini entre 2010 et 2014")),
                Choice("attestation", text("Une attestation de l’employeur"), text("donnée avant le 31 janvier 2015")),
                Choice("bulletin", text("Une fiche de paie"), text("décembre 2014 ou janvier 2015")),
            ),
            short=text("Document"),
        ),
    ]
    document_date: Annotated[
        date,
        AS_DATE,
        Question(
            title=text("Quelle est la date de ce document ?"),
            kind=Kind.DATE,
            example="31/12/2014",
            help=_WHERE,
            short=text("Date du document"),
        ),
    ]
    employer: Annotated[
        str,
        AS_LINE,
        Question(
            title=text("Quel employeur vous l’a remis ?"),
            hint=text("Le nom écrit en haut du document."),
            short=text("Employeur"),
        ),
    ]
