"""Signing in, and confirming with one's own secret."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cpf_tui.domain.access import Demand, Duty, News, RecoveryCode, SecondFactor
from cpf_tui.domain.audit import Action, AuditLine, NewAuditLine
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import Actor, Advisor, Role
from cpf_tui.ports import Clock, Database, SecretHasher, UnitOfWork, Vault
from cpf_tui.security import spoken_codes, totp
from cpf_tui.services.access import HOLDER, NEWCOMER, Need, anyone, only
from cpf_tui.services.access import advisor as an_advisor
from cpf_tui.services.doors import Doors
from cpf_tui.services.support import clean_login
from cpf_tui.services.trail import reading

_PAGE = 500  # lines of the audit read at once
_ENTRIES = {Action.SIGNED_IN, Action.SIGNED_UP}


class SignIn:
    """Checks secrets. Whether a number or a login exists shows neither in the sentence nor in the time taken.

    Every try is counted before it is checked, every outcome is in the audit (see `services.doors`).
    """

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

    @anyone("this is the sign-in")
    def holder(self, nir: Nir, secret: str) -> Actor:
        """Sign a titulaire in; raises `NotAllowed`."""
        knock, found = self._doors.knock(
            self._doors.of_holder(nir), lambda uow: uow.holders.credentials(nir), lambda one: one[0] if one else ""
        )
        right = self._doors.verify(found[1] if found else None, secret)
        now = self._clock.now()
        if right and found is not None:
            with self._database.write() as uow:
                # Compared again: the secret may have been renewed, or the account erased, while it was hashed.
                if uow.holders.credentials(nir) == found:
                    self._doors.opened(uow, knock)
                    uow.holders.signed_in(found[0], now)
                    uow.audit.append(NewAuditLine(Role.HOLDER, found[0], Action.SIGNED_IN, found[0]), now)
                    actor = Actor(Role.HOLDER, found[0], uow.holders.get(found[0]).full_name)
                    uow.commit()
                    return actor
        raise self._doors.refused(knock)

    @anyone("this is the sign-in")
    def advisor(self, login: str, secret: str, code: str = "") -> Actor:
        """Sign an advisor in by secret and second factor, judged together; raises `NotAllowed`, also for who left.

        `code` is that of their telephone or a recovery code, and counts only for those who have a second factor. A
        newcomer comes out with duties: a secret that somebody else chose, a second factor that is demanded.
        """
        name = clean_login(login)
        knock, known = self._doors.knock(
            self._doors.of_advisor(name), lambda uow: _known(uow, name), lambda one: one.advisor.id if one else ""
        )
        known = known if known is not None and known.advisor.active else None
        right = self._doors.verify(known.secret_hash if known else None, secret)
        recovery = self._recovery(known, code)
        now = self._clock.now()
        if right and known is not None:
            with self._database.write() as uow:
                present = _known(uow, name)
                if present is not None and present.same(known) and _passes(uow, present, code, recovery, now):
                    actor = entered(present.advisor, present.factor, self._second_factor)
                    self._doors.opened(uow, knock)
                    uow.audit.append(NewAuditLine(Role.ADVISOR, actor.id, Action.SIGNED_IN, actor.id), now)
                    uow.commit()
                    return actor
        raise self._doors.refused(knock)

    @only(HOLDER)
    def confirm(self, actor: Actor, secret: str) -> None:
        """Check the holder's own secret, for an act that only they can do (L6323-2); raises `NotAllowed`.

        Counted at the same door as their sign-in.
        """
        self._doors.prove(actor, secret)

    @only(HOLDER, an_advisor(Need.NOTHING), NEWCOMER)
    def news(self, actor: Actor) -> News:
        """Tell who just came in when they last did, what was refused since, and whether their secret was renewed."""
        with reading(self._database, actor) as uow:
            factor = uow.second_factors.get(actor.id) if actor.role is Role.ADVISOR else None
            left = [one for one in uow.second_factors.codes(actor.id) if one.used_at is None] if factor else None
            return _news(uow, actor, None if left is None else len(left))

    def _recovery(self, known: _Known | None, typed: str) -> RecoveryCode | None:
        """Find the recovery code that was typed; it takes as long whoever types it, if it looks like one."""
        rank = spoken_codes.recovery_rank(typed)
        if rank is None:
            return None
        code = known.codes[rank] if known and known.factor and rank < len(known.codes) else None
        usable = code is not None and code.used_at is None
        same = self._doors.verify(code.secret_hash if code and usable else None, spoken_codes.bare(typed))
        return code if same else None


@dataclass(frozen=True, slots=True)
class _Known:
    """What an advisor's answers are compared with."""

    advisor: Advisor
    secret_hash: str
    factor: SecondFactor | None
    codes: tuple[RecoveryCode, ...]

    def same(self, other: _Known) -> bool:
        """Say whether the same answers prove the same advisor: neither secret was replaced meanwhile."""
        return (self.advisor, self.secret_hash, self._shared) == (other.advisor, other.secret_hash, other._shared)

    @property
    def _shared(self) -> str:
        return self.factor.secret if self.factor else ""


def _known(uow: UnitOfWork, login: str) -> _Known | None:
    found = uow.advisors.credentials(login)
    # As much is read for a login that nobody has: what a known one costs more would show in the time.
    advisor_id = found[0].id if found else ""
    factor, codes = uow.second_factors.get(advisor_id), tuple(uow.second_factors.codes(advisor_id))
    return None if found is None else _Known(*found, factor, codes)


def _passes(uow: UnitOfWork, known: _Known, typed: str, recovery: RecoveryCode | None, now: datetime) -> bool:
    """Use up what proves the second factor, in the transaction that lets in: no code serves twice."""
    factor = known.factor
    if factor is None:
        return True
    if recovery is not None:
        if recovery not in known.codes:  # used meanwhile, or replaced: it is compared with `used_at`
            return False
        uow.second_factors.use_code(recovery.seq, now)
        advisor_id = known.advisor.id
        uow.audit.append(NewAuditLine(Role.ADVISOR, advisor_id, Action.RECOVERY_CODE_USED, advisor_id), now)
        return True
    step = totp.accepted_step(factor.secret, totp.bare_code(typed), now, factor.last_step)
    if step is None:
        return False
    uow.second_factors.put(SecondFactor(factor.advisor_id, factor.secret, factor.enrolled_at, step))
    return True


def entered(advisor: Advisor, factor: SecondFactor | None, demand: Demand) -> Actor:
    """Return who an advisor is once proved: able to act, or a newcomer with duties to do first."""
    duties = [Duty.SECRET] if advisor.secret_to_change else []
    if factor is None and demand is Demand.DEMANDED:
        duties.append(Duty.FACTOR)
    if duties:
        return Actor(Role.NEWCOMER, advisor.id, advisor.name, advisor.operator, duties=tuple(duties))
    return Actor(Role.ADVISOR, advisor.id, advisor.name, advisor.operator, advisor.rights)


def _news(uow: UnitOfWork, actor: Actor, codes_left: int | None) -> News:
    refused, entries, before = 0, 0, None
    renewed: AuditLine | None = None
    seq: int | None = None
    while page := uow.audit.about(actor.id, limit=_PAGE, before=seq):
        for line in page:
            if line.action in _ENTRIES:
                entries += 1
                if entries > 1:
                    before = line.at
                    break
            refused += line.action is Action.SIGN_IN_REFUSED
            if line.action is Action.SECRET_RESET:
                renewed = renewed or line
        if before is not None:
            break
        seq = page[-1].seq
    at, body = (renewed.at, renewed.body) if renewed else (None, "")
    return News(before, refused, at, body, codes_left)
