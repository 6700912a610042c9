"""Hours rectified by a correcting movement: by the body that closes dossiers, or by the operator (R6323-19 to -21)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cpf_tui.domain.audit import Action
from cpf_tui.domain.dif import check_balance
from cpf_tui.domain.errors import NotFound
from cpf_tui.domain.ledger import Entry, EntryKind, NewEntry, Source
from cpf_tui.domain.people import Actor, Right, Role, Scope
from cpf_tui.domain.rectification import Change, check
from cpf_tui.ports import Clock, Database, UnitOfWork
from cpf_tui.services.access import OPERATOR, Need, advisor, authorised, only
from cpf_tui.services.trail import once, trace


class Rectifications:
    """Corrects the hours of a holder.

    Choice: an advisor needs the right to close, since only a funder, who debits hours for good, answers for what an
    account holds; and the person's permission for the hours, as for reading them.
    """

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    @only(OPERATOR, advisor(Need.HOURS, Right.CLOSE))
    def rectify(self, actor: Actor, holder_id: str, change: Change, op_id: str) -> Entry:
        """Write the correcting movement and return it.

        Raises `NotAllowed` without the right or the permission, `InvalidInput` above a cap or for a motive that does
        not fit, `InsufficientHours` below zero, `NotFound` for an account never opened.
        """
        now, entry_id = self._clock.now(), f"{op_id}:rectified"

        def write(uow: UnitOfWork) -> Entry:
            self._require(uow, actor, holder_id)
            holder = uow.holders.get(holder_id)
            if holder.opened_at is None:
                raise NotFound("Ce compte n’est pas encore ouvert : il n’y a rien à rectifier.")
            account = uow.ledger.open_account(holder_id, change.source)
            check(change, account, level=holder.highest_level, on=self._clock.today())
            if change.source is Source.DIF:
                _declare(uow, holder_id, change, now)
            new = NewEntry(entry_id, account.id, EntryKind.CREDIT, change.quantity, change.motive, actor.id)
            written = uow.ledger.append([new], now)[0]
            trace(uow, actor, Action.RECTIFIED, now, subject=holder_id, detail=change.motive)
            return written

        def again(uow: UnitOfWork, written_as: str) -> Entry:
            self._require(uow, actor, holder_id)
            return next(one for one in uow.ledger.entries(holder_id) if one.op_id == written_as)

        return once(self._database, actor, op_id, now, write, key=lambda one: one.op_id, again=again)

    def _require(self, uow: UnitOfWork, actor: Actor, holder_id: str) -> None:
        if actor.role is not Role.OPERATOR:
            authorised(uow, actor, holder_id, Scope.HOURS, self._clock.today())


def _declare(uow: UnitOfWork, holder_id: str, change: Change, at: datetime) -> None:
    """Keep the declaration in agreement: a later correction by the holder starts from what the account really holds."""
    declared = uow.projects.dif(holder_id)
    if declared is None:
        raise NotFound(
            "Aucune heure de DIF n’est inscrite sur ce compte : la personne l’inscrit d’abord, avec son document."
        )
    quantity = declared.quantity + change.quantity
    check_balance(quantity, correcting=True)
    uow.projects.declare_dif(replace(declared, quantity=quantity, declared_at=at))
