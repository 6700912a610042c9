"""What a validation blocks, and everything that stops it."""

from __future__ import annotations

from collections.abc import Sequence

from cpf_tui.domain.errors import InsufficientHours, NotAllowed
from cpf_tui.domain.ledger import NewEntry, plan_block
from cpf_tui.domain.quantity import ZERO
from cpf_tui.domain.records import Dossier, ProofState
from cpf_tui.domain.regime import show
from cpf_tui.ports import UnitOfWork
from cpf_tui.services.dossier_support import Act
from cpf_tui.services.dossier_use import available_use, blocked_elsewhere, granted, shortfall


def plan_validation(uow: UnitOfWork, dossier: Dossier, act: Act) -> Sequence[NewEntry]:
    """Plan what a validation blocks, on the balances of the caller's own transaction.

    Raises `InsufficientHours` with how much is missing and which dossier holds it; `NotAllowed` when DIF would be
    used without its proof having been seen, or beyond what the holder agreed to.
    """
    accounts = uow.ledger.accounts(dossier.holder_id)
    use = available_use(accounts, dossier.planned, dossier.consent_quantity)
    if use.total > dossier.consent_quantity:
        raise NotAllowed(
            "La personne a donné son accord pour {consented} au plus, et la formation en prendrait {needed}. "
            "Demandez une correction de la durée : son accord lui sera redemandé.",
            consented=show(dossier.consent_quantity),
            needed=show(use.total),
        )
    missing = use.gap - granted(accounts, dossier.id)
    if missing > ZERO:
        raise InsufficientHours(shortfall(missing, blocked_elsewhere(uow, dossier.holder_id, dossier.id)))
    if use.dif:
        _check_proof(uow, dossier)
    return plan_block(use, accounts, act.operation(dossier.id))


def _check_proof(uow: UnitOfWork, dossier: Dossier) -> None:
    """Refuse to use the DIF before its document was shown (source)."""
    declaration = uow.projects.dif(dossier.holder_id)
    if declaration is None or declaration.proof is not ProofState.SEEN:
        raise NotAllowed(
            "Le justificatif du DIF n’a pas été vu. Demandez à la personne de le montrer, "
            "puis notez-le dans ce dossier."
        )
