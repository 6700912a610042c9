"""The small forms of the project: permission for an advisor, a diploma, a contact with an organisation."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from cpf_tui.domain.text import Text, text
from cpf_tui.journey.questions import Choice, Form, Kind, Question
from cpf_tui.journey.readers import AS_DATE, AS_LINE, AS_PARAGRAPH, AS_YEAR, reader


class AuthorisationForm(Form):
    """What the chosen advisor may see, and for how long (R6323-16 III)."""

    key: ClassVar[str] = "authorisation"
    title: ClassVar[Text] = text("Autoriser mon interlocuteur")

    scope: Annotated[
        str,
        Question(
            title=text("Que peut voir votre interlocuteur ?"),
            hint=text("Sans votre accord, il ne voit ni vos heures ni vos formations. Vous pouvez changer d’avis."),
            help=text(
                "L’article R6323-16 du code du travail réserve vos données à ceux que vous autorisez. Vous pouvez "
                "retirer cette autorisation à tout moment depuis l’écran « Mon interlocuteur »."
            ),
            kind=Kind.CHOICE,
            choices=(
                Choice("tout", text("Mes heures, mon historique et mon passeport")),
                Choice("heures", text("Mes heures et mon dossier seulement")),
                Choice("rien", text("Rien pour l’instant"), text("il ne pourra pas valider votre dossier")),
            ),
            short=text("Ce qu’il peut voir"),
        ),
    ]
    months: Annotated[
        int,
        reader(int),
        Question(
            title=text("Pendant combien de temps ?"),
            kind=Kind.CHOICE,
            choices=(
                Choice("3", text("3 mois")),
                Choice("6", text("6 mois")),
                Choice("12", text("1 an")),
            ),
            asked_if=lambda answers: answers.get("scope") != "rien",
            short=text("Durée"),
        ),
    ] = 0


class DiplomaForm(Form):
    """A diploma the person holds; the choices come from the shipped table."""

    key: ClassVar[str] = "diploma"
    title: ClassVar[Text] = text("Déclarer un diplôme")

    title_held: Annotated[
        str,
        AS_LINE,
        Question(
            title=text("Quel est l’intitulé exact de votre diplôme ?"),
            hint=text("Par exemple : CAP Cuisine, ou Baccalauréat professionnel Gestion-administration."),
            short=text("Intitulé"),
        ),
    ]
    year: Annotated[
        int | None,
        AS_YEAR,
        Question(
            title=text("En quelle année l’avez-vous obtenu ?"),
            hint=text("Facultatif : laissez vide et appuyez sur Entrée pour passer."),
            optional=True,
            example="2009",
            short=text("Année"),
        ),
    ] = None


class ContactForm(Form):
    """One contact with a training organisation (step 7)."""

    key: ClassVar[str] = "contact"
    title: ClassVar[Text] = text("Noter un contact avec l’organisme")

    on: Annotated[
        date,
        AS_DATE,
        Question(
            title=text("Quel jour avez-vous contacté l’organisme ?"),
            kind=Kind.DATE,
            example="12/04/2026",
            short=text("Jour"),
        ),
    ]
    means: Annotated[
        str,
        Question(
            title=text("Comment ?"),
            kind=Kind.CHOICE,
            choices=(
                Choice("telephone", text("Par téléphone")),
                Choice("courriel", text("Par courriel ou courrier")),
                Choice("place", text("Sur place")),
            ),
            short=text("Moyen"),
        ),
    ]
    whom: Annotated[
        str,
        AS_LINE,
        Question(
            title=text("Avec qui avez-vous parlé ?"),
            hint=text("Un nom, ou « accueil » si vous ne le connaissez pas."),
            short=text("Interlocuteur"),
        ),
    ]
    prerequisites: Annotated[
        str,
        Question(
            title=text("L’organisme confirme-t-il que vous pouvez entrer en formation ?"),
            hint=text("C’est-à-dire que vous remplissez les conditions d’entrée et qu’il reste une place."),
            kind=Kind.CHOICE,
            choices=(
                Choice("oui", text("Oui, je peux entrer")),
                Choice("attente", text("J’attends sa réponse")),
                Choice("non", text("Non")),
            ),
            short=text("Entrée possible"),
        ),
    ]
    answer: Annotated[
        str | None,
        AS_PARAGRAPH,
        Question(
            title=text("Que vous a-t-il répondu ?"),
            hint=text("Facultatif. Dates proposées, papiers demandés, test à passer…"),
            kind=Kind.PARAGRAPH,
            optional=True,
            short=text("Réponse"),
        ),
    ] = None


class AssistanceForm(Form):
    """A request to the assistance (step 14)."""

    key: ClassVar[str] = "assistance"
    title: ClassVar[Text] = text("Demander de l’aide")

    topic: Annotated[
        str,
        Question(
            title=text("Votre demande concerne…"),
            kind=Kind.CHOICE,
            choices=(
                Choice("compte", text("Mon compte ou mon mot de passe")),
                Choice("heures", text("Mes heures")),
                Choice("formation", text("Une formation ou un organisme")),
                Choice("dossier", text("Mon dossier")),
                Choice("autre", text("Autre chose")),
            ),
            short=text("Sujet"),
        ),
    ]
    body: Annotated[
        str,
        AS_PARAGRAPH,
        Question(
            title=text("Expliquez votre difficulté"),
            hint=text("Avec vos mots. N’écrivez pas votre numéro de Sécurité sociale : nous l’avons déjà."),
            kind=Kind.PARAGRAPH,
            short=text("Votre message"),
        ),
    ]
