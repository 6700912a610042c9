"""An advisor attests who somebody is, at their desk: a code to choose a new secret, or the sign-in open again at once.

Two persons are needed: the advisor, who looks at a document and never knows the secret, and the person, who chooses
it. Anybody present may ask (choice): who forgot their secret can no longer choose a place, and one who never did must
not lose their account. So the advisor proves more than a number: the name and the date of birth read on the document
are compared with the account, which shows nothing; the advisor types their own password again; six people who do not
exist close that desk for an hour; and the person reads who attested what.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime

from cpf_tui.domain.access import RESET_LIFE, Purpose, SecretReset
from cpf_tui.domain.audit import Action
from cpf_tui.domain.nir import cross_check
from cpf_tui.domain.people import Actor, Holder, Right
from cpf_tui.journey.forms.attestation import AttestationForm
from cpf_tui.ports import Clock, Database, SecretHasher, UnitOfWork, Vault
from cpf_tui.security import spoken_codes
from cpf_tui.services.access import Need, advisor, only
from cpf_tui.services.doors import Doors
from cpf_tui.services.support import new_id
from cpf_tui.services.trail import known, trace, writing


@dataclass(frozen=True, slots=True)
class Attested:
    """What the advisor hands over: the code and until when; both empty when the sign-in was opened again."""

    code: str = field(default="", repr=False)
    until: datetime | None = None


class Attestations:
    """Identities attested at a desk."""

    def __init__(self, database: Database, hasher: SecretHasher, clock: Clock, vault: Vault) -> None:
        self._database, self._hasher, self._clock = database, hasher, clock
        self._doors = Doors(database, hasher, clock, vault)

    @only(advisor(Need.NOTHING, Right.ATTEST))
    def attest(self, actor: Actor, form: AttestationForm, op_id: str) -> Attested:
        """Attest who a person is; a code given before to the same person is worth nothing any more.

        Raises `NotAllowed` without the right, for a wrong password of the advisor (counted), or when no account has
        that number, that name and that date of birth together (counted).
        """
        known(self._database, actor)  # who left learns nothing, not even that somebody exists
        self._doors.prove(actor, form.secret)
        door = self._doors.of_attestation(actor)
        knock, holder_id = self._doors.knock(door, lambda uow: _found(uow, form), str)
        if not holder_id:
            raise self._doors.refused(knock, "identite")
        code = spoken_codes.new_reset_code() if form.purpose == Purpose.RENEW else ""
        hashed = self._hasher.hash(spoken_codes.bare(code)) if code else ""
        now = self._clock.now()
        reset = SecretReset(new_id(), holder_id, actor.id, hashed, now, now + RESET_LIFE)
        with writing(self._database, actor) as uow:
            uow.attempts.clear(door.key)
            first = uow.operations.result(op_id) is None
            if first:
                trace(uow, actor, Action.IDENTITY_ATTESTED, now, subject=holder_id, detail=form.document)
                uow.operations.record(op_id, reset.id, now)
            if code:
                # Sent again because the answer was lost: the code that nobody saw is replaced.
                uow.resets.add(reset)
                uow.attempts.clear(self._doors.of_renewal(form.nir).key)
            elif first:
                uow.attempts.clear(self._doors.of_holder(form.nir).key)
                trace(uow, actor, Action.UNLOCKED, now, subject=holder_id)
            uow.commit()
        return Attested(code, reset.expires_at if code else None)


def _found(uow: UnitOfWork, form: AttestationForm) -> str:
    """Return the id of the account that has that number and that identity, empty when there is none."""
    found = uow.holders.credentials(form.nir)
    if found is None:
        return ""
    holder = uow.holders.get(found[0])
    return holder.id if _is(holder, form) else ""


def _is(holder: Holder, form: AttestationForm) -> bool:
    if holder.opened_at is None:
        # A sign-up left in the middle has no name yet: the number itself tells the year and month of birth.
        return not cross_check(form.nir, None, form.birth_date)
    return _folded(holder.last_name) == _folded(form.last_name) and holder.birth_date == form.birth_date


def _folded(name: str) -> str:
    """Forget accents, capitals, spaces and dashes: documents write them as they like."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(one for one in decomposed if one.isalnum())
