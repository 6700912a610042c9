"""A sign-in leaks nothing: neither its time nor its sentence tells who exists, and guesses together are never more."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from cpf_tui.domain.errors import NotAllowed
from cpf_tui.domain.lock import LIMIT
from cpf_tui.ports import SecretHasher
from cpf_tui.security.hasher import Argon2Hasher
from cpf_tui.services.sign_in import SignIn
from tests.soak.harness import Outcome, Progress, Promise, Size
from tests.soak.processes import crowd
from tests.support.knocking import WRONG, CheapHasher, auc, entrance, guesser, login, number, people
from tests.support.storage import Installation

_BATCH = {Size.FULL: 100, Size.REDUCED: 30}  # people who exist, and as many who do not
_BATCHES = 2  # the second one only where the first is in doubt: chance alone passes the bounds now and then
_TRIES = LIMIT - 1  # at each door, which stays open
_SAME = (0.4, 0.6)
_CROWD = {Size.FULL: 16, Size.REDUCED: 6}
_TIMES = {Size.FULL: 3, Size.REDUCED: 2}  # guesses of each process
_ROUNDS = {Size.FULL: 24, Size.REDUCED: 2}
_DIGITS = re.compile(r"\d+")  # the minutes that a closed door tells pass for everybody
Knock = Callable[[SignIn, int, bool], str]


def run(size: Size, progress: Progress) -> Outcome:
    """Time the doors of who exists and who does not, mixed; then guess from many processes at once."""
    place = Installation(progress.folder / "etat")
    # The reduced form hashes cheaply: the hash hides less of the rest, so a leak shows more, not less.
    hasher: SecretHasher = Argon2Hasher() if size is Size.FULL else CheapHasher()
    database = place.open()
    people(database, hasher.hash("girafe tambour nuage citron"), _BATCH[size] * _BATCHES)
    sign_in = entrance(database, place, hasher)
    notes: list[str] = []
    figures: dict[str, int | float | str] = {}
    timed = 0
    for name, knock, prepare in (
        ("number", _number, None),
        ("login", _login, None),
        ("number, door closed", _number, _close),
    ):
        measured = _told_apart(sign_in, knock, prepare, _BATCH[size], progress)
        figures[f"AUC known/unknown {name}"] = round(measured.auc, 3)
        notes += measured.notes(name)
        timed += measured.timed
    figures["sign-ins timed"] = timed
    database.close()
    compared, rounds = _guessed_together(size, progress, place, notes)
    figures[f"most compared of {_CROWD[size]} processes × {_TIMES[size]}"] = compared
    figures["rounds of guesses"] = rounds
    return Outcome(figures, held=not notes and bool(rounds), notes=notes)


class _Measured:
    """Times at the doors of who exists and who does not, and what was said there."""

    def __init__(self) -> None:
        self.times: dict[bool, list[float]] = {True: [], False: []}
        self.said: dict[bool, list[str]] = {True: [], False: []}

    @property
    def timed(self) -> int:
        return len(self.times[True]) + len(self.times[False])

    @property
    def same(self) -> bool:
        return _SAME[0] <= self.auc <= _SAME[1]

    @property
    def auc(self) -> float:
        return auc(self.times[False], self.times[True])

    def notes(self, what: str) -> list[str]:
        found = []
        if not self.same:
            found.append(f"{what}: the time tells who exists (AUC {self.auc:.3f})")
        if sorted(self.said[True]) != sorted(self.said[False]):
            found.append(f"{what}: the sentence tells who exists")
        return found


def _told_apart(sign_in: SignIn, knock: Knock, prepare: Knock | None, count: int, progress: Progress) -> _Measured:
    """Knock at every door of a batch, known and unknown mixed by chance, and time each; again where it is in doubt."""
    measured = _Measured()
    for batch in range(_BATCHES):
        order = [(rank, known) for rank in range(batch * count, (batch + 1) * count) for known in (True, False)]
        for rank, known in order if prepare else ():
            assert prepare is not None
            prepare(sign_in, rank, known)
        for turn in range(_TRIES):
            progress.dice.shuffle(order)
            progress.at("sign-ins timed", turn * len(order), _TRIES * len(order))
            for rank, known in order:
                began = time.perf_counter()
                said = knock(sign_in, rank, known)
                measured.times[known].append(time.perf_counter() - began)
                measured.said[known].append(_DIGITS.sub("", said))
        if measured.same:
            break
    return measured


def _number(sign_in: SignIn, rank: int, known: bool) -> str:
    try:
        sign_in.holder(number(rank, known=known), WRONG)
    except NotAllowed as error:
        return str(error)
    raise AssertionError("a wrong password let somebody in")


def _login(sign_in: SignIn, rank: int, known: bool) -> str:
    try:
        sign_in.advisor(login(rank, known=known), WRONG, "123456")
    except NotAllowed as error:
        return str(error)
    raise AssertionError("a wrong password let somebody in")


def _close(sign_in: SignIn, rank: int, known: bool) -> str:
    """Knock until the door is closed."""
    while "Trop d’essais" not in (said := _number(sign_in, rank, known)):
        pass
    return said


def _guessed_together(size: Size, progress: Progress, place: Installation, notes: list[str]) -> tuple[int, int]:
    """Let processes guess at one door all at once, a new door each round; return the most that were compared."""
    most = rounds = 0
    with crowd(guesser, [(place, _TIMES[size])] * _CROWD[size]) as workers:
        for worker in workers:
            assert worker.pipe.recv() == "ready"
        for turn in progress.each("rounds of guesses", range(_ROUNDS[size])):
            nir = number(5_000 + turn, known=bool(turn % 2))
            for worker in workers:
                worker.pipe.send(nir.compact)
            seen = [worker.pipe.recv() for worker in workers]
            compared = sum(one[3] for one in seen)
            most, rounds = max(most, compared), rounds + 1
            if compared > LIMIT or sum(one[0] for one in seen) != compared or any(one[2] for one in seen):
                notes.append(f"round {turn}: {seen}")
            if sum(one[0] + one[1] for one in seen) != _CROWD[size] * _TIMES[size]:
                notes.append(f"round {turn}: a guess had no answer")
        for worker in workers:
            worker.pipe.send("")
    return most, rounds


PROMISE = Promise(
    13,
    "A sign-in leaks nothing",
    "known/unknown timing AUC 0.4–0.6 over 3,000 sign-ins; 16 processes guessing together: 6 compared, never more",
    run,
    minutes=8,
)
