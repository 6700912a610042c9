"""The one question of the search's filters that is typed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from cpf_tui.domain.text import Text, text
from cpf_tui.journey.questions import Form, Kind, Question
from cpf_tui.journey.readers import AS_DATE


class FromDayForm(Form):
    """The day from which a training may begin."""

    key: ClassVar[str] = "search_from_day"
    title: ClassVar[Text] = text("Date d’entrée")
    day: Annotated[
        date,
        AS_DATE,
        Question(
            title=text("À partir de quel jour pouvez-vous entrer en formation ?"),
            kind=Kind.DATE,
            example="01/09/2027",
            short=text("Jour d’entrée"),
        ),
    ]
