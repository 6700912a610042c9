"""The requests for help, oldest first (step 14)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content

from cpf_tui.domain.people import Actor, AssistanceRequest, RequestState, Role
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _, render
from cpf_tui.journey.forms.project import AssistanceForm
from cpf_tui.ports import Clock
from cpf_tui.services.assistance import Assistance
from cpf_tui.services.dossier_support import day_of
from screens.advisor.wording import since_words
from screens.base import BaseScreen
from screens.messages import OpenRoute
from widgets.paper import Block, Paper
from widgets.row_list import Row, RowList, row
from widgets.words import Words

_TOPIC = AssistanceForm.questions()[0].question


class AssistanceDeskScreen(BaseScreen[None]):
    """The requests not closed; on a wide terminal, who wrote when stands beside them: the words are read one by one."""

    CSS_PATH = "assistance.tcss"
    heading: ClassVar[Text] = text("Demandes d’aide")
    help_text: ClassVar[Text] = text(
        "Les demandes encore ouvertes, la plus ancienne d’abord. Entrée : lire l’échange, y répondre ou le clore."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", "Ouvrir", id="open_request")]

    def __init__(self, actor: Actor, assistance: Assistance, clock: Clock) -> None:
        super().__init__()
        self._actor, self._assistance, self._clock = actor, assistance, clock
        self._requests: dict[str, AssistanceRequest] = {}

    def compose_body(self) -> ComposeResult:
        """Show how many wait, the list, and the exchange in hand."""
        yield Words("", id="count", classes="hint")
        with Horizontal(id="panes"):
            yield RowList(id="requests")
            yield Paper(id="exchange")

    def on_mount(self) -> None:
        """Put the person at the list."""
        self.query_one(RowList).focus()

    def on_screen_resume(self) -> None:
        """Read the queue again."""
        self.ask(lambda: self._assistance.queue(self._actor), self._show)

    def _show(self, requests: tuple[AssistanceRequest, ...]) -> None:
        self._requests = {one.id: one for one in requests}
        waiting = sum(one.state is RequestState.OPEN for one in requests)
        said = _("Demandes ouvertes : {count}, dont sans réponse : {waiting}", count=len(requests), waiting=waiting)
        self.query_one("#count", Words).say(said if requests else _("Aucune demande d’aide en attente."))
        today = self._clock.today()
        self.query_one(RowList).show([_row(one, today) for one in requests])

    @on(RowList.Highlighted)
    def _preview(self, event: RowList.Highlighted) -> None:
        request = self._requests.get(event.key)
        blocks = [*exchange(request), Block(_("Entrée : lire l’échange, y répondre ou le clore."))] if request else []
        self.query_one("#exchange", Paper).show(blocks)

    @on(RowList.Chosen)
    def action_open(self) -> None:
        """Open the exchange in hand."""
        if key := self.query_one(RowList).current:
            self.post_message(OpenRoute("assistance_case", key))


def asker(request: AssistanceRequest) -> str:
    """Name the person who asked: the author of the first message."""
    return request.messages[0].author if request.messages else ""


def topic(request: AssistanceRequest) -> str:
    """Say what a request is about."""
    return render(_TOPIC.label_of(request.topic))


def exchange(request: AssistanceRequest) -> list[Block]:
    """Show the messages, oldest first, each signed and dated."""
    blocks = []
    for one in request.messages:
        who = one.author if one.author_role is Role.HOLDER else _("Réponse de {who}", who=one.author)
        blocks.append(Block(_("{who} · {at}", who=who, at=one.at), "heading"))
        if one.body:  # the list gives none
            blocks.append(Block(one.body, "indent"))
    return blocks


def _row(request: AssistanceRequest, today: date) -> Row:
    last = request.messages[-1].at if request.messages else request.created_at
    waiting = _("à vous") if request.state is RequestState.OPEN else _("à la personne")
    return row(
        request.id,
        (f"{asker(request)} · {topic(request)}", since_words(day_of(last), today)),
        (Content.styled(request.reference, "$text-muted"), waiting),
    )
