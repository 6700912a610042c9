"""Rectifying the hours of a person: on which account, how much, and why."""

from __future__ import annotations

from typing import Annotated, ClassVar

from cpf_tui.domain.ledger import MOTIVES, Source
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.rectification import REASONS, Change
from cpf_tui.domain.text import Text, text
from cpf_tui.journey.questions import Choice, Form, Kind, Question
from cpf_tui.journey.readers import AS_QUANTITY

_ADD, _TAKE = "ajouter", "oter"


class RectifyForm(Form):
    """A correcting movement; the motive is chosen in a list, because a movement holds codes and never words."""

    key: ClassVar[str] = "rectify"
    title: ClassVar[Text] = text("Rectifier les heures")

    source: Annotated[
        str,
        Question(
            title=text("Sur quel compte ?"),
            kind=Kind.CHOICE,
            choices=(
                Choice(Source.CPF, text("CPF")),
                Choice(Source.DIF, text("DIF")),
                Choice(Source.TOP_UP, text("Abondements")),
            ),
            short=text("Compte"),
        ),
    ]
    direction: Annotated[
        str,
        Question(
            title=text("Faut-il ajouter des heures, ou en ôter ?"),
            kind=Kind.CHOICE,
            choices=(Choice(_ADD, text("Ajouter")), Choice(_TAKE, text("Ôter"))),
            short=text("Sens"),
        ),
    ]
    quantity: Annotated[
        Quantity,
        AS_QUANTITY,
        Question(title=text("Combien d’heures ?"), kind=Kind.QUANTITY, example="12", short=text("Heures")),
    ]
    motive: Annotated[
        str,
        Question(
            title=text("Pourquoi ?"),
            hint=text("La personne lira ce motif à côté du mouvement."),
            kind=Kind.CHOICE,
            choices=tuple(Choice(key, MOTIVES[key].label) for key in REASONS),
            short=text("Motif"),
        ),
    ]

    @property
    def change(self) -> Change:
        """What the answers ask for."""
        quantity = self.quantity if self.direction == _ADD else -self.quantity
        return Change(Source(self.source), quantity, self.motive)
