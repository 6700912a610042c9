"""What an advisor writes on a dossier: short forms, each for one decision."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from cpf_tui.domain.funding import FUNDERS
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.text import Text, text
from cpf_tui.journey.forms.dossier import DossierForm
from cpf_tui.journey.questions import Choice, Form, Kind, Question
from cpf_tui.journey.readers import AS_COUNTED, AS_DATE, AS_MONEY, AS_PARAGRAPH

_CORRECTABLE = tuple(Choice(one.name, one.question.name) for one in DossierForm.questions())

# On the advisor’s side the holder is not « vous ».
_NAMES = {"TITULAIRE": text("La personne elle-même")}


def _reason(key_title: Text, hint: Text | None = None) -> Question:
    return Question(title=key_title, hint=hint, kind=Kind.PARAGRAPH, short=text("Motif"))


class CorrectionForm(Form):
    """A correction asked of the holder, for one question of the dossier."""

    key: ClassVar[str] = "correction"
    title: ClassVar[Text] = text("Demander une correction")

    field: Annotated[
        str,
        Question(
            title=text("Quelle réponse faut-il corriger ?"),
            kind=Kind.CHOICE,
            choices=_CORRECTABLE,
            short=text("Réponse"),
        ),
    ]
    kind: Annotated[
        str,
        Question(
            title=text("Pourquoi ?"),
            kind=Kind.CHOICE,
            choices=(
                Choice("incomplet", text("Incomplet")),
                Choice("incorrect", text("Incorrect")),
                Choice("perime", text("Plus à jour")),
            ),
            short=text("Raison"),
        ),
    ]
    message: Annotated[
        str,
        AS_PARAGRAPH,
        Question(
            title=text("Que doit faire la personne ?"),
            hint=text("Une phrase simple : elle la lira telle quelle."),
            kind=Kind.PARAGRAPH,
            short=text("Message"),
        ),
    ]


class ProofForm(Form):
    """What the advisor saw of the DIF document."""

    key: ClassVar[str] = "proof"
    title: ClassVar[Text] = text("Justificatif du DIF")

    result: Annotated[
        str,
        Question(
            title=text("Le document montré confirme-t-il le nombre d’heures ?"),
            kind=Kind.CHOICE,
            choices=(
                Choice("vue", text("Oui, je l’ai vu et il confirme")),
                Choice("ecart", text("Non : le dossier est suspendu jusqu’à la correction")),
            ),
            short=text("Justificatif"),
        ),
    ]
    comment: Annotated[
        str | None,
        AS_PARAGRAPH,
        Question(
            title=text("Que dit le document ?"),
            hint=text("Facultatif si tout est juste."),
            kind=Kind.PARAGRAPH,
            optional=True,
            short=text("Remarque"),
        ),
    ] = None


class FundingRequestForm(Form):
    """A request to one complementary funder."""

    key: ClassVar[str] = "funding_request"
    title: ClassVar[Text] = text("Demander un financement")

    funder: Annotated[
        str,
        Question(
            title=text("À quel financeur ?"),
            kind=Kind.CHOICE,
            choices=tuple(Choice(key, _NAMES.get(key, one.name), one.rule) for key, one in FUNDERS.items()),
            short=text("Financeur"),
        ),
    ]
    quantity: Annotated[
        Quantity,
        AS_COUNTED,
        Question(
            title=text("Combien d’heures sont demandées ?"),
            hint=text("Les heures qui manquent, ou une partie. Zéro si seul un montant est demandé."),
            kind=Kind.QUANTITY,
            example="32,67",
            short=text("Heures"),
        ),
    ]
    euros: Annotated[
        int,
        AS_MONEY,
        Question(
            title=text("Quel montant, en euros ?"),
            kind=Kind.MONEY,
            example="294,03",
            short=text("Montant"),
        ),
    ]
    comment: Annotated[
        str | None,
        AS_PARAGRAPH,
        Question(title=text("Remarque"), hint=text("Facultatif."), kind=Kind.PARAGRAPH, optional=True),
    ] = None


class FundingAnswerForm(Form):
    """A funder's answer."""

    key: ClassVar[str] = "funding_answer"
    title: ClassVar[Text] = text("Réponse du financeur")

    decision: Annotated[
        str,
        Question(
            title=text("Qu’a répondu le financeur ?"),
            kind=Kind.CHOICE,
            choices=(Choice("accorde", text("Il accorde")), Choice("refuse", text("Il refuse"))),
            short=text("Réponse"),
        ),
    ]
    answer: Annotated[
        str | None,
        AS_PARAGRAPH,
        Question(
            title=text("Référence ou motif"),
            hint=text("Le numéro de l’accord, ou pourquoi il refuse."),
            kind=Kind.PARAGRAPH,
            optional=True,
        ),
    ] = None


class RefusalForm(Form):
    """The refusal of a dossier, with its reason."""

    key: ClassVar[str] = "refusal"
    title: ClassVar[Text] = text("Refuser le dossier")
    reason: Annotated[
        str,
        AS_PARAGRAPH,
        _reason(text("Pourquoi ce dossier est-il refusé ?"), text("La personne lira ce motif.")),
    ]


class EntryForm(Form):
    """The declaration of entry in training."""

    key: ClassVar[str] = "entry"
    title: ClassVar[Text] = text("Déclarer l’entrée en formation")
    on: Annotated[
        date,
        AS_DATE,
        Question(
            title=text("Quel jour la personne est-elle entrée en formation ?"),
            kind=Kind.DATE,
            example="11/01/2027",
            short=text("Jour d’entrée"),
        ),
    ]


class ClosingForm(Form):
    """The closing of a dossier, on the quantity realised."""

    key: ClassVar[str] = "closing"
    title: ClassVar[Text] = text("Clore le dossier")
    realised: Annotated[
        Quantity,
        AS_COUNTED,
        Question(
            title=text("Combien d’heures ont été réalisées ?"),
            hint=text("Le nombre écrit sur l’attestation de présence. Le reste est libéré."),
            kind=Kind.QUANTITY,
            example="100",
            short=text("Heures réalisées"),
        ),
    ]


class AbandonForm(Form):
    """An abandonment, with its reason."""

    key: ClassVar[str] = "abandon"
    title: ClassVar[Text] = text("Déclarer un abandon")
    reason: Annotated[str, AS_PARAGRAPH, _reason(text("Pourquoi la formation s’arrête-t-elle ?"))]


class ReplyForm(Form):
    """An answer to a request for help."""

    key: ClassVar[str] = "reply"
    title: ClassVar[Text] = text("Répondre")
    body: Annotated[
        str,
        AS_PARAGRAPH,
        Question(title=text("Votre réponse"), kind=Kind.PARAGRAPH, hint=text("La personne la lira telle quelle.")),
    ]
