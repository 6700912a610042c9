"""What the operator of an installation does about closed doors: see which they are, open one."""

from __future__ import annotations

from collections.abc import Iterable

from cpf_tui.domain.access import ClosedDoor, Gate
from cpf_tui.domain.audit import Action
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import Actor, Role
from cpf_tui.ports import Clock, Database, SecretHasher, UnitOfWork, Vault
from cpf_tui.services.access import OPERATOR, only
from cpf_tui.services.doors import Doors
from cpf_tui.services.support import clean_login
from cpf_tui.services.trail import reading, trace, writing


class Unlocking:
    """The doors that too many tries closed."""

    def __init__(self, database: Database, hasher: SecretHasher, clock: Clock, vault: Vault) -> None:
        self._database, self._clock = database, clock
        self._doors = Doors(database, hasher, clock, vault)

    @only(OPERATOR)
    def closed(self, actor: Actor) -> tuple[ClosedDoor, ...]:
        """Return the doors closed now: whose, by pseudonym, or nobody's; the last closed first."""
        now = self._clock.now()
        with reading(self._database, actor) as uow:
            closed = [(key, one) for key, one in uow.attempts.closed() if one.closed_for(now)]
            known = self._known(uow) if closed else {}
        nobody = (Gate.SIGN_IN, "", "", "")
        return tuple(
            ClosedDoor(*known.get(key, nobody), failures=one.failures, until=now + one.closed_for(now))
            for key, one in closed
        )

    @only(OPERATOR)
    def open_advisor(self, actor: Actor, login: str) -> bool:
        """Open the doors of a login; says whether anything was counted there."""
        name = clean_login(login)
        with writing(self._database, actor) as uow:
            found = uow.advisors.credentials(name)
            subject = found[0].id if found else ""
            return self._open(uow, actor, self._doors.keys_of_advisor(name, subject), subject)

    @only(OPERATOR)
    def open_holder(self, actor: Actor, nir: Nir) -> bool:
        """Open the doors of a number, whether or not it has an account; says whether anything was counted there."""
        with writing(self._database, actor) as uow:
            found = uow.holders.credentials(nir)
            keys = (self._doors.of_holder(nir).key, self._doors.of_renewal(nir).key)
            return self._open(uow, actor, keys, found[0] if found else "")

    def _open(self, uow: UnitOfWork, actor: Actor, keys: Iterable[bytes], subject: str) -> bool:
        opened = [key for key in keys if uow.attempts.clear(key)]
        if opened:
            trace(uow, actor, Action.UNLOCKED, self._clock.now(), subject=subject)
            uow.commit()
        return bool(opened)

    def _known(self, uow: UnitOfWork) -> dict[bytes, tuple[Gate, str, str, str]]:
        """Return whose each door is: which one, role, id, and the login of an advisor."""
        doors: dict[bytes, tuple[Gate, str, str, str]] = {}
        for one in uow.advisors.all():
            for key, gate in self._doors.keys_of_advisor(one.login, one.id).items():
                doors[key] = (gate, Role.ADVISOR, one.id, one.login)
        for holder_id, index in uow.holders.doors():
            for key, gate in self._doors.keys_of_holder(index).items():
                doors[key] = (gate, Role.HOLDER, holder_id, "")
        return doors
