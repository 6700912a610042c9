"""Proving who one is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from cpf_tui.domain.nir import Nir
from cpf_tui.domain.text import Text, text
from cpf_tui.journey.questions import Form, Kind, Problem, Question
from cpf_tui.journey.readers import AS_LINE, AS_NEW_SECRET, AS_NIR


class SignInForm(Form):
    """A holder's number and password."""

    key: ClassVar[str] = "sign_in"
    title: ClassVar[Text] = text("Entrer dans mon compte")

    nir: Annotated[
        Nir,
        AS_NIR,
        Question(
            title=text("Votre numéro de Sécurité sociale"),
            hint=text("15 chiffres, sur votre carte Vitale. Les espaces ne comptent pas."),
            kind=Kind.NIR,
            kept=False,
        ),
    ]
    secret: Annotated[str, Question(title=text("Votre mot de passe"), kind=Kind.SECRET, kept=False)]


class AdvisorSignInForm(Form):
    """An advisor's identifier and password."""

    key: ClassVar[str] = "advisor_sign_in"
    title: ClassVar[Text] = text("Entrer comme conseiller")

    login: Annotated[
        str,
        AS_LINE,
        Question(title=text("Votre identifiant"), hint=text("Celui que l’exploitant vous a donné."), kept=False),
    ]
    secret: Annotated[str, Question(title=text("Votre mot de passe"), kind=Kind.SECRET, kept=False)]


class SecondFactorForm(Form):
    """What an advisor's telephone shows; asked of everybody, so that the question tells nothing."""

    key: ClassVar[str] = "second_factor"
    title: ClassVar[Text] = text("Entrer comme conseiller")

    code: Annotated[
        str | None,
        AS_LINE,
        Question(
            title=text("Votre code à usage unique"),
            hint=text("Les six chiffres de votre téléphone, ou un code de secours. Pas encore de code : laissez vide."),
            help=text(
                "Le code change toutes les 30 secondes et ne sert qu’une fois. Téléphone perdu ? Écrivez un de vos "
                "codes de secours, puis mettez en place un autre téléphone depuis « Mon accès ». Plus aucun code ? "
                "L’exploitant peut retirer l’ancien : vous en mettrez un autre en place à l’entrée suivante."
            ),
            optional=True,
            kept=False,
            short=text("Code à usage unique"),
        ),
    ] = None


class FirstCodeForm(Form):
    """The first code of a telephone that has just been given its secret."""

    key: ClassVar[str] = "first_code"
    title: ClassVar[Text] = text("Code à usage unique")

    code: Annotated[
        str,
        AS_LINE,
        Question(title=text("Les six chiffres que le téléphone montre"), kept=False, short=text("Code")),
    ]


_AGAIN = Question(
    title=text("Écrivez une seconde fois ce mot de passe"),
    hint=text("Pour être sûr qu’il est bien celui que vous vouliez."),
    kind=Kind.SECRET,
    kept=False,
    short=text("Mot de passe, seconde fois"),
)
_NEW = Question(
    title=text("Choisissez un nouveau mot de passe"),
    hint=text("Au moins 12 caractères, ou au moins 16 si ce ne sont que des chiffres."),
    help=text(
        "Une suite de quatre mots sans rapport se retient bien et se devine mal. Ne prenez ni votre nom, ni votre date "
        "de naissance. Personne d’autre que vous n’a besoin de le connaître."
    ),
    kind=Kind.SECRET,
    kept=False,
    short=text("Nouveau mot de passe"),
)


def same_twice(values: Mapping[str, Any]) -> list[Problem]:
    """Refuse two passwords that differ."""
    if values["secret"] == values["secret_again"]:
        return []
    return [Problem("secret_again", text("Les deux mots de passe sont différents. Écrivez deux fois le même."))]


class ChangeSecretForm(Form):
    """The present password, then the new one twice."""

    key: ClassVar[str] = "change_secret"
    title: ClassVar[Text] = text("Changer mon mot de passe")

    present: Annotated[
        str,
        Question(
            title=text("Votre mot de passe actuel"),
            hint=text("Celui avec lequel vous venez d’entrer."),
            kind=Kind.SECRET,
            kept=False,
            short=text("Mot de passe actuel"),
        ),
    ]
    secret: Annotated[str, AS_NEW_SECRET, _NEW]
    secret_again: Annotated[str, _AGAIN]

    @classmethod
    def cross_check(cls, values: Mapping[str, Any]) -> list[Problem]:
        """Refuse two passwords that differ."""
        return same_twice(values)


class RenewSecretForm(Form):
    """A forgotten password: the number, the code given by an advisor, then the new password twice."""

    key: ClassVar[str] = "renew_secret"
    title: ClassVar[Text] = text("Mot de passe oublié")

    nir: Annotated[
        Nir,
        AS_NIR,
        Question(
            title=text("Votre numéro de Sécurité sociale"),
            hint=text("15 chiffres, sur votre carte Vitale. Les espaces ne comptent pas."),
            help=text(
                "Il faut d’abord un code, que donne un conseiller. Allez dans une agence ou une mission locale avec "
                "une pièce d’identité et votre carte Vitale. Le conseiller ne connaîtra pas votre mot de passe : vous "
                "le choisirez ici, seul."
            ),
            kind=Kind.NIR,
            kept=False,
            short=text("Numéro de Sécurité sociale"),
        ),
    ]
    code: Annotated[
        str,
        AS_LINE,
        Question(
            title=text("Le code que le conseiller vous a donné"),
            hint=text("Huit lettres et chiffres. Il sert une fois, pendant 15 minutes."),
            help=text(
                "Un conseiller vous le donne après avoir vu votre pièce d’identité, à son bureau. Majuscules, espaces "
                "et tirets ne comptent pas. Sans code, personne ne peut changer votre mot de passe."
            ),
            kept=False,
            short=text("Code"),
        ),
    ]
    secret: Annotated[str, AS_NEW_SECRET, _NEW]
    secret_again: Annotated[str, _AGAIN]

    @classmethod
    def cross_check(cls, values: Mapping[str, Any]) -> list[Problem]:
        """Refuse two passwords that differ."""
        return same_twice(values)
