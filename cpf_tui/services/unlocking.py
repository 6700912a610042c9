"""What the operator of an installation does about closed doors: see which they are, open one."""

from __future__ import annotations

from collections.abc import Iterable

from cpf_tui.domain.access import ClosedDoor, Gate
from cpf_tui.domain.audit import Action, NewAuditLine
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import Role
from cpf_tui.ports import Clock, Database, SecretHasher, UnitOfWork, Vault
from cpf_tui.services.doors import Doors
from cpf_tui.services.support import clean_login


class Unlocking:
    """No `Actor`: who holds the command line and the key file is the operator."""

    def __init__(self, database: Database, hasher: SecretHasher, clock: Clock, vault: Vault) -> None:
        self._database, self._clock = database, clock
        self._doors = Doors(database, hasher, clock, vault)

    def closed(self) -> tuple[ClosedDoor, ...]:
        """Return the doors closed now: whose, by pseudonym, or nobody's; the last closed first."""
        now = self._clock.now()
        with self._database.read() as uow:
            closed = [(key, one) for key, one in uow.attempts.closed() if one.closed_for(now)]
            known = self._known(uow) if closed else {}
        nobody = (Gate.SIGN_IN, "", "", "")
        return tuple(
            ClosedDoor(*known.get(key, nobody), failures=one.failures, until=now + one.closed_for(now))
            for key, one in closed
        )

    def open_advisor(self, login: str) -> bool:
        """Open the doors of a login; says whether anything was counted there."""
        name = clean_login(login)
        with self._database.write() as uow:
            found = uow.advisors.credentials(name)
            subject = found[0].id if found else ""
            return self._open(uow, self._doors.keys_of_advisor(name, subject), subject)

    def open_holder(self, nir: Nir) -> bool:
        """Open the doors of a number, whether or not it has an account; says whether anything was counted there."""
        with self._database.write() as uow:
            found = uow.holders.credentials(nir)
            keys = (self._doors.of_holder(nir).key, self._doors.of_renewal(nir).key)
            return self._open(uow, keys, found[0] if found else "")

    def _open(self, uow: UnitOfWork, keys: Iterable[bytes], subject: str) -> bool:
        opened = [key for key in keys if uow.attempts.clear(key)]
        if opened:
            uow.audit.append(NewAuditLine(Role.OPERATOR, "", Action.UNLOCKED, subject), self._clock.now())
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
