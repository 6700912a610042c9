"""What a holder can do with a dossier in each state: what comes next first, then the pages about it, then giving up."""

from __future__ import annotations

from collections.abc import Sequence

from cpf_tui.domain.quantity import ZERO
from cpf_tui.domain.records import Dossier, FundingState, State
from cpf_tui.domain.regime import show
from cpf_tui.domain.text import text
from cpf_tui.domain.wordings import WORDINGS
from cpf_tui.i18n import _, render
from cpf_tui.services.dossier_file import DossierFile
from cpf_tui.services.dossier_support import day_of
from screens.holder.pages import Act
from widgets.row_list import Row, row

WITHDRAW = "withdraw"
_NEXT: dict[State, tuple[Act, ...]] = {
    State.DRAFT: (Act("consent", text("Donner mon accord")), Act("dossier_revise", text("Modifier mes réponses"))),
    State.CONSENTED: (Act("consent", text("Envoyer le dossier")),),
    State.CORRECTION: (Act("correction", text("Corriger")),),
    State.SUSPENDED: (Act("dif", text("Corriger mes heures DIF")),),
    State.FUNDING: (Act("funding", text("Voir le financement")),),
    State.VALIDATED: (Act("training", text("Préparer mon entrée en formation")),),
    State.IN_TRAINING: (Act("training", text("Suivre ma formation")),),
    State.CLOSED: (Act("passport", text("Voir mon passeport de formation")),),
    State.REFUSED: (
        Act("shortlist", text("Choisir une autre formation")),
        Act("assistance", text("Demander de l’aide")),
    ),
    State.WITHDRAWN: (Act("dossier", text("Voir tous mes dossiers")),),
    State.ABANDONED: (Act("shortlist", text("Choisir une autre formation")),),
}
_PAGES = (
    Act("tracker", text("Suivre le dossier")),
    Act("dossier_file", text("Relire mes réponses")),
    Act("funding", text("Voir le financement")),
)
ABOUT_ONE = frozenset({"consent", "dossier_revise", "correction", "funding", "training", "tracker", "dossier_file"})


def dossier_row(dossier: Dossier) -> Row:
    """Show a dossier in a list: its training and state, its reference and organisation."""
    return row(
        dossier.id,
        (dossier.title, render(WORDINGS[dossier.state].holder)),
        (f"{dossier.reference} · {dossier.organisation}", _("{day}", day=day_of(dossier.updated_at))),
    )


def acts_for(file: DossierFile, own_route: str, more: Sequence[Act] = ()) -> list[Act]:
    """List what can be done from the page `own_route`, which has acts of its own (`more`)."""
    state = file.dossier.state
    listed = [*_NEXT.get(state, ()), *more, *_PAGES]
    first = {one.key: one for one in reversed(listed)}  # the first of two acts with one key wins
    keys = dict.fromkeys(one.key for one in listed if one.key != own_route)
    acts = [first[key] for key in keys]
    if any(one.action == WITHDRAW for one in file.actions):
        accepted = state is State.VALIDATED
        acts.append(Act(WITHDRAW, text("Je renonce à cette formation…") if accepted else text("Retirer ce dossier…")))
    return acts


def consequence(file: DossierFile) -> str:
    """Say what giving up does to the hours."""
    if file.dossier.state is State.VALIDATED:
        said = _(
            "Les {hours} bloquées pour cette formation redeviennent tout de suite utilisables pour une autre. "
            "Renoncer n’est pas une faute (article L6323-2). Prévenez aussi l’organisme.",
            hours=show(file.outlook.use.total),
        )
    else:
        said = _("Aucune heure n’est bloquée pour ce dossier : votre solde ne change pas.")
    granted = any(one.quantity != ZERO and one.state is FundingState.AGREED for one in file.funding)
    back = _("Ce qu’un financeur avait accordé lui est rendu.") if granted else ""
    end = _("Ce dossier ne pourra plus être repris ; vous pourrez en créer un autre.")
    return " ".join(part for part in (said, back, end) if part)
