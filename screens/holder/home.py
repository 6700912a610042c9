"""Home is the journey: the fourteen steps, how far each is, whose turn it is. The next thing to do has the focus."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content

from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _, render
from cpf_tui.journey.state import JourneyState, Progress, StepStatus
from cpf_tui.journey.steps import STEPS, Step
from screens.base import BaseScreen
from screens.messages import JourneyChanged, OpenRoute, SignOut
from widgets.row_list import EMPTY, Line, Row, RowList, row
from widgets.words import Words

_TITLE_WIDTH = 35


class HomeScreen(BaseScreen[None]):
    """The journey of the person who signed in."""

    CSS_PATH = "home.tcss"
    help_text: ClassVar[Text] = text(
        "Voici les quatorze étapes de votre parcours. Celle qui vous attend est déjà choisie : appuyez sur Entrée. "
        "Les flèches mènent aux autres étapes, que vous pouvez rouvrir quand vous voulez. À droite de chaque étape : "
        "où elle en est, et qui doit agir. A : votre mot de passe et vos connexions. V : qui a vu votre compte. "
        "M : ce qui est gardé sur vous."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", "Continuer", id="go"),
        Binding("h", "open('balance')", "Mes heures", id="hours"),
        Binding("d", "open('tracker')", "Mes dossiers", id="dossiers"),
        Binding("p", "open('profile')", "Mes informations", id="profile"),
        Binding("v", "open('trail')", "Qui a vu mon compte", id="trail"),
        Binding("a", "open('access')", "Mon accès", id="access"),
        Binding("escape,f10", "leave", "Effacer et quitter", id="sign_out"),
        Binding("m", "open('my_data')", "Mes données", id="my_data"),
    ]

    def compose_body(self) -> ComposeResult:
        """Show the count, the steps, and on a wide terminal what the step in hand is for."""
        with Horizontal(id="count-line"):
            yield Words(_("Votre parcours"), classes="title")
            yield Words("", id="count")
        with Horizontal(id="panes"):
            yield RowList(id="steps")
            with Vertical(id="about"):
                yield Words("", id="about-title", classes="title")
                yield Words("", id="about-words")
                yield Words("", id="about-status")

    _shown_next = -1  # the step that was next when last shown

    def on_mount(self) -> None:
        """Put the person at the list."""
        self.query_one(RowList).focus()

    def on_screen_resume(self) -> None:
        """Read the journey again: an advisor may have acted meanwhile."""
        self.post_message(JourneyChanged())

    def watch_journey(self, journey: JourneyState) -> None:
        """Show where each step stands; a new next step takes the place of the one in hand: Enter is enough."""
        super().watch_journey(journey)
        if not self.is_mounted or not journey.statuses:
            return
        steps = self.query_one(RowList)
        moved, self._shown_next = journey.next_step != self._shown_next, journey.next_step
        self.query_one("#count", Words).say(_("{done} étapes sur {total} faites", done=journey.done, total=len(STEPS)))
        steps.show(_rows(journey), STEPS[journey.next_step].key if moved else steps.current)

    @on(RowList.Highlighted)
    def _describe(self, event: RowList.Highlighted) -> None:
        if not event.key:
            return
        step, status = self._step(event.key)
        self.query_one("#about-title", Words).say(step.title)
        self.query_one("#about-words", Words).say(step.summary)
        self.query_one("#about-status", Words).say(_status_sentence(status))

    def _step(self, key: str) -> tuple[Step, StepStatus]:
        index = next(index for index, step in enumerate(STEPS) if step.key == key)
        return STEPS[index], self.journey.statuses[index]

    @on(RowList.Chosen)
    def action_go(self) -> None:
        """Open the step in hand."""
        if key := self.query_one(RowList).current:
            step, status = self._step(key)
            route = step.route if status.progress is Progress.DONE else step.begin or step.route
            self.post_message(OpenRoute(route))

    def action_open(self, route: str) -> None:
        """Open a screen by its key."""
        self.post_message(OpenRoute(route))

    def action_leave(self) -> None:
        """End the visit: everything is already saved."""
        self.post_message(SignOut())


def _rows(journey: JourneyState) -> list[Row]:
    rows: list[Row] = []
    for index, (step, status) in enumerate(zip(STEPS, journey.statuses, strict=True)):
        if not index or STEPS[index - 1].group is not step.group:
            rows.append(row("", render(step.group.title).upper()))
        rows.append(Row(step.key, (_step_line(index + 1, step, status),)))
    return rows


def _step_line(number: int, step: Step, status: StepStatus) -> Line:
    title = render(step.title)
    label = Content(f"{number:2}  {title:<{_TITLE_WIDTH}}")
    words = Content(render(status.words))
    if status.progress is Progress.TODO:
        label, words = label.stylize("bold"), words.stylize("bold")
    elif status.progress in (Progress.LATER, Progress.OPTIONAL):
        words = words.stylize("$text-muted")
    elif status.progress is Progress.BLOCKED:
        words = words.stylize("$text-error")
    # What waits for somebody says for whom in its words; only the person's own turn needs its column.
    own = status.progress in (Progress.TODO, Progress.BLOCKED) and status.turn is not None
    return Line(Content.assemble(label, " ", words), Content(render(status.turn)) if own and status.turn else EMPTY)


def _status_sentence(status: StepStatus) -> str:
    parts = [render(status.words)]
    if status.turn and status.progress is not Progress.WAITING:
        parts.append(render(status.turn))
    if status.since:
        parts.append(_("depuis le {day}", day=status.since))
    return " · ".join(parts)
