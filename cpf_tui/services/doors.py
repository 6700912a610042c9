"""Where secrets are asked for: each door counts a try before the secret is compared, and closes after six.

Nothing typed is stored: a door is known by a keyed fingerprint, and one where nobody lives is counted the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from cpf_tui.domain.access import DoorKind, Gate
from cpf_tui.domain.audit import Action, NewAuditLine
from cpf_tui.domain.errors import NotAllowed
from cpf_tui.domain.lock import FORGOTTEN, Attempts, count
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import Actor, Role
from cpf_tui.domain.text import Text, text
from cpf_tui.ports import Clock, Database, SecretHasher, UnitOfWork, Vault

T = TypeVar("T")

_FEW = 3  # tries left from which the person is warned
CLOSED = "bloque"
"""The detail of a refusal at a closed door, where nothing is compared."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where somebody knocks: its fingerprint, as whom they knock, what a refusal says."""

    key: bytes
    role: Role
    refusal: Text


@dataclass(frozen=True, slots=True)
class Knock:
    """A try once counted, and whose door it is: an id, empty when nobody's."""

    door: Door
    subject: str
    counted: Attempts


class Doors:
    """Counts tries, says refusals, opens doors; every outcome is audited."""

    def __init__(self, database: Database, hasher: SecretHasher, clock: Clock, vault: Vault) -> None:
        self._database, self._hasher, self._clock, self._vault = database, hasher, clock, vault

    # ------------------------------------------------------------------ which door

    def of_holder(self, nir: Nir) -> Door:
        """Return the door of a number."""
        return Door(
            self._numbered(DoorKind.HOLDER, nir),
            Role.HOLDER,
            text("Ce numéro ou ce mot de passe n’est pas le bon. Vérifiez les deux et recommencez."),
        )

    def of_advisor(self, login: str) -> Door:
        """Return the door of a login, already clean."""
        return Door(
            self._vault.fingerprint(DoorKind.ADVISOR, login),
            Role.ADVISOR,
            text(
                "Cet identifiant, ce mot de passe ou ce code n’est pas le bon. Vérifiez les trois et recommencez : "
                "un code ne sert qu’une fois et change toutes les 30 secondes."
            ),
        )

    def of_renewal(self, nir: Nir) -> Door:
        """Return the door where a code given at an agency is typed: apart, so that it opens while the other is shut."""
        return Door(
            self._numbered(DoorKind.RENEWAL, nir),
            Role.HOLDER,
            text(
                "Ce numéro ou ce code n’est pas le bon, ou le code a plus de 15 minutes. Vérifiez les deux, ou "
                "demandez un autre code à votre conseiller."
            ),
        )

    def of_attestation(self, actor: Actor) -> Door:
        """Return the door where an advisor looks a person up: six that do not exist, and it closes."""
        return Door(
            self._vault.fingerprint(DoorKind.ATTESTATION, actor.id),
            Role.ADVISOR,
            text(
                "Aucun compte n’a ce numéro, ce nom et cette date de naissance. Vérifiez les trois sur les documents "
                "de la personne ; si elle n’a pas de compte, elle peut en ouvrir un."
            ),
        )

    def keys_of(self, nir: Nir) -> tuple[bytes, ...]:
        """Return the keys of the doors of a number."""
        return tuple(self.keys_of_holder(self._vault.blind_index(nir).hex()))

    def keys_of_holder(self, index: str) -> dict[bytes, Gate]:
        """Return the keys of a holder's doors, from the fingerprint of their number in hexadecimal."""
        return {
            self._vault.fingerprint(DoorKind.HOLDER, index): Gate.SIGN_IN,
            self._vault.fingerprint(DoorKind.RENEWAL, index): Gate.RENEWAL,
        }

    def keys_of_advisor(self, login: str, advisor_id: str) -> dict[bytes, Gate]:
        """Return the keys of an advisor's doors."""
        return {
            self._vault.fingerprint(DoorKind.ADVISOR, login): Gate.SIGN_IN,
            self._vault.fingerprint(DoorKind.ATTESTATION, advisor_id): Gate.ATTESTATION,
        }

    def _numbered(self, kind: str, nir: Nir) -> bytes:
        # Over the fingerprint of the number: whose door is closed can be told without decrypting any number.
        return self._vault.fingerprint(kind, self._vault.blind_index(nir).hex())

    # ------------------------------------------------------------------ knocking

    def knock(self, door: Door, read: Callable[[UnitOfWork], T], whose: Callable[[T], str]) -> tuple[Knock, T]:
        """Count a try and read what it will be compared with, committed before anything is compared.

        Raises `NotAllowed` at a closed door, in the same words whether or not anybody lives there.
        """
        now = self._clock.now()
        with self._database.write() as uow:
            found = read(uow)
            tried = count(uow.attempts.get(door.key), now)
            uow.attempts.put(door.key, tried.attempts)
            if not tried.allowed:
                uow.audit.append(NewAuditLine(door.role, "", Action.SIGN_IN_REFUSED, whose(found), CLOSED), now)
            uow.commit()
        if not tried.allowed:
            raise NotAllowed(_closed(tried.attempts.closed_for(now)))
        return Knock(door, whose(found), tried.attempts), found

    def refused(self, knock: Knock, detail: str = "") -> NotAllowed:
        """Audit a refusal and return it, with what is left before the door closes."""
        now, door = self._clock.now(), knock.door
        with self._database.write() as uow:
            uow.audit.append(NewAuditLine(door.role, "", Action.SIGN_IN_REFUSED, knock.subject, detail), now)
            if not knock.counted.left:
                uow.audit.append(NewAuditLine(door.role, "", Action.LOCKED, knock.subject, detail), now)
            uow.commit()
        return NotAllowed(_warned(door.refusal, knock.counted.left))

    def opened(self, uow: UnitOfWork, knock: Knock) -> None:
        """Wipe the count of who proved themself, and those of a day ago: what was guessed at must not pile up."""
        uow.attempts.clear(knock.door.key)
        uow.attempts.forget(self._clock.now() - FORGOTTEN)

    def verify(self, hashed: str | None, secret: str) -> bool:
        """Compare a secret, as long when there is nothing to compare it with."""
        return self._hasher.verify(hashed, secret)

    # ------------------------------------------------------------------ somebody who is already inside

    def prove(self, actor: Actor, secret: str) -> None:
        """Check again the secret of who is signed in; counted at the same door. Raises `NotAllowed`."""

        def read(uow: UnitOfWork) -> str | None:
            return self.secret_of(uow, actor)

        knock, hashed = self.knock(self.own(actor), read, lambda _: actor.id)
        if not self.verify(hashed, secret) or hashed is None:
            raise self.refused(knock, "confirmation")
        with self._database.write() as uow:
            uow.attempts.clear(knock.door.key)
            uow.commit()

    def own(self, actor: Actor) -> Door:
        """Return the door of who is signed in, whose refusal only concerns the secret."""
        with self._database.read() as uow:
            if actor.role is Role.HOLDER:
                door = self.of_holder(uow.holders.nir(actor.id))
            elif actor.role in (Role.ADVISOR, Role.NEWCOMER):
                door = self.of_advisor(uow.advisors.get(actor.id).login)
            else:
                raise NotAllowed("Seule une personne qui est entrée avec un mot de passe peut faire cela.")
        return Door(door.key, door.role, text("Ce mot de passe n’est pas le bon. Écrivez celui de votre compte."))

    @staticmethod
    def secret_of(uow: UnitOfWork, actor: Actor) -> str | None:
        """Return the hash of the secret of who is signed in, None for an advisor who left."""
        if actor.role is Role.HOLDER:
            found = uow.holders.credentials(uow.holders.nir(actor.id))
            return found[1] if found else None
        advisor = uow.advisors.get(actor.id)
        stored = uow.advisors.credentials(advisor.login)
        return stored[1] if stored and advisor.active else None


def _closed(left: timedelta) -> Text:
    """Say how long: in minutes, which no time zone can falsify."""
    return text(
        "Trop d’essais : cet accès est fermé, il se rouvre seul dans {minutes} min. Vous pouvez l’ouvrir plus tôt : "
        "titulaire, auprès d’un conseiller, avec une pièce d’identité ; conseiller, auprès de l’exploitant.",
        minutes=max(1, -(-int(left.total_seconds()) // 60)),
    )


def _warned(refusal: Text, left: int) -> Text:
    if not left:
        return text("{refusal} C’était le dernier essai : cet accès est fermé pour une heure.", refusal=refusal)
    if left == 1:
        return text("{refusal} Encore un essai avant que cet accès soit fermé pour une heure.", refusal=refusal)
    if left <= _FEW:
        return text(
            "{refusal} Encore {left} essais avant que cet accès soit fermé pour une heure.", refusal=refusal, left=left
        )
    return refusal
