"""Changing one's own secret, with the present one; and choosing a new one after it was forgotten, with a code."""

from __future__ import annotations

from dataclasses import replace

from cpf_tui.domain.access import Demand, SecretReset
from cpf_tui.domain.audit import Action, NewAuditLine
from cpf_tui.domain.errors import Conflict, InvalidInput
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import Actor, Role
from cpf_tui.journey.forms.sign_in import ChangeSecretForm, RenewSecretForm
from cpf_tui.ports import Clock, Database, SecretHasher, UnitOfWork, Vault
from cpf_tui.security import secrets_policy, spoken_codes
from cpf_tui.services.access import HOLDER, NEWCOMER, Need, advisor, anyone, only
from cpf_tui.services.doors import Doors
from cpf_tui.services.sign_in import entered
from cpf_tui.services.trail import reading, writing


class OwnSecrets:
    """The secrets of people, changed by themselves only."""

    def __init__(
        self,
        database: Database,
        hasher: SecretHasher,
        clock: Clock,
        vault: Vault,
        *,
        second_factor: Demand = Demand.DEMANDED,
    ) -> None:
        self._database, self._hasher, self._clock = database, hasher, clock
        self._second_factor = second_factor
        self._doors = Doors(database, hasher, clock, vault)

    @only(HOLDER, advisor(Need.NOTHING), NEWCOMER)
    def change(self, actor: Actor, form: ChangeSecretForm, op_id: str) -> Actor:
        """Replace the secret of who is signed in, who proves they know the present one; returns who they are then.

        Raises `NotAllowed` when the present secret is wrong (counted), `InvalidInput` when the new one is weak.
        """
        with reading(self._database, actor) as uow:
            if uow.operations.result(op_id) is not None:  # the present secret is the new one already
                return self._present(uow, actor)
            names, number = _own_words(uow, actor)
        if form.secret == form.present:
            raise InvalidInput("Le nouveau mot de passe est le même que l’ancien. Choisissez-en un autre.")
        secrets_policy.check(form.secret, names=names, number=number)
        self._doors.prove(actor, form.present)
        hashed, now = self._hasher.hash(form.secret), self._clock.now()
        with writing(self._database, actor) as uow:
            if actor.role is Role.HOLDER:
                uow.holders.set_secret(actor.id, hashed)
            else:
                uow.advisors.set_secret(actor.id, hashed)
                uow.advisors.update(replace(uow.advisors.get(actor.id), secret_to_change=False))
            role = Role.HOLDER if actor.role is Role.HOLDER else Role.ADVISOR
            uow.audit.append(NewAuditLine(role, actor.id, Action.SECRET_CHANGED, actor.id), now)
            uow.operations.record(op_id, actor.id, now)
            present = self._present(uow, actor)
            uow.commit()
        return present

    @anyone("before the sign-in: the secret is forgotten, and the code of an advisor stands for it")
    def renew(self, form: RenewSecretForm, op_id: str) -> None:
        """Choose a new secret with the code an advisor gave after checking who the person is.

        The code serves once, for a quarter of an hour; tries are counted apart from the sign-in, which it opens again.
        Raises `NotAllowed` (unknown number, wrong or old code, in the same words), `InvalidInput` for a weak secret.
        """
        nir, typed = form.nir, spoken_codes.bare(form.code)
        with self._database.read() as uow:
            if uow.operations.result(op_id) is not None:
                return
        secrets_policy.check(form.secret, number=nir.compact)
        door = self._doors.of_renewal(nir)
        knock, (_, reset) = self._doors.knock(door, lambda uow: _last_reset(uow, nir), lambda found: found[0])
        good = reset is not None and reset.good_at(self._clock.now())
        if not self._doors.verify(reset.code_hash if reset and good else None, typed) or reset is None:
            raise self._doors.refused(knock, "code")
        self._check_names(reset.holder_id, form.secret, door.key)
        hashed, now = self._hasher.hash(form.secret), self._clock.now()
        with self._database.write() as uow:
            if uow.resets.last(reset.holder_id) != reset:
                raise Conflict("Ce code vient de servir. Demandez-en un autre à votre conseiller.")
            uow.resets.use(reset.id, now)
            uow.holders.set_secret(reset.holder_id, hashed)
            for key in (door.key, self._doors.of_holder(nir).key):
                uow.attempts.clear(key)
            body = uow.advisors.get(reset.attested_by).operator
            holder_id = reset.holder_id
            uow.audit.append(NewAuditLine(Role.HOLDER, holder_id, Action.SECRET_RESET, holder_id, body=body), now)
            uow.operations.record(op_id, holder_id, now)
            uow.commit()

    def _check_names(self, holder_id: str, secret: str, key: bytes) -> None:
        """Hold the secret to the person's own names, once they proved who they are; the try is then not a failure."""
        with self._database.write() as uow:
            holder = uow.holders.get(holder_id)
            problem = secrets_policy.problem(secret, names=(holder.last_name, holder.first_names))
            if problem is not None:
                uow.attempts.clear(key)
                uow.commit()
        if problem is not None:
            raise InvalidInput(problem)

    def _present(self, uow: UnitOfWork, actor: Actor) -> Actor:
        if actor.role is Role.HOLDER:
            return actor
        return entered(uow.advisors.get(actor.id), uow.second_factors.get(actor.id), self._second_factor)


def _last_reset(uow: UnitOfWork, nir: Nir) -> tuple[str, SecretReset | None]:
    """Return the id of who has that number (empty when nobody) and the last code given to them."""
    found = uow.holders.credentials(nir)
    holder_id = found[0] if found else ""
    return holder_id, uow.resets.last(holder_id)


def _own_words(uow: UnitOfWork, actor: Actor) -> tuple[tuple[str, ...], str]:
    """Return what a person's secret must not be made of: their names, their number or their login."""
    if actor.role is Role.HOLDER:
        holder = uow.holders.get(actor.id)
        return (holder.last_name, holder.first_names), uow.holders.nir(actor.id).compact
    advisor = uow.advisors.get(actor.id)
    return (advisor.name, advisor.login), ""
