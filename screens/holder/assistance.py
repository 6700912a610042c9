"""Step 14: the person's requests for help, the exchange of each, and asking again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from cpf_tui.domain.people import Actor, AssistanceRequest, RequestState, Role
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _, render
from cpf_tui.journey.forms.assistance import MessageForm
from cpf_tui.journey.forms.project import AssistanceForm
from cpf_tui.services.assistance import Assistance
from cpf_tui.services.dossier_support import day_of
from screens.base import BaseScreen
from screens.dialogs.form import FormDialog
from screens.holder.pages import Act, ActPage
from screens.messages import JourneyChanged, OpenRoute
from widgets.paper import Block, Paper
from widgets.row_list import RowList, row
from widgets.timeline import Moment, Timeline
from widgets.words import Words

STATES: Mapping[RequestState, Text] = {
    RequestState.OPEN: text("réponse attendue"),
    RequestState.ANSWERED: text("une réponse vous attend"),
    RequestState.CLOSED: text("terminée"),
}
_TOPIC = next(one.question for one in AssistanceForm.questions() if one.name == "topic")
_NEW, _REPLY, _CLOSE = "+new", "reply", "close"


class AssistanceScreen(BaseScreen[None]):
    """The requests, newest first."""

    CSS_PATH = "assistance.tcss"
    heading: ClassVar[Text] = text("Demander de l’aide")
    help_text: ClassVar[Text] = text(
        "Écrivez ici quand quelque chose bloque. Votre demande reçoit un numéro ; la réponse arrive sur cet écran. "
        "N écrit une demande, Entrée ouvre celle qui est choisie."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Ouvrir", id="open"),
        Binding("n", "new", "Nouvelle demande", id="new_request"),
    ]

    def __init__(self, actor: Actor, assistance: Assistance) -> None:
        super().__init__()
        self._actor, self._assistance = actor, assistance
        self._mine: dict[str, AssistanceRequest] = {}

    def compose_body(self) -> ComposeResult:
        """Show the list, and the exchange beside it on a wide terminal."""
        yield Words("", id="intro", classes="hint")
        with Horizontal(id="panes"):
            yield RowList(id="requests")
            yield Paper(id="exchange")

    def on_mount(self) -> None:
        """Put the person at the list."""
        self.query_one("#requests", RowList).focus()

    def on_screen_resume(self) -> None:
        """Read again: an answer may have come."""
        self.ask(lambda: self._assistance.mine(self._actor), self._listed, group="read")

    def _listed(self, requests: tuple[AssistanceRequest, ...]) -> None:
        self._mine = {one.id: one for one in requests}
        intro = (
            _("Vos demandes, la plus récente d’abord.")
            if requests
            else _("Vous n’avez rien demandé. Quelqu’un vous répond ici, sans téléphone ni courriel.")
        )
        self.query_one("#intro", Words).say(intro)
        rows = [row(_NEW, _("Écrire une nouvelle demande"))]
        for one in requests:
            topic = render(_TOPIC.label_of(one.topic))
            rows.append(
                row(one.id, (topic, render(STATES[one.state])), (one.reference, _("{day}", day=day_of(one.created_at))))
            )
        answered = next((one.id for one in requests if one.state is RequestState.ANSWERED), "")
        listed = self.query_one("#requests", RowList)
        listed.show(rows, listed.current or answered)

    @on(RowList.Highlighted, "#requests")
    def _in_hand(self, event: RowList.Highlighted) -> None:
        request = self._mine.get(event.key)
        self.query_one("#exchange", Paper).show(exchange(request) if request else ())

    @on(RowList.Chosen, "#requests")
    def _opened(self, event: RowList.Chosen) -> None:
        event.stop()
        if event.key == _NEW:
            self.action_new()
        else:
            self.post_message(OpenRoute("assistance_request", event.key))

    def action_open(self) -> None:
        """Open the row in hand, wherever the focus is."""
        self.query_one("#requests", RowList).action_choose()

    def action_new(self) -> None:
        """Write a request."""
        self.post_message(OpenRoute("assistance_form"))


class AssistanceRequestScreen(ActPage[None]):
    """One request: what was written, newest first; answering or closing it."""

    heading: ClassVar[Text] = text("Ma demande")

    def __init__(self, actor: Actor, assistance: Assistance, request_id: str) -> None:
        super().__init__()
        self._actor, self._assistance, self._request_id = actor, assistance, request_id

    def on_screen_resume(self) -> None:
        """Read the exchange."""
        self.ask(lambda: self._assistance.read(self._actor, self._request_id), self._show, group="read")

    def _show(self, request: AssistanceRequest) -> None:
        self.retitle(_("{heading} · {reference}", heading=render(self.heading), reference=request.reference))
        acts = [Act(_REPLY, text("Écrire un message"))]
        if request.state is not RequestState.CLOSED:
            acts.append(Act(_CLOSE, text("Mon problème est réglé : terminer la demande")))
        self.show_page(exchange(request), acts)

    def acted(self, key: str) -> None:
        """Write again, or close."""
        if key == _CLOSE:
            self.ask(lambda: self._assistance.close(self._actor, self._request_id), self._changed, group="act")
            return
        dialog: FormDialog[MessageForm, AssistanceRequest] = FormDialog(
            MessageForm,
            lambda form, operation_id: self._assistance.reply(self._actor, self._request_id, form, operation_id),
        )
        self.app.push_screen(dialog, self._replied)

    def _replied(self, request: AssistanceRequest | None) -> None:
        if request is not None:
            self._changed(request)

    def _changed(self, request: AssistanceRequest) -> None:
        self.post_message(JourneyChanged())
        self.say(_("C’est enregistré."), kind="good")
        self._show(request)


def exchange(request: AssistanceRequest) -> Sequence[Block | Widget]:
    """Tell a request and its messages, newest first."""
    moments = [
        Moment(_("Vous") if one.author_role is Role.HOLDER else one.author, _("{at}", at=one.at), details=(one.body,))
        for one in reversed(request.messages)
    ]
    return [
        Block(_TOPIC.label_of(request.topic), "title"),
        Block(_("{reference} · {state}", reference=request.reference, state=STATES[request.state]), "hint"),
        Block(""),
        Timeline(moments),
    ]
