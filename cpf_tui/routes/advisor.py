"""Routes of the advisor: the queue, a dossier, its funding, the requests for help."""

from __future__ import annotations

from cpf_tui.routes.route import Route
from cpf_tui.services.registry import Services
from screens.advisor.assistance import AssistanceDeskScreen
from screens.advisor.assistance_case import AssistanceCaseScreen
from screens.advisor.attestation import AttestationScreen
from screens.advisor.desk import DeskScreen
from screens.advisor.funding import FundingDeskScreen
from screens.advisor.queue import Trail
from screens.advisor.review import ReviewScreen


def routes(services: Services) -> dict[str, Route]:
    """Return these routes; the argument of « review » is a dossier, and may go on with those of the queue."""
    one = services
    return {
        "desk": lambda actor, _argument: DeskScreen(actor, one.review, one.clock),
        "review": lambda actor, argument: ReviewScreen(
            actor,
            Trail.parse(argument),
            dossiers=one.dossiers,
            review=one.review,
            dif=one.dif,
            rectifications=one.rectifications,
            gazetteer=one.gazetteer,
            clock=one.clock,
        ),
        "funding_desk": lambda actor, argument: FundingDeskScreen(
            actor, argument, funding=one.funding, dossiers=one.dossiers
        ),
        "attestation": lambda actor, _argument: AttestationScreen(actor, one.attestations, one.clock),
        "assistance_desk": lambda actor, _argument: AssistanceDeskScreen(actor, one.assistance, one.clock),
        "assistance_case": lambda actor, argument: AssistanceCaseScreen(actor, argument, one.assistance),
    }
