"""One request for help: the exchange, the answer, the closing."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from cpf_tui.domain.people import Actor, AssistanceRequest, RequestState
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _
from cpf_tui.journey.forms.advisor import ReplyForm
from cpf_tui.services.assistance import Assistance
from screens.advisor.assistance import asker, exchange, topic
from screens.base import BaseScreen
from screens.dialogs.confirm import ConfirmDialog
from screens.dialogs.form import FormDialog
from widgets.paper import Paper
from widgets.top_bar import TopBar


class AssistanceCaseScreen(BaseScreen[None]):
    """The messages, oldest first; R answers, X closes."""

    CSS_PATH = "assistance_case.tcss"
    heading: ClassVar[Text] = text("Demande d’aide")
    help_text: ClassVar[Text] = text(
        "R : répondre ; la personne lira votre réponse à sa prochaine visite et pourra écrire encore. "
        "X : clore la demande quand elle est réglée. Flèches et Page : lire."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "reply", "Répondre", id="reply"),
        Binding("x", "close_request", "Clore", id="close_request"),
    ]

    def __init__(self, actor: Actor, request_id: str, assistance: Assistance) -> None:
        super().__init__()
        self._actor, self._request_id, self._assistance = actor, request_id, assistance
        self._request: AssistanceRequest | None = None

    def compose_body(self) -> ComposeResult:
        """Show the exchange."""
        yield Paper(id="exchange", leads=True)

    def on_mount(self) -> None:
        """Read the exchange."""
        self.ask(lambda: self._assistance.read(self._actor, self._request_id), self._show)

    def _show(self, request: AssistanceRequest) -> None:
        self._request = request
        self.query_one(TopBar).rename(
            _("{reference} · {topic} · {who}", reference=request.reference, topic=topic(request), who=asker(request))
        )
        paper = self.query_one("#exchange", Paper)
        paper.show(exchange(request))
        self.call_after_refresh(self._read_the_end)
        self.refresh_bindings()

    def _read_the_end(self) -> None:
        """Begin at the last message, where the answer is expected."""
        self.query_one("#exchange", Paper).scroll_end(animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer nothing more once the request is closed."""
        if action in {"reply", "close_request"}:
            return self._request is not None and self._request.state is not RequestState.CLOSED
        return super().check_action(action, parameters)

    def action_reply(self) -> None:
        """Write an answer."""
        dialog: FormDialog[ReplyForm, AssistanceRequest] = FormDialog(
            ReplyForm, lambda form, op_id: self._assistance.reply(self._actor, self._request_id, form, op_id)
        )
        self.app.push_screen(dialog, self._replied)

    def _replied(self, request: AssistanceRequest | None) -> None:
        if request is not None:
            self._show(request)
            self.say(_("Réponse envoyée : la personne la lira à sa prochaine visite."), kind="good")

    def action_close_request(self) -> None:
        """Ask, then close."""
        dialog = ConfirmDialog(
            _("Clore cette demande ?"), _("Elle sort de la liste. L’échange reste lisible."), text("Oui, clore")
        )

        def decided(yes: bool | None) -> None:
            if yes:
                self.ask(lambda: self._assistance.close(self._actor, self._request_id), self._closed_now, group="act")

        self.app.push_screen(dialog, decided)

    def _closed_now(self, _request: AssistanceRequest) -> None:
        self.dismiss(None)
