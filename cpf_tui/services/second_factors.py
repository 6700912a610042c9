"""The second factor of an advisor: set up with their telephone, replaced, and its recovery codes."""

from __future__ import annotations

from dataclasses import dataclass, field

from cpf_tui.documents.qr import qr_lines
from cpf_tui.domain.access import Demand, SecondFactor
from cpf_tui.domain.audit import Action, NewAuditLine
from cpf_tui.domain.errors import Conflict, InvalidInput
from cpf_tui.domain.people import Actor, Role
from cpf_tui.ports import Clock, Database, SecretHasher, Vault
from cpf_tui.security import spoken_codes, totp
from cpf_tui.services.access import NEWCOMER, Need, advisor, only
from cpf_tui.services.doors import Doors
from cpf_tui.services.sign_in import entered
from cpf_tui.services.trail import reading, writing

_TICKET = "second_factor.enrolment"
_TICKET_LIFE = 1_800.0  # seconds


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a telephone is given: the secret, to read or in a picture (the most complete first), and its address.

    Nothing is stored yet: the screen hands `ticket` back with the first code of the telephone. It is sealed, so that
    no other secret and nobody else's can be put in place with it.
    """

    ticket: bytes = field(repr=False)
    grouped: str = field(repr=False)
    uri: str = field(repr=False)
    pictures: tuple[tuple[str, ...], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Who the advisor is now, and their ten recovery codes, which nobody can read again."""

    actor: Actor
    codes: tuple[str, ...] = field(repr=False)


class SecondFactors:
    """What an advisor does with their own second factor; the operator takes one away (`services.administration`)."""

    def __init__(
        self,
        database: Database,
        hasher: SecretHasher,
        clock: Clock,
        vault: Vault,
        *,
        second_factor: Demand = Demand.DEMANDED,
    ) -> None:
        self._database, self._hasher, self._clock, self._vault = database, hasher, clock, vault
        self._second_factor = second_factor
        self._doors = Doors(database, hasher, clock, vault)

    @only(advisor(Need.NOTHING), NEWCOMER)
    def draw(self, actor: Actor, password: str = "") -> Enrolment:
        """Draw a secret for the advisor's telephone.

        A newcomer, who has just typed their password, may set up their first one and never replace another; who is in
        already types it again (counted). Raises `NotAllowed` when it is wrong, and for anybody else.
        """
        login = self._login(actor)
        if actor.role is Role.ADVISOR:
            self._doors.prove(actor, password)
        secret, issued = totp.new_secret(), int(self._clock.now().timestamp())
        ticket = self._vault.seal(f"{issued} {secret}", owner_id=actor.id, column=_TICKET)
        uris = totp.uris(secret, login)
        return Enrolment(ticket, totp.grouped(secret), uris[0], tuple(qr_lines(one) for one in uris))

    @only(advisor(Need.NOTHING), NEWCOMER)
    def enrol(self, actor: Actor, ticket: bytes, code: str, op_id: str) -> Enrolled:
        """Put a second factor in place once the telephone gave its first code; new recovery codes come with it.

        Raises `InvalidInput` for a wrong code, `Conflict` when a newcomer has one already or the ticket is too old.
        """
        self._login(actor)
        secret = self._opened(actor, ticket)
        codes, now = spoken_codes.new_recovery_codes(), self._clock.now()
        hashes = [self._hasher.hash(spoken_codes.bare(one)) for one in codes]
        with writing(self._database, actor) as uow:
            former, done = uow.second_factors.get(actor.id), uow.operations.result(op_id)
            if done is None or former is None:
                if former is not None and actor.role is Role.NEWCOMER:
                    raise Conflict("Un code à usage unique est déjà en place. Revenez à l’accueil et entrez avec.")
                step = totp.accepted_step(secret, totp.bare_code(code), now, 0)
                if step is None:
                    raise InvalidInput(
                        "Ce code n’est pas le bon. Attendez que votre téléphone en montre un autre et recopiez-le ; "
                        "vérifiez aussi que ce téléphone est à l’heure."
                    )
                uow.second_factors.put(SecondFactor(actor.id, secret, now, step))
                uow.audit.append(NewAuditLine(Role.ADVISOR, actor.id, Action.SECOND_FACTOR_ENROLLED, actor.id), now)
                if done is None:
                    uow.operations.record(op_id, actor.id, now)
            # Sent again because the answer was lost: the codes that nobody saw are replaced.
            uow.second_factors.replace_codes(actor.id, hashes)
            present = entered(uow.advisors.get(actor.id), uow.second_factors.get(actor.id), self._second_factor)
            uow.commit()
        return Enrolled(present, codes)

    @only(advisor(Need.NOTHING))
    def new_codes(self, actor: Actor, secret: str) -> tuple[str, ...]:
        """Give ten other recovery codes, in the place of the former ones, to who types their password again.

        Raises `NotAllowed` when the password is wrong (counted), `Conflict` without a second factor.
        """
        self._doors.prove(actor, secret)
        codes, now = spoken_codes.new_recovery_codes(), self._clock.now()
        hashes = [self._hasher.hash(spoken_codes.bare(one)) for one in codes]
        with writing(self._database, actor) as uow:
            if uow.second_factors.get(actor.id) is None:
                raise Conflict("Mettez d’abord en place le code à usage unique : les codes de secours viennent avec.")
            uow.second_factors.replace_codes(actor.id, hashes)
            line = NewAuditLine(Role.ADVISOR, actor.id, Action.SECOND_FACTOR_ENROLLED, actor.id, "codes_de_secours")
            uow.audit.append(line, now)
            uow.commit()
        return codes

    def _opened(self, actor: Actor, ticket: bytes) -> str:
        issued, secret = self._vault.open(ticket, owner_id=actor.id, column=_TICKET).split(" ")
        if not 0 <= self._clock.now().timestamp() - int(issued) <= _TICKET_LIFE:
            raise Conflict("Ce secret a été montré il y a trop longtemps. Revenez en arrière et recommencez.")
        return secret

    @only(advisor(Need.NOTHING), NEWCOMER)
    def codes_left(self, actor: Actor) -> int | None:
        """Return how many recovery codes are left, None without a second factor."""
        self._login(actor)
        with reading(self._database, actor) as uow:
            if uow.second_factors.get(actor.id) is None:
                return None
            return sum(one.used_at is None for one in uow.second_factors.codes(actor.id))

    def _login(self, actor: Actor) -> str:
        with reading(self._database, actor) as uow:
            return uow.advisors.get(actor.id).login
