"""Answering the corrections an advisor asked for, one question at a time."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from cpf_tui.domain.errors import DomainError
from cpf_tui.domain.people import Actor
from cpf_tui.domain.records import Correction, Dossier, State
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _, render
from cpf_tui.journey.questions import Problem
from cpf_tui.journey.state import JourneyState
from cpf_tui.services.dossier_file import DossierFile
from cpf_tui.services.dossiers import Dossiers
from screens.base import BaseScreen
from screens.dossier_words import QUESTIONS, correction_words
from screens.holder.pages import Act, DonePage
from screens.messages import GoHome, JourneyChanged, OpenRoute
from widgets.form_page import FormPage
from widgets.paper import Block, Paper
from widgets.top_bar import TopBar
from widgets.words import Wordlike


class CorrectionScreen(BaseScreen[None]):
    """The answers to correct: the advisor's words above, the old answer in the field."""

    CSS_PATH = "correction.tcss"
    heading: ClassVar[Text] = text("Corriger mon dossier")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "previous", "Réponse d’avant", id="previous_correction"),
    ]

    def __init__(self, actor: Actor, dossiers: Dossiers, dossier_id: str) -> None:
        super().__init__()
        self._actor, self._dossiers, self._dossier_id = actor, dossiers, dossier_id
        self._asked: tuple[Correction, ...] = ()
        self._answers: dict[str, str] = {}
        self._position = 0
        self._operation_id = ""

    def compose_body(self) -> ComposeResult:
        """Leave room for the advisor's words and the question."""
        yield Paper(id="asked")
        yield Container(id="page")

    def on_mount(self) -> None:
        """Read what is asked."""
        self.ask(lambda: self._dossiers.file(self._actor, self._dossier_id), self._read)

    def _read(self, file: DossierFile) -> None:
        self._asked = tuple(one for one in file.open_corrections if one.field in QUESTIONS)
        self._answers = dict(file.dossier.answers)
        if file.dossier.state is not State.CORRECTION or not self._asked:
            self.query_one(Paper).show([Block(_("Aucune correction n’est attendue. Échap pour revenir."))])
            return
        self._show()

    def _show(self) -> None:
        correction = self._asked[self._position]
        name, message = correction_words(correction)
        self.query_one(Paper).show([Block(name, "heading"), Block(message)])
        position = _("{n} sur {total}", n=self._position + 1, total=len(self._asked))
        title = _("{title} · réponse {position}", title=render(self.heading), position=position)
        self.query_one(TopBar).rename(title)
        self._operation_id = uuid4().hex
        container = self.query_one("#page", Container)
        with self.app.batch_update():
            container.remove_children()
            container.mount(FormPage([QUESTIONS[correction.field]], self._answers))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Going to the answer before makes sense after the first one."""
        return self._position > 0 if action == "previous" else super().check_action(action, parameters)

    def action_previous(self) -> None:
        """Change the answer before again: two dates that disagree are corrected one by one."""
        self._position -= 1
        self._show()

    @on(FormPage.Answered)
    def _answered(self, event: FormPage.Answered) -> None:
        field, operation_id = self._asked[self._position].field, self._operation_id
        answer = event.answers[field]
        self._answers[field] = answer
        self.ask(
            lambda: self._dossiers.answer_correction(self._actor, self._dossier_id, field, answer, operation_id),
            self._corrected,
            group="act",
        )

    def refused(self, error: DomainError) -> None:
        """Show what the service refuses above the question; what was typed stays."""
        pages = self.query(FormPage)
        if pages:
            pages.first().show_problems([Problem("", error.sentence)])
        else:
            super().refused(error)

    def _corrected(self, dossier: Dossier) -> None:
        self.post_message(JourneyChanged())
        if dossier.state is State.CORRECTION and self._position + 1 < len(self._asked):
            self._position += 1
            self._show()
        elif dossier.state is State.CORRECTION:  # another one was asked meanwhile
            self._position = 0
            self.ask(lambda: self._dossiers.file(self._actor, self._dossier_id), self._read)
        else:
            app = self.app
            self.dismiss(None)
            app.push_screen(_done(dossier, self.journey))

    def help_words(self) -> Wordlike:
        """Return the help of the question in hand."""
        pages = self.query(FormPage)
        question = pages.first().current_field().asked.question if pages else None
        return (question.help or question.hint if question else None) or super().help_words()


def _done(dossier: Dossier, journey: JourneyState) -> DonePage:
    follow = Act("tracker", text("Suivre le dossier")), OpenRoute("tracker", dossier.id)
    home = Act("home", text("Revenir à mon parcours")), GoHome()
    if dossier.state is State.DRAFT:
        blocks = [
            Block(_("Vos réponses sont corrigées"), "title good"),
            Block(
                _(
                    "La formation est plus longue que ce que vous aviez accepté : redonnez votre accord, puis renvoyez "
                    "le dossier {reference}.",
                    reference=dossier.reference,
                )
            ),
        ]
        return DonePage(
            _("Accord à redonner"),
            blocks,
            [(Act("consent", text("Redonner mon accord")), OpenRoute("consent", dossier.id)), follow],
            journey,
        )
    blocks = [
        Block(_("Votre dossier est corrigé et renvoyé"), "title good"),
        Block(_("Numéro du dossier : {reference}", reference=dossier.reference), "title"),
        Block(_("Votre conseiller reprend l’examen, sous 14 jours environ. Vous n’avez rien d’autre à faire.")),
    ]
    return DonePage(_("Dossier renvoyé"), blocks, [follow, home], journey)
