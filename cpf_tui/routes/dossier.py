"""Routes of the dossier part of the journey."""

from __future__ import annotations

from cpf_tui.routes.route import Route
from cpf_tui.services.registry import Services
from screens.holder.assistance import AssistanceRequestScreen, AssistanceScreen
from screens.holder.assistance_form import AssistanceFormScreen
from screens.holder.consent import ConsentScreen
from screens.holder.correction import CorrectionScreen
from screens.holder.dossier import DossierScreen
from screens.holder.dossier_file import DossierFileScreen
from screens.holder.dossier_form import DossierFormScreen, DossierReviseScreen
from screens.holder.funding import FundingScreen
from screens.holder.passport import PassportScreen
from screens.holder.tracker import TrackerScreen
from screens.holder.training import TrainingScreen


def routes(services: Services) -> dict[str, Route]:
    """Return these routes."""
    dossiers, clock = services.dossiers, services.clock
    return {
        "dossier": lambda actor, _argument: DossierScreen(actor, dossiers, services.project),
        "dossier_form": lambda actor, offer_id: DossierFormScreen(
            actor, dossiers, services.drafts, services.catalogue, offer_id
        ),
        "dossier_revise": lambda actor, dossier_id: DossierReviseScreen(actor, dossiers, services.drafts, dossier_id),
        "dossier_file": lambda actor, dossier_id: DossierFileScreen(actor, dossiers, dossier_id),
        "consent": lambda actor, dossier_id: ConsentScreen(actor, dossiers, services.advisors, dossier_id),
        "correction": lambda actor, dossier_id: CorrectionScreen(actor, dossiers, dossier_id),
        "tracker": lambda actor, dossier_id: TrackerScreen(actor, dossiers, clock, dossier_id),
        "funding": lambda actor, dossier_id: FundingScreen(actor, dossiers, services.funding, dossier_id),
        "training": lambda actor, dossier_id: TrainingScreen(
            actor, dossiers, services.take_away, clock, keep=services.keep, dossier_id=dossier_id
        ),
        "passport": lambda actor, _argument: PassportScreen(actor, services.passports, services.keep),
        "assistance": lambda actor, _argument: AssistanceScreen(actor, services.assistance),
        "assistance_request": lambda actor, request_id: AssistanceRequestScreen(actor, services.assistance, request_id),
        "assistance_form": lambda actor, _argument: AssistanceFormScreen(actor, services.assistance, services.drafts),
    }
