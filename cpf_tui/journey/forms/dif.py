"""Entering the DIF balance (step 3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar

from cpf_tui.domain.dif import check_balance, check_document
from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.text import Text, text
from cpf_tui.journey.questions import Choice, Form, Kind, Problem, Question
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
            title=text("Quelle date porte ce document ?"),
            hint=text("Certificat de travail : la date de fin du contrat. Sinon, la date du document."),
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

    @classmethod
    def cross_check(cls, values: Mapping[str, Any]) -> list[Problem]:
        """Refuse a document that could not hold a DIF balance at its date; whether it is to come, the service says."""
        try:
            check_document(values["document"], values["document_date"], on=date.max)
        except InvalidInput as error:
            return [Problem("document_date", error.sentence)]
        return []
