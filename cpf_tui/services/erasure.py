"""Erasing an account (GDPR, article 17): by the person, with their own secret, or by the operator who checked who asks.

Once the rows are emptied the former pages are let go of too, and the files the person had written are taken away. Both
come after the commit: done again, they finish what was interrupted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cpf_tui.domain.audit import Action
from cpf_tui.domain.erasure import ErasurePreview, preview
from cpf_tui.domain.errors import Conflict
from cpf_tui.domain.people import Actor
from cpf_tui.domain.text import Text, text
from cpf_tui.ports import Clock, Database, UnitOfWork
from cpf_tui.services.access import HOLDER, OPERATOR, only
from cpf_tui.services.doors import Doors
from cpf_tui.services.personal_data import own_or_operated
from cpf_tui.services.take_away import file_mark
from cpf_tui.services.trail import once, reading, trace

Forget = Callable[[Iterable[str]], int]
"""Deletes the files to take away whose name has one of these marks; returns how many."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done: the files taken away, and whether no former page is left in the database and its journal."""

    files: int
    entirely: bool

    @property
    def words(self) -> Text:
        """Say it."""
        if self.entirely:
            return text("Le compte est effacé, jusque dans le journal de la base.")
        return text(
            "Le compte est effacé. D’anciennes pages restent, chiffrées, dans le journal de la base, parce qu’un autre "
            "programme le lit : « cpf-tui base purger » les fera partir."
        )


class Erasures:
    """Says what an erasure would do, and does it."""

    def __init__(self, *, database: Database, clock: Clock, doors: Doors, forget: Forget) -> None:
        self._database, self._clock, self._doors, self._forget = database, clock, doors, forget

    @only(HOLDER, OPERATOR)
    def preview(self, actor: Actor, holder_id: str = "") -> ErasurePreview:
        """Return what would be lost, and what stands in the way; a holder's own account, or the operator's choice."""
        owner = own_or_operated(actor, holder_id)
        with reading(self._database, actor) as uow:
            return self._preview(uow, owner)

    @only(HOLDER)
    def erase(self, actor: Actor, secret: str, op_id: str) -> Erased:
        """Erase one's own account.

        Raises `NotAllowed` for a wrong secret, `Conflict` while something stands in the way.
        """
        self._doors.prove(actor, secret)
        return self._erase(actor, actor.id, op_id)

    @only(OPERATOR)
    def erase_for(self, actor: Actor, holder_id: str, op_id: str) -> Erased:
        """Erase the account of somebody who asked for it, as the operator; raises `Conflict`, `NotFound`."""
        return self._erase(actor, holder_id, op_id)

    def _erase(self, actor: Actor, owner: str, op_id: str) -> Erased:
        now = self._clock.now()

        def act(uow: UnitOfWork) -> str:
            standing = self._preview(uow, owner).obstacles
            if standing:
                raise Conflict(standing[0])
            uow.personal.erase(owner, self._doors.keys_of(uow.holders.nir(owner)), now)
            trace(uow, actor, Action.ERASED, now, subject=owner)
            return owner

        once(self._database, actor, op_id, now, act, key=str, again=lambda _uow, key: key)
        return Erased(self._forget([file_mark(owner)]), self._database.settle())

    @staticmethod
    def _preview(uow: UnitOfWork, owner: str) -> ErasurePreview:
        uow.holders.get(owner)
        return preview(uow.ledger.accounts(owner), uow.dossiers.of_holder(owner))
