"""People and people who do not exist, knocking at the same doors: what tells them apart, and how often they may try."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection

from argon2 import PasswordHasher
from stdnum.fr import nir as stdnum_nir

from cpf_tui.domain.access import Demand
from cpf_tui.domain.errors import NotAllowed
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import Advisor, Holder
from cpf_tui.persistence.unit_of_work import SqlDatabase
from cpf_tui.ports import SecretHasher
from cpf_tui.security.hasher import Argon2Hasher
from cpf_tui.security.vault import KeyedVault
from cpf_tui.services.sign_in import SignIn
from tests.support.storage import Installation

SECRET = "girafe tambour nuage citron"
WRONG = "un autre mot de passe"


class RealClock:
    """Implements `ports.Clock`: the time as it is."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return self.now().date()


class CheapHasher(Argon2Hasher):
    """Real argon2, a few hundred times cheaper: what else takes time shows all the more."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        self._nobody = self._hasher.hash("personne")

    def verify(self, hashed: str | None, secret: str) -> bool:
        return super().verify(hashed or self._nobody, secret) and hashed is not None


@dataclass
class CountingHasher:
    """Counts what is really compared."""

    inner: SecretHasher
    compared: int = 0

    def hash(self, secret: str) -> str:
        return self.inner.hash(secret)

    def verify(self, hashed: str | None, secret: str) -> bool:
        self.compared += 1
        return self.inner.verify(hashed, secret)


def number(rank: int, *, known: bool) -> Nir:
    """Return a valid number of nobody on earth (month 99, place 99 999), of the known or of the unknown."""
    body = f"{1 if known else 2}{rank % 100:02d}9999999{1 + rank // 100:03d}"
    return Nir.parse(body + stdnum_nir.calc_check_digits(body))


def login(rank: int, *, known: bool) -> str:
    """Return the login of an advisor who is there, or of nobody."""
    return f"{'la' if known else 'ab'}.exemple{rank}"


def people(database: SqlDatabase, hashed: str, count: int) -> None:
    """Put in holders and advisors, all with the same secret."""
    with database.write() as uow:
        for rank in range(count):
            uow.holders.add(Holder(f"h{rank}", "Exemple", "Claire"), number(rank, known=True), hashed)
            uow.advisors.add(Advisor(f"a{rank}", login(rank, known=True), "Exemple", "APEC", frozenset()), hashed)
        uow.commit()


def entrance(database: SqlDatabase, place: Installation, hasher: SecretHasher) -> SignIn:
    """Return the sign-in of an installation."""
    return SignIn(database, hasher, RealClock(), KeyedVault(place.keys), second_factor=Demand.PROPOSED)


@dataclass
class Guesses:
    """What came of guesses: how many were compared, how many found the door closed."""

    compared: int = 0
    closed: int = 0
    other: list[str] = field(default_factory=list)


def guess(sign_in: SignIn, nir: Nir, secrets: Sequence[str]) -> Guesses:
    """Try secrets one after the other at one door."""
    seen = Guesses()
    for secret in secrets:
        try:
            sign_in.holder(nir, secret)
        except NotAllowed as error:
            if "Trop d’essais" in str(error):
                seen.closed += 1
            elif "n’est pas le bon" in str(error):
                seen.compared += 1
            else:
                seen.other.append(str(error))
        else:
            seen.other.append("entered")
    return seen


def guesser(pipe: Connection, place: Installation, times: int) -> None:
    """Be ready, then guess at each number sent as fast as possible, until an empty one; a process of its own."""
    database = place.open()
    counting = CountingHasher(CheapHasher())
    sign_in = entrance(database, place, counting)
    pipe.send("ready")
    while compact := pipe.recv():
        counting.compared = 0
        seen = guess(sign_in, Nir(compact), [f"{WRONG} {one}" for one in range(times)])
        pipe.send((seen.compared, seen.closed, seen.other, counting.compared))
    database.close()


def auc(lower: Sequence[float], higher: Sequence[float]) -> float:
    """Return how often one of `higher` exceeds one of `lower`: 0.5 when nothing tells them apart (Mann–Whitney)."""
    wins = sum((one > other) + 0.5 * (one == other) for one in higher for other in lower)
    return wins / (len(lower) * len(higher))
