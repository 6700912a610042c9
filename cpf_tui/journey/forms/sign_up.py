"""Opening an account (step 2): first what protects it, then who the person is.

The account is created as soon as its number and password are known, so that every later answer is saved in it, behind
the password, and nothing personal waits in the open on a shared machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar

from cpf_tui.domain.nir import Nir
from cpf_tui.domain.text import Text, text
from cpf_tui.journey.forms.common import LEVELS, YES_NO
from cpf_tui.journey.questions import Choice, Form, Kind, Problem, Question
from cpf_tui.journey.readers import (
    AS_DATE,
    AS_EMAIL,
    AS_FLAG,
    AS_LEVEL,
    AS_LINE,
    AS_NAME,
    AS_NEW_SECRET,
    AS_NIR,
    AS_PHONE,
)


class IdentityForm(Form):
    """The number and the password of a new account."""

    key: ClassVar[str] = "identity"
    title: ClassVar[Text] = text("Ouvrir mon compte")

    nir: Annotated[
        Nir,
        AS_NIR,
        Question(
            title=text("Quel est votre numéro de Sécurité sociale ?"),
            hint=text("15 chiffres, sur votre carte Vitale ou votre attestation de droits."),
            help=text(
                "Le numéro de Sécurité sociale (NIR) identifie votre compte. La loi réserve son usage aux organismes "
                "désignés par décret (article R6323-15 du code du travail). Il est chiffré et n’est jamais affiché "
                "en entier. Vous pouvez taper les espaces ou non."
            ),
            kind=Kind.NIR,
            example="2 00 99 99 999 001 74",
            kept=False,
            short=text("Numéro de Sécurité sociale"),
        ),
    ]
    secret: Annotated[
        str,
        AS_NEW_SECRET,
        Question(
            title=text("Choisissez un mot de passe"),
            hint=text("Au moins 12 caractères, ou au moins 16 si ce ne sont que des chiffres."),
            help=text(
                "Une suite de quatre mots sans rapport se retient bien et se devine mal. Ne prenez ni votre nom, ni "
                "votre date de naissance. Votre conseiller n’a jamais besoin de le connaître."
            ),
            kind=Kind.SECRET,
            kept=False,
            short=text("Mot de passe"),
        ),
    ]
    secret_again: Annotated[
        str,
        Question(
            title=text("Écrivez une seconde fois ce mot de passe"),
            hint=text("Pour être sûr qu’il est bien celui que vous vouliez."),
            kind=Kind.SECRET,
            kept=False,
            short=text("Mot de passe, seconde fois"),
        ),
    ]

    @classmethod
    def cross_check(cls, values: Mapping[str, Any]) -> list[Problem]:
        """Refuse two passwords that differ."""
        if values["secret"] == values["secret_again"]:
            return []
        return [Problem("secret_again", text("Les deux mots de passe sont différents. Écrivez deux fois le même."))]


class ProfileForm(Form):
    """Who the person is: what the rules need, and nothing more."""

    key: ClassVar[str] = "profile"
    title: ClassVar[Text] = text("Qui êtes-vous ?")

    civility: Annotated[
        str,
        Question(
            title=text("Votre civilité ?"),
            hint=text("Elle sert seulement à vérifier le numéro saisi."),
            kind=Kind.CHOICE,
            choices=(Choice("madame", text("Madame")), Choice("monsieur", text("Monsieur"))),
            short=text("Civilité"),
        ),
    ]
    last_name: Annotated[
        str,
        AS_NAME,
        Question(
            title=text("Quel est votre nom de famille ?"),
            hint=text("Le nom de naissance, comme sur votre carte Vitale."),
            short=text("Nom"),
        ),
    ]
    first_names: Annotated[
        str,
        AS_NAME,
        Question(
            title=text("Quels sont vos prénoms ?"), hint=text("Le prénom d’usage d’abord."), short=text("Prénoms")
        ),
    ]
    birth_date: Annotated[
        date,
        AS_DATE,
        Question(
            title=text("Quelle est votre date de naissance ?"),
            hint=text("Le jour, le mois et l’année."),
            help=text(
                "Un compte s’ouvre à partir de 16 ans, 15 ans pour un apprenti (article L6323-1). Votre âge sert aussi "
                "à vous proposer le bon interlocuteur."
            ),
            kind=Kind.DATE,
            example="31/12/1980",
            short=text("Date de naissance"),
        ),
    ]
    residence: Annotated[
        str,
        AS_LINE,
        Question(
            title=text("Dans quelle commune habitez-vous ?"),
            hint=text("Écrivez le code postal ou le nom, puis choisissez dans la liste."),
            help=text(
                "Les formations que vous pouvez suivre avec vos heures dépendent de la région où vous habitez "
                "(article R6323-11). Vous pourrez changer de commune si vous déménagez."
            ),
            kind=Kind.COMMUNE,
            example="59100",
            short=text("Commune"),
        ),
    ]
    employment: Annotated[
        str,
        Question(
            title=text("Quelle est votre situation aujourd’hui ?"),
            kind=Kind.CHOICE,
            choices=(
                Choice("DE", text("Je cherche un emploi")),
                Choice("SALARIE", text("Je suis salarié"), text("les listes de formations sont alors différentes")),
                Choice("SCOLAIRE", text("Je suis encore à l’école ou en études")),
            ),
            short=text("Situation"),
        ),
    ]
    highest_level: Annotated[
        int,
        AS_LEVEL,
        Question(
            title=text("Quel est votre diplôme le plus élevé ?"),
            kind=Kind.CHOICE,
            choices=LEVELS,
            short=text("Diplôme le plus élevé"),
        ),
    ]
    disability_recognised: Annotated[
        bool,
        AS_FLAG,
        Question(
            title=text("Avez-vous une reconnaissance de travailleur handicapé (RQTH) ?"),
            hint=text("Si oui, Cap emploi peut vous accompagner. Vous pouvez répondre non."),
            kind=Kind.CHOICE,
            choices=YES_NO,
            short=text("Reconnaissance de handicap"),
        ),
    ]
    executive: Annotated[
        bool,
        AS_FLAG,
        Question(
            title=text("Êtes-vous, ou étiez-vous, cadre ?"),
            hint=text("Si oui, l’APEC (Association pour l’emploi des cadres) peut vous accompagner."),
            kind=Kind.CHOICE,
            choices=YES_NO,
            short=text("Cadre"),
        ),
    ]
    phone: Annotated[
        str | None,
        AS_PHONE,
        Question(
            title=text("Votre numéro de téléphone ?"),
            hint=text("Facultatif : laissez vide et appuyez sur Entrée pour passer."),
            optional=True,
            example="01 99 00 12 34",
            short=text("Téléphone"),
        ),
    ] = None
    email: Annotated[
        str | None,
        AS_EMAIL,
        Question(
            title=text("Votre adresse de courriel ?"),
            hint=text("Facultatif : tout fonctionne sans courriel."),
            optional=True,
            example="claire@exemple.fr",
            short=text("Courriel"),
        ),
    ] = None
