"""The training dossier (step 8): the contents fixed by the annex of decree 2014-1717."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar

from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.text import Text, text
from cpf_tui.journey.forms.common import YES_NO
from cpf_tui.journey.questions import Choice, Form, Kind, Problem, Question
from cpf_tui.journey.readers import AS_DATE, AS_FLAG, AS_LINE, AS_MONEY, AS_PARAGRAPH, AS_QUANTITY

SKIP = text("Facultatif : laissez vide et appuyez sur Entrée pour passer.")


class DossierForm(Form):
    """What the dossier says of the training; the training and the organisation are already known."""

    key: ClassVar[str] = "dossier"
    title: ClassVar[Text] = text("Créer mon dossier de formation")

    objective: Annotated[
        str,
        AS_PARAGRAPH,
        Question(
            title=text("À quoi cette formation va-t-elle vous servir ?"),
            hint=text("Une ou deux phrases : le métier visé, ce que vous voulez apprendre."),
            kind=Kind.PARAGRAPH,
            short=text("Objectif"),
        ),
    ]
    planned: Annotated[
        Quantity,
        AS_QUANTITY,
        Question(
            title=text("Combien d’heures dure la formation ?"),
            hint=text("La durée inscrite sur le devis ou le programme de l’organisme."),
            help=text(
                "Vos heures paient la formation heure pour heure, d’abord le DIF puis le CPF, dans la limite de 150 "
                "heures pour une formation (article R6323-7). S’il en manque, votre interlocuteur cherchera un "
                "financement."
            ),
            kind=Kind.QUANTITY,
            example="120",
            short=text("Durée prévue"),
        ),
    ]
    start: Annotated[
        date,
        AS_DATE,
        Question(
            title=text("Quand la formation commence-t-elle ?"),
            hint=text("La date donnée par l’organisme."),
            kind=Kind.DATE,
            example="11/01/2027",
            short=text("Début"),
        ),
    ]
    end: Annotated[
        date,
        AS_DATE,
        Question(
            title=text("Quand se termine-t-elle ?"),
            kind=Kind.DATE,
            example="12/02/2027",
            short=text("Fin"),
        ),
    ]
    rhythm: Annotated[
        str,
        Question(
            title=text("À quel rythme ?"),
            kind=Kind.CHOICE,
            choices=(
                Choice("plein", text("À temps plein")),
                Choice("partiel", text("À temps partiel")),
                Choice("soir", text("Le soir ou le samedi")),
            ),
            short=text("Rythme"),
        ),
    ]
    mode: Annotated[
        str,
        Question(
            title=text("Où se passe la formation ?"),
            kind=Kind.CHOICE,
            choices=(
                Choice("place", text("Chez l’organisme")),
                Choice("distance", text("À distance")),
                Choice("mixte", text("Les deux")),
            ),
            short=text("Lieu"),
        ),
    ]
    partial: Annotated[
        bool,
        AS_FLAG,
        Question(
            title=text("Préparez-vous seulement une partie de la certification ?"),
            hint=text("Répondez oui si vous ne passez que certains blocs ou modules."),
            kind=Kind.CHOICE,
            choices=YES_NO,
            short=text("Une partie seulement"),
        ),
    ]
    price: Annotated[
        int | None,
        AS_MONEY,
        Question(
            title=text("Quel est le prix de la formation, en euros ?"),
            hint=text("Sur le devis. Laissez vide si vous ne le connaissez pas encore."),
            kind=Kind.MONEY,
            optional=True,
            example="1080",
            short=text("Prix"),
        ),
    ] = None
    other_costs: Annotated[
        int | None,
        AS_MONEY,
        Question(
            title=text("Aurez-vous d’autres frais, en euros ?"),
            hint=text("Transport, repas, hébergement, matériel. Laissez vide s’il n’y en a pas."),
            kind=Kind.MONEY,
            optional=True,
            example="150",
            short=text("Autres frais"),
        ),
    ] = None
    category: Annotated[
        str,
        Question(
            title=text("Quel était votre dernier emploi ?"),
            kind=Kind.CHOICE,
            choices=(
                Choice("ouvrier", text("Ouvrier")),
                Choice("employe", text("Employé")),
                Choice("intermediaire", text("Technicien, agent de maîtrise")),
                Choice("cadre", text("Cadre")),
                Choice("aucun", text("Je n’ai pas encore travaillé")),
            ),
            short=text("Dernier emploi"),
        ),
    ]
    contact: Annotated[
        str | None,
        AS_LINE,
        Question(
            title=text("Qui suit votre demande chez l’organisme ?"),
            hint=text("Un nom ou un numéro de téléphone. Facultatif."),
            optional=True,
            short=text("Contact chez l’organisme"),
        ),
    ] = None
    confidential: Annotated[
        bool,
        AS_FLAG,
        Question(
            title=text("Voulez-vous que ce dossier soit confidentiel ?"),
            hint=text("Un dossier confidentiel n’est jamais montré à un employeur."),
            kind=Kind.CHOICE,
            choices=YES_NO,
            short=text("Confidentiel"),
        ),
    ]
    comment: Annotated[
        str | None,
        AS_PARAGRAPH,
        Question(
            title=text("Autre chose que votre conseiller doit savoir ?"),
            hint=SKIP,
            kind=Kind.PARAGRAPH,
            optional=True,
            short=text("Remarque"),
        ),
    ] = None

    @classmethod
    def cross_check(cls, values: Mapping[str, Any]) -> list[Problem]:
        """Refuse an end before the start."""
        if values["end"] >= values["start"]:
            return []
        return [Problem("end", text("La formation finirait avant d’avoir commencé. Vérifiez les deux dates."))]
