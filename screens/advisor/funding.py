"""The funding of a dossier: what is missing, who is asked, what each one answers (step 10)."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from cpf_tui.domain.funding import estimate
from cpf_tui.domain.money import euros
from cpf_tui.domain.people import Actor, Right
from cpf_tui.domain.records import Dossier, FundingLine, FundingState, State
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _
from cpf_tui.journey.forms.advisor import FundingAnswerForm, FundingRequestForm
from cpf_tui.journey.questions import Choice
from cpf_tui.services.dossier_file import DossierFile
from cpf_tui.services.dossiers import Dossiers
from cpf_tui.services.funding import FundingPlans
from cpf_tui.services.funding_plan import FundingPlan
from screens.advisor.funding_words import found, fund_proposal, left_to_ask, line_row, need, offer, story
from screens.advisor.narrowed import NarrowedDialog
from screens.base import BaseScreen
from screens.dialogs.form import FormDialog
from screens.dialogs.help import ReadingDialog
from widgets.act_bar import ActBar, KeyedAct
from widgets.paper import Block, Paper
from widgets.row_list import RowList
from widgets.top_bar import TopBar
from widgets.words import Words

_NEW = KeyedAct("n", text("Demander à un financeur"))
_ANSWER = KeyedAct("enter", text("Noter sa réponse"))
_SETTLE = KeyedAct("u", text("Revenir à l’examen sans attendre"))


class FundingDeskScreen(BaseScreen[None]):
    """The sums at the top, the requests below; on a wide terminal what may be asked of whom stands beside."""

    CSS_PATH = "funding.tcss"
    heading: ClassVar[Text] = text("Financement")
    help_text: ClassVar[Text] = text(
        "N : demander à un financeur ce qui manque. Entrée sur une demande : noter la réponse reçue ; ce qui est "
        "accordé sert à ce dossier seulement. Quand plus rien ne manque, le dossier revient de lui-même à l’examen. "
        "U : y revenir sans attendre. W : la proposition du FPSPP et les règles de chaque financeur."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "", show=False),
        Binding("u", "settle", "", show=False),
        Binding("w", "why", "Pourquoi ? Qui demander ?", id="why"),
    ]

    def __init__(self, actor: Actor, dossier_id: str, *, funding: FundingPlans, dossiers: Dossiers) -> None:
        super().__init__()
        self._actor, self._dossier_id = actor, dossier_id
        self._funding, self._dossiers = funding, dossiers
        self._plan: FundingPlan | None = None
        self._state: State | None = None

    def compose_body(self) -> ComposeResult:
        """Show the sums, the requests, and what the funds may bring."""
        with Vertical(id="sums"):
            yield Words("", id="need", classes="title")
            yield Words("", id="found")
            yield Words("", id="fund", classes="hint")
        yield Words(_("Demandes aux financeurs"), classes="heading")
        yield Words("", id="none", classes="hint")
        with Horizontal(id="panes"):
            yield RowList(id="lines")
            yield Paper(id="offer")
        yield ActBar()

    def on_mount(self) -> None:
        """Put the person at the requests."""
        self.query_one("#lines").focus()
        self._read()

    def _read(self) -> None:
        self.ask(
            lambda: (
                self._dossiers.file(self._actor, self._dossier_id),
                self._funding.plan(self._actor, self._dossier_id),
            ),
            self._show,
        )

    def _show(self, read: tuple[DossierFile, FundingPlan]) -> None:
        file, plan = read
        self._plan, self._state = plan, file.dossier.state
        self.query_one(TopBar).rename(
            _("Financement · {name} · {title}", name=file.holder.full_name, title=file.dossier.title)
        )
        self.query_one("#need", Words).say(need(plan))
        self.query_one("#found", Words).say(found(plan))
        self.query_one("#fund", Words).say(fund_proposal(plan)[0] if plan.remaining else "")
        self.query_one("#fund").display = bool(plan.remaining)
        self.query_one("#offer", Paper).show(offer(plan))
        self.query_one("#none", Words).say("" if plan.lines else _("Aucun financeur n’est encore sollicité."))
        self.query_one("#none").display = not plan.lines
        self.query_one("#lines", RowList).show([line_row(one) for one in reversed(plan.lines)])
        self.query_one(ActBar).show(self._acts())

    def _acts(self) -> list[KeyedAct]:
        plan = self._plan
        if plan is None or Right.VALIDATE not in self._actor.rights:
            return []
        acts = []
        if self._state in {State.SUBMITTED, State.FUNDING} and plan.remaining:
            acts.append(_NEW)
        if any(one.state is FundingState.REQUESTED for one in plan.lines):
            acts.append(_ANSWER)
        if self._state is State.FUNDING:
            acts.append(_SETTLE)
        return acts

    def action_new(self) -> None:
        """Ask a funder, what is missing being already filled in."""
        plan = self._plan
        if plan is None or _NEW not in self._acts():
            self.say(_("Un financement se demande pendant l’examen, quand il manque des heures."))
            return
        left = left_to_ask(plan)
        answers = {"quantity": str(left), "euros": euros(estimate(left)).removesuffix(" €")}
        # Their rules are told by W: here each name keeps to one line.
        funders = [Choice(one.key, one.name) for one in plan.funders]
        dialog: NarrowedDialog[FundingRequestForm, FundingLine] = NarrowedDialog(
            FundingRequestForm,
            lambda form, op_id: self._funding.request(self._actor, self._dossier_id, form, op_id),
            {"funder": funders},
            answers=answers,
            note=need(plan),
        )
        self.app.push_screen(dialog, lambda done: self._done(done, _("Demande notée : en attente de la réponse.")))

    @on(RowList.Chosen, "#lines")
    def _answer(self, event: RowList.Chosen) -> None:
        plan = self._plan
        line = next((one for one in plan.lines if one.id == event.key), None) if plan else None
        if line is None:
            return
        if line.state is not FundingState.REQUESTED or _ANSWER not in self._acts():
            self.app.push_screen(ReadingDialog(_("Demande de financement"), story(line)))
            return
        dialog: FormDialog[FundingAnswerForm, FundingLine] = FormDialog(
            FundingAnswerForm,
            lambda form, op_id: self._funding.record_answer(self._actor, line.id, self._dossier_id, form, op_id),
            note=" · ".join(story(line)),
        )
        self.app.push_screen(dialog, lambda done: self._done(done, _("Réponse notée.")))

    def action_settle(self) -> None:
        """Go back to the review without waiting."""
        if _SETTLE in self._acts():
            op_id = uuid4().hex
            self.ask(
                lambda: self._funding.settle(self._actor, self._dossier_id, op_id),
                lambda done: self._done(done, _("Le dossier est de nouveau à traiter.")),
                group="act",
            )

    def _done(self, done: FundingLine | Dossier | None, said: str) -> None:
        if done is not None:
            self.say(said, kind="good")
            self._read()

    def action_why(self) -> None:
        """Explain the proposal of the fund and who may be asked."""
        if self._plan is not None:
            words = [block.words for block in offer(self._plan) if isinstance(block, Block)]
            self.app.push_screen(ReadingDialog(_("Qui peut compléter les heures ?"), words))
