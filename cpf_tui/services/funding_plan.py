"""How a dossier is paid for, and what may be asked of whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cpf_tui.domain.dif import Use
from cpf_tui.domain.eligibility import VAE_CODE
from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.funding import Contribution, Funder, check_aif, check_line, estimate, fpspp, funders_for
from cpf_tui.domain.quantity import ZERO, Quantity, total
from cpf_tui.domain.records import Dossier, FundingLine, FundingState
from cpf_tui.domain.regime import HOURS, show
from cpf_tui.journey.forms.advisor import FundingRequestForm
from cpf_tui.ports import UnitOfWork
from cpf_tui.services.dossier_use import blocked_use, granted, outlook_of

_FPSPP, _AIF = "FPSPP", "POLE_EMPLOI"


@dataclass(frozen=True, slots=True)
class FundingPlan:
    """How a training is paid for, in the unit of the regime and in euro cents.

    `gap` is what the holder's rights do not cover, `covered` what funders agreed to, `remaining` what is still missing
    and `waiting` what is asked and not answered; `fpspp` is what that fund would bring; `funders` may be asked.
    """

    planned: Quantity
    use: Use
    gap: Quantity
    covered: Quantity
    remaining: Quantity
    waiting: Quantity
    euros_gap_cents: int
    lines: tuple[FundingLine, ...]
    fpspp: Contribution
    funders: tuple[Funder, ...]


def read_plan(uow: UnitOfWork, dossier: Dossier) -> FundingPlan:
    """Read how a dossier is paid for, as it stands."""
    outlook = outlook_of(uow, dossier)
    use = outlook.use
    holder = uow.holders.get(dossier.holder_id)
    lines = tuple(uow.dossiers.funding(dossier.id))
    covered = granted(uow.ledger.accounts(dossier.holder_id), dossier.id)
    # Blocked hours were covered in full: what was returned afterwards is not missing.
    settled = blocked_use(uow, dossier) is not None
    return FundingPlan(
        planned=dossier.planned,
        use=use,
        gap=outlook.gap,
        covered=covered,
        remaining=ZERO if settled else max(outlook.gap - covered, ZERO),
        waiting=total(one.quantity for one in lines if one.state is FundingState.REQUESTED),
        euros_gap_cents=estimate(outlook.gap),
        lines=lines,
        fpspp=fpspp(use.total + use.remaining, dossier.planned),
        funders=funders_for(holder.employment, disability_recognised=holder.disability_recognised),
    )


def check_request(
    plan: FundingPlan, uow: UnitOfWork, dossier: Dossier, form: FundingRequestForm, today: date
) -> Funder:
    """Hold a request to the rules of its funder and to what is missing. Raises `InvalidInput`; returns the funder."""
    holder = uow.holders.get(dossier.holder_id)
    if not plan.gap:
        raise InvalidInput("Les heures de la personne suffisent : aucun financement n’est à chercher.")
    funder = check_line(
        form.funder,
        holder.employment,
        form.quantity,
        form.euros,
        max(plan.remaining - plan.waiting, ZERO),
        disability_recognised=holder.disability_recognised,
    )
    if funder.key == _AIF and dossier.start is not None:
        check_aif(today, dossier.start, is_vae=_is_vae(dossier))
    if funder.key == _FPSPP and form.quantity > plan.fpspp.quantity:
        raise InvalidInput(
            "Le FPSPP complète le compte jusqu’à {target}, sans dépasser la formation : {most} au plus pour ce "
            "dossier. Demandez le reste à un autre financeur.",
            target=show(HOURS.fpspp_target.value),
            most=show(plan.fpspp.quantity),
        )
    return funder


def _is_vae(dossier: Dossier) -> bool:
    folded = dossier.title.casefold()
    return dossier.certification == VAE_CODE or "vae" in folded.split() or "validation des acquis" in folded
