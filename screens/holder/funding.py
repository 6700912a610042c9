"""Step 10: how the training is paid for: own hours, what is missing, who is asked and what they answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from cpf_tui.domain.funding import FUNDERS
from cpf_tui.domain.money import euros
from cpf_tui.domain.people import Actor
from cpf_tui.domain.records import FundingLine, FundingState
from cpf_tui.domain.regime import show
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _, render
from cpf_tui.services.dossier_file import DossierFile
from cpf_tui.services.dossier_support import day_of
from cpf_tui.services.dossiers import Dossiers
from cpf_tui.services.funding import FundingPlans
from cpf_tui.services.funding_plan import FundingPlan
from screens.dialogs.help import ReadingDialog
from screens.dialogs.outlook import outlook_lines
from screens.dossier_words import advisor_name, is_accepted
from screens.holder.one_dossier import OneDossierPage
from screens.holder.pages import Act
from widgets.paper import Block

_WHO, _HOLDER = "who", "TITULAIRE"


class FundingScreen(OneDossierPage):
    """The funding plan of a dossier, as its holder reads it."""

    own_route: ClassVar[str] = "funding"
    heading: ClassVar[Text] = text("Financement")
    help_text: ClassVar[Text] = text(
        "Une heure de formation prend une heure de votre compte : d’abord le DIF, puis le CPF, 150 heures au plus pour "
        "une formation. S’il manque des heures, c’est votre conseiller qui cherche qui peut les payer : vous n’avez "
        "pas à le faire. W montre le calcul, Q qui peut payer."
    )
    BINDINGS = [("q", "who", "Qui peut payer ?")]  # noqa: RUF012 - Textual's own declaration

    def __init__(self, actor: Actor, dossiers: Dossiers, funding: FundingPlans, dossier_id: str = "") -> None:
        super().__init__(actor, dossiers, dossier_id)
        self._funding = funding
        self._plan: FundingPlan | None = None

    def nothing_words(self) -> Text:
        """Say what will be seen here."""
        return text(
            "Ici vous verrez si vos heures suffisent, et qui paie le reste. Il faut d’abord un dossier (étape 8)."
        )

    def show_file(self, file: DossierFile) -> None:
        """Read the plan of this dossier, then show it."""

        def known(plan: FundingPlan) -> None:
            self._plan = plan
            self.refresh_bindings()
            more = (Act(_WHO, text("Qui peut payer ?")),) if plan.gap and not is_accepted(file.dossier.state) else ()
            self.show_page(self._blocks(file, plan), self.acts(file, *more), _about_funders(plan) if more else ())

        self.ask(lambda: self._funding.plan(self.actor, file.dossier.id), known, group="read")

    def _blocks(self, file: DossierFile, plan: FundingPlan) -> list[Block]:
        blocks = [Block(file.dossier.title, "title"), *self._own(file)]
        if not plan.gap:
            blocks += [
                Block(_("Rien ne manque"), "heading"),
                Block(_("Vos heures suffisent : aucun financement n’est à chercher."), "good"),
            ]
            return [*blocks, *_answers(plan)]
        blocks += [
            Block(_("Ce qui manque"), "heading"),
            Block(
                _(
                    "{gap}, soit environ {euros} au tarif de 9 € l’heure.",
                    gap=show(plan.gap),
                    euros=euros(plan.euros_gap_cents),
                )
            ),
            *_standing(file, plan),
            *_answers(plan),
        ]
        return blocks

    def _own(self, file: DossierFile) -> list[Block]:
        lines = file.outlook.explanation if is_accepted(file.dossier.state) else outlook_lines(file.outlook)[:1]
        planned = _("Durée prévue : {planned}", planned=show(file.dossier.planned))
        return [Block(planned), *(Block(one) for one in lines), Block(_("W : pourquoi ce nombre ?"), "hint")]

    def why(self, file: DossierFile) -> Sequence[Text | str]:
        """Add the calculation of the FPSPP to that of the hours."""
        plan = self._plan
        extra = plan.fpspp.explanation if plan and plan.gap else ()
        return [*super().why(file), *(text("FPSPP : {sentence}", sentence=one) for one in extra)]

    def action_who(self) -> None:
        """List who may be asked, each with its rule."""
        if self._plan is not None:
            paragraphs = [one.words for one in _about_funders(self._plan)]
            self.app.push_screen(ReadingDialog(_("Qui peut payer ce qui manque ?"), paragraphs))

    def acted(self, key: str) -> None:
        """Open the list of funders, or go elsewhere."""
        if key == _WHO:
            self.action_who()
        else:
            super().acted(key)


def _standing(file: DossierFile, plan: FundingPlan) -> list[Block]:
    advisor = advisor_name(file)
    if is_accepted(file.dossier.state):
        return [Block(_("Complété : le dossier est accepté, aucune heure ne manque."), "good")]
    if not plan.remaining:
        return [Block(_("Tout est couvert par les accords reçus : {covered}.", covered=show(plan.covered)), "good")]
    said = []
    if plan.covered:
        said.append(
            Block(
                _(
                    "Accordé : {covered}. Reste à trouver : {remaining}.",
                    covered=show(plan.covered),
                    remaining=show(plan.remaining),
                )
            )
        )
    if plan.waiting:
        said.append(Block(_("En attente de réponse : {waiting}.", waiting=show(plan.waiting))))
    return [*said, Block(_("C’est à {advisor} de chercher le reste avec vous.", advisor=advisor))]


def _answers(plan: FundingPlan) -> list[Block]:
    if not plan.lines:
        return [Block(_("Aucun financeur n’a encore été sollicité."), "hint")] if plan.remaining else []
    blocks = [Block(_("Financeurs sollicités"), "heading")]
    for line in plan.lines:
        name = FUNDERS[line.funder].name if line.funder in FUNDERS else line.funder
        asked = _("{name} : {amount}", name=render(name), amount=_amount(line))
        blocks += [Block(asked, "title"), Block(_state(line), "indent")]
        if line.answer:
            blocks.append(Block(_("« {answer} »", answer=line.answer), "indent"))
        if line.funder == _HOLDER:
            blocks.append(
                Block(
                    _(
                        "C’est une participation personnelle : cette somme serait à payer par vous, "
                        "jamais sans votre accord."
                    ),
                    "indent",
                )
            )
    return blocks


def _amount(line: FundingLine) -> str:
    parts = [render(show(line.quantity))] if line.quantity else []
    parts += [euros(line.euros_cents)] if line.euros_cents else []
    return ", ".join(parts)


def _state(line: FundingLine) -> str:
    if line.state is FundingState.REQUESTED or line.answered_at is None:
        return _("demandé le {day} par {who}, réponse attendue", day=day_of(line.asked_at), who=line.asked_by)
    if line.state is FundingState.AGREED:
        return _("accordé le {day}", day=day_of(line.answered_at))
    return _("refusé le {day}", day=day_of(line.answered_at))


def _about_funders(plan: FundingPlan) -> list[Block]:
    blocks = [Block(_("Qui peut payer ?"), "heading")]
    for funder in plan.funders:
        blocks.append(Block(_("{name} — {rule}", name=funder.name, rule=funder.rule)))
        if funder.key == "FPSPP" and plan.fpspp.quantity:
            blocks.append(
                Block(_("Pour vous, il pourrait ajouter {added}.", added=show(plan.fpspp.quantity)), "indent")
            )
    return blocks
