"""Proving who one is."""

from __future__ import annotations

from typing import Annotated, ClassVar

from cpf_tui.domain.nir import Nir
from cpf_tui.domain.text import Text, text
from cpf_tui.journey.questions import Form, Kind, Question
from cpf_tui.journey.readers import AS_LINE, AS_NIR


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
