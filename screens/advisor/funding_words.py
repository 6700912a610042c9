"""The funding of a dossier in sentences."""

from __future__ import annotations

from textual.content import Content

from cpf_tui.domain.funding import FUNDERS
from cpf_tui.domain.money import euros
from cpf_tui.domain.quantity import ZERO, Quantity
from cpf_tui.domain.records import FundingLine, FundingState
from cpf_tui.i18n import _, render
from cpf_tui.services.dossier_support import day_of
from cpf_tui.services.funding_plan import FundingPlan
from screens.advisor.wording import FUNDING_STATES, line_amounts, shares
from widgets.paper import Block
from widgets.row_list import Row, row


def need(plan: FundingPlan) -> str:
    """Say what the training takes and what the person's hours leave uncovered."""
    said = _("Formation {planned} h · la personne apporte {shares}", planned=plan.planned, shares=shares(plan.use))
    if not plan.gap:
        return f"{said} · {_('ses heures suffisent')}"
    return _("{said} · écart {gap} h, environ {price}", said=said, gap=plan.gap, price=euros(plan.euros_gap_cents))


def found(plan: FundingPlan) -> str:
    """Say what funders agreed to, what is asked, and what is still to find."""
    cents = total_euros(plan, FundingState.AGREED)
    parts = [_("Accordé : {hours} h, {price}", hours=plan.covered, price=euros(cents))]
    if plan.waiting:
        parts.append(_("demandé, sans réponse : {hours} h", hours=plan.waiting))
    if left := left_to_ask(plan):
        parts.append(_("reste à trouver : {hours} h", hours=left))
    else:
        parts.append(_("rien d’autre à demander") if plan.remaining else _("il ne manque plus rien"))
    return " · ".join(parts)


def left_to_ask(plan: FundingPlan) -> Quantity:
    """Say what is neither agreed nor asked."""
    return max(plan.remaining - plan.waiting, ZERO)


def total_euros(plan: FundingPlan, state: FundingState) -> int:
    """Add up the euros of the requests in a state."""
    return sum(one.euros_cents for one in plan.lines if one.state is state)


def fund_proposal(plan: FundingPlan) -> list[str]:
    """Say what the FPSPP would bring, and why."""
    fund = plan.fpspp
    said = _("Le FPSPP apporterait {hours} h et paierait {price}.", hours=fund.quantity, price=euros(fund.euros_cents))
    return [said, *map(render, fund.explanation)]


def offer(plan: FundingPlan) -> list[Block]:
    """Say what the FPSPP proposes, then who may be asked and under which rule."""
    blocks = [Block(_("Proposition du FPSPP"), "heading"), *(Block(one) for one in fund_proposal(plan))]
    blocks.append(Block(_("Qui peut compléter"), "heading"))
    for funder in plan.funders:
        blocks += [Block(funder.name), Block(f"{render(funder.rule)} ({funder.article})", "hint indent")]
    return blocks


def funder_name(line: FundingLine) -> str:
    """Name a funder."""
    funder = FUNDERS.get(line.funder)
    return render(funder.name) if funder else line.funder


def line_row(line: FundingLine) -> Row:
    """Show a request on two lines."""
    state = Content(render(FUNDING_STATES[line.state])).stylize("bold")
    asked = _("demandé le {day}, par {who}", day=day_of(line.asked_at), who=line.asked_by)
    answered = _("répondu le {day}", day=day_of(line.answered_at)) if line.answered_at else ""
    return row(
        line.id,
        (funder_name(line), line_amounts(line, euros(line.euros_cents))),
        (Content.assemble(state, (f" · {asked}", "$text-muted")), answered),
    )


def story(line: FundingLine) -> list[str]:
    """Tell a request: what was asked of whom, when, and what came back."""
    said = [
        f"{funder_name(line)} : {line_amounts(line, euros(line.euros_cents))}",
        _("demandé le {day}, par {who}", day=day_of(line.asked_at), who=line.asked_by),
        line.comment,
        render(FUNDING_STATES[line.state]),
        line.answer,
    ]
    return [one for one in said if one]
