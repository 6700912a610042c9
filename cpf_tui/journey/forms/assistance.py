"""What a person adds to their request for help."""

from __future__ import annotations

from typing import Annotated, ClassVar

from cpf_tui.domain.text import Text, text
from cpf_tui.journey.forms.advisor import ReplyForm
from cpf_tui.journey.questions import Kind, Question
from cpf_tui.journey.readers import AS_PARAGRAPH


class MessageForm(ReplyForm):
    """A further message of the holder: the same answer as an advisor's, asked in their words."""

    key: ClassVar[str] = "message"
    title: ClassVar[Text] = text("Écrire un message")
    body: Annotated[
        str,
        AS_PARAGRAPH,
        Question(
            title=text("Votre message"),
            kind=Kind.PARAGRAPH,
            hint=text("Ajoutez ce qui manque, ou répondez à ce qu’on vous demande."),
        ),
    ]
