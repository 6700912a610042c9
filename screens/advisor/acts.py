"""What an advisor may decide on a dossier, under which key, and the dialog that asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from textwrap import shorten
from typing import Any, TypeVar

from cpf_tui.domain.dossier import TRANSITIONS, WORDINGS
from cpf_tui.domain.people import Actor, Right
from cpf_tui.domain.records import Dossier, State
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _, render
from cpf_tui.journey.forms.advisor import AbandonForm, ClosingForm, CorrectionForm, EntryForm, ProofForm, RefusalForm
from cpf_tui.journey.forms.dossier import DossierForm
from cpf_tui.journey.forms.rectification import RectifyForm
from cpf_tui.journey.questions import Choice, Form
from cpf_tui.services.access import RIGHT_NAMES
from cpf_tui.services.dif import DifEntry
from cpf_tui.services.dossier_file import DossierFile
from cpf_tui.services.rectification import Rectifications
from cpf_tui.services.review import DossierReview
from screens.advisor.narrowed import NarrowedDialog
from screens.advisor.sheet import EXAMINED, agreed_hours, hours_line, obstacles
from screens.advisor.wording import document_words, shares
from screens.dialogs.form import FormDialog
from widgets.act_bar import KeyedAct

F = TypeVar("F", bound=Form)
_ANSWER_WIDTH = 36

ACTS: Mapping[str, KeyedAct] = {
    "request_correction": KeyedAct("c", text("Correction")),
    "proof": KeyedAct("j", text("Justificatif du DIF")),
    "funding": KeyedAct("f", text("Financement")),
    "validate": KeyedAct("v", text("Valider")),
    "lift_suspension": KeyedAct("u", text("Reprendre l’examen")),
    "refuse": KeyedAct("r", text("Refuser")),
    "enter": KeyedAct("e", text("Entrée en formation")),
    "close": KeyedAct("l", text("Clore")),
    "abandon": KeyedAct("x", text("Abandon")),
    "rectify": KeyedAct("h", text("Rectifier les heures")),
}
"""Every act with its key, in the order of a dossier's life."""

DONE: Mapping[str, Text] = {
    "request_correction": text("Correction demandée : la personne la verra à sa prochaine visite."),
    "proof": text("Justificatif noté."),
    "validate": text("Dossier validé : les heures sont bloquées pour cette formation."),
    "lift_suspension": text("Examen repris : le dossier est de nouveau à traiter."),
    "refuse": text("Dossier refusé : la personne lira le motif."),
    "enter": text("Entrée en formation notée."),
    "close": text("Dossier clos : les heures réalisées sont débitées, le reste est libéré."),
    "abandon": text("Abandon noté : les heures sont libérées."),
    "rectify": text("Heures rectifiées : la personne lit le mouvement et son motif sur son compte."),
}


_RIGHTS: Mapping[str, Right | None] = {
    **{name: line.right for name, line in TRANSITIONS.items()},
    "proof": Right.VALIDATE,
    "rectify": Right.CLOSE,
}


def allowed(file: DossierFile, actor: Actor) -> list[str]:
    """List what this advisor may do now, from the table of transitions and what hangs on it."""
    acts = {transition.action for transition in file.actions}
    state = file.dossier.state
    if _RIGHTS["proof"] in actor.rights and state in EXAMINED:
        if file.dif is not None:
            acts.add("proof")
        if state is State.CORRECTION:
            acts.add("request_correction")  # one more answer to correct
    if file.funding or (state in {State.SUBMITTED, State.FUNDING} and file.outlook.gap):
        acts.add("funding")
    if _RIGHTS["rectify"] in actor.rights:
        acts.add("rectify")
    return [name for name in ACTS if name in acts]


def why_not(act: str, file: DossierFile, actor: Actor) -> Text:
    """Say what forbids an act that is not allowed now: a right the body did not give, or the state of the dossier."""
    right = _RIGHTS.get(act)
    if right is not None and right not in actor.rights:
        return text(
            "« {act} » n’est pas possible : votre organisme ne vous a pas donné ce droit : {right}.",
            act=ACTS[act].label,
            right=RIGHT_NAMES[right],
        )
    state = WORDINGS[file.dossier.state].advisor
    return text("« {act} » n’est pas possible : le dossier est à l’état « {state} ».", act=ACTS[act].label, state=state)


def blocking_words(file: DossierFile) -> str:
    """Say what a validation will block."""
    said = _(
        "Seront bloquées pour {title} : {shares}. Elles ne pourront plus servir à une autre formation.",
        title=file.dossier.title,
        shares=shares(file.outlook.use, agreed_hours(file)),
    )
    stops = obstacles(file)
    return f"{said}\n\n{_('Ce qui l’empêche encore : {obstacles}.', obstacles=', '.join(stops))}" if stops else said


def _answered(file: DossierFile) -> Iterator[Choice]:
    answers = file.dossier.answers
    for asked in DossierForm.questions():
        said = " ".join(render(asked.question.label_of(answers.get(asked.name, ""))).split())
        yield Choice(
            asked.name, asked.question.name, text("{answer}", answer=shorten(said, _ANSWER_WIDTH, placeholder="…"))
        )


@dataclass(frozen=True)
class Decisions:
    """Makes the dialog of each act that asks something."""

    actor: Actor
    review: DossierReview
    dif: DifEntry
    rectifications: Rectifications

    def dialog(self, act: str, file: DossierFile) -> FormDialog[Any, Dossier]:
        """Return the dialog of an act; raises `KeyError` for one that asks nothing."""
        dialogs: Mapping[str, Callable[[DossierFile], FormDialog[Any, Dossier]]] = {
            "request_correction": self._correction,
            "proof": self._proof,
            "refuse": self._refusal,
            "enter": self._entry,
            "close": self._closing,
            "abandon": self._abandon,
            "rectify": self._rectification,
        }
        return dialogs[act](file)

    def _ask(
        self,
        form: type[F],
        send: Callable[[Actor, str, F, str], Dossier],
        file: DossierFile,
        note: str = "",
        answers: Mapping[str, str] | None = None,
    ) -> FormDialog[F, Dossier]:
        return FormDialog(form, partial(send, self.actor, file.dossier.id), note=note, answers=answers)

    def _correction(self, file: DossierFile) -> FormDialog[CorrectionForm, Dossier]:
        # Each question with its answer beside it: the advisor sees what is to be corrected.
        send = partial(self.review.request_correction, self.actor, file.dossier.id)
        return NarrowedDialog(CorrectionForm, send, {"field": [*_answered(file)]})

    def _proof(self, file: DossierFile) -> FormDialog[ProofForm, Dossier]:
        dif = file.dif
        note = _("{hours} h inscrites · {document}", hours=dif.quantity, document=document_words(dif)) if dif else ""
        return self._ask(ProofForm, self.dif.record_proof, file, note)

    def _refusal(self, file: DossierFile) -> FormDialog[RefusalForm, Dossier]:
        note = _("Le dossier s’arrête là. Ce que des financeurs ont accordé leur est rendu.")
        return self._ask(RefusalForm, self.review.refuse, file, note)

    def _entry(self, file: DossierFile) -> FormDialog[EntryForm, Dossier]:
        start = file.dossier.start
        note = _("Début prévu : {day}", day=start) if start else ""
        return self._ask(EntryForm, self.review.enter, file, note)

    def _closing(self, file: DossierFile) -> FormDialog[ClosingForm, Dossier]:
        note = _("Prévu et bloqué : {line}. Le débit suit cet ordre.", line=hours_line(file))
        return self._ask(ClosingForm, self.review.close, file, note)

    def _abandon(self, file: DossierFile) -> FormDialog[AbandonForm, Dossier]:
        note = _("Rien n’est débité : tout ce qui est bloqué est libéré. Si une partie a été suivie, clôturez plutôt.")
        return self._ask(AbandonForm, self.review.abandon, file, note)

    def _rectification(self, file: DossierFile) -> FormDialog[RectifyForm, Dossier]:
        def send(form: RectifyForm, op_id: str) -> Dossier:
            self.rectifications.rectify(self.actor, file.dossier.holder_id, form.change, op_id)
            return file.dossier

        note = _("Un mouvement de plus, jamais un changement. Refusé au-dessus du plafond et au-dessous de zéro.")
        return FormDialog(RectifyForm, send, note=note)
