"""What should become of the hours: integers of hundredths and a few sets, written from the rules, not from the code.

A method either changes the model or raises `Refused` and changes nothing; the machine holds the program to the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from cpf_tui.domain.records import State

BOUND = 150_00  # of DIF and CPF in one training (R6323-7)
DIF_CAP = 120_00
OWN = ("DIF", "CPF", "ABONDEMENT")  # in the order of use
FINAL = {State.CLOSED, State.WITHDRAWN, State.REFUSED, State.ABANDONED}
EXAMINED = {State.SUBMITTED, State.FUNDING}
BEFORE_BLOCK = {State.DRAFT, State.CONSENTED, State.SUBMITTED, State.CORRECTION, State.SUSPENDED, State.FUNDING}


class Refused(Exception):
    """The rules refuse it."""


def check(condition: bool, why: str = "") -> None:
    """Refuse unless."""
    if not condition:
        raise Refused(why)


@dataclass(slots=True)
class Purse:
    """One account."""

    credits: int = 0
    pending: int = 0
    posted: int = 0

    @property
    def available(self) -> int:
        """What can still be used."""
        return self.credits - self.pending - self.posted


@dataclass(slots=True)
class Line:
    """What a funder is asked for; `granted` is None until it answers."""

    funder: str
    quantity: int
    granted: bool | None = None


@dataclass(slots=True)
class File:
    """One dossier."""

    owner: Person
    offer: str
    planned: int
    state: State = State.DRAFT
    consented: int = 0
    realised: int | None = None
    accepted: bool = False  # validated, even if given up since
    sent: bool = False
    asked: set[str] = field(default_factory=set)  # answers to correct, since it was last sent back
    waiting: set[str] = field(default_factory=set)  # those not corrected yet
    answer: int = 0  # the duration as corrected, until everything is
    blocked: dict[str, int] = field(default_factory=dict)  # by account, in the order of use
    lines: dict[str, Line] = field(default_factory=dict)
    grants: dict[str, Purse] = field(default_factory=dict)  # what funders gave, by account

    def account(self, funder: str) -> str:
        """Name the account of a funder for this dossier, less the dossier."""
        return f"FINANCEUR:{funder}"

    def purse(self, source: str) -> Purse:
        """Give the holder's account, or that of a funder for this dossier."""
        return self.owner.purses[source] if source in OWN else self.grants[source]

    @property
    def granted(self) -> int:
        """What funders gave and was not returned."""
        return sum(purse.credits for purse in self.grants.values())


@dataclass(slots=True, eq=False)
class Person:
    """One holder."""

    purses: dict[str, Purse] = field(default_factory=lambda: {source: Purse() for source in OWN})
    declared: int | None = None
    proof: str = ""
    trusts: bool = True  # the advisors' body may see the hours
    files: list[File] = field(default_factory=list)

    def shares(self, planned: int, consented: int | None = None) -> list[int]:
        """Share a training between DIF, CPF and top-ups, as they are available."""
        dif, cpf, top_up = (self.purses[source].available for source in OWN)
        from_dif = min(dif, planned, BOUND)
        from_cpf = min(cpf, planned - from_dif, BOUND - from_dif)
        most = planned if consented is None else max(consented - from_dif - from_cpf, 0)
        return [from_dif, from_cpf, min(top_up, planned - from_dif - from_cpf, most)]


class Model:
    """The rules, act by act."""

    def credit(self, person: Person, source: str, amount: int) -> None:
        """Write hours, or rectify them downwards as far as they are there."""
        check(person.purses[source].available + amount >= 0, "overdrawn")
        person.purses[source].credits += amount

    def declare(self, person: Person, quantity: int) -> None:
        """Enter or correct the DIF, until a dossier is validated on it."""
        check(0 <= quantity <= DIF_CAP and (quantity > 0 or person.declared is not None), "balance")
        check(not any(one.accepted for one in person.files), "already used")
        self.credit(person, "DIF", quantity - (person.declared or 0))
        person.declared, person.proof = quantity, ""
        for one in person.files:
            if one.state is State.SUSPENDED:
                one.state = State.SUBMITTED

    def create(self, person: Person, offer: str, planned: int) -> File:
        """Begin a dossier; one at a time is prepared for a training."""
        busy = [one for one in person.files if one.offer == offer and one.state in {State.DRAFT, State.CONSENTED}]
        check(not busy, "already prepared")
        made = File(person, offer, planned, answer=planned)
        person.files.append(made)
        return made

    def consent(self, one: File) -> None:
        """Agree to at most the duration, up to the bound, and to the top-ups beyond."""
        check(one.state is State.DRAFT)
        bounded = min(one.planned, BOUND)
        one.consented = bounded + min(one.owner.purses["ABONDEMENT"].available, one.planned - bounded)
        one.state = State.CONSENTED

    def withdraw_consent(self, one: File) -> None:
        """Take the agreement back."""
        check(one.state is State.CONSENTED)
        one.state, one.consented = State.DRAFT, 0

    def submit(self, one: File) -> None:
        """Send it to a body that may see the hours."""
        check(one.state is State.CONSENTED and one.owner.trusts)
        one.state, one.sent = State.SUBMITTED, True

    def ask_correction(self, one: File, name: str) -> None:
        """Ask for one answer to be corrected."""
        check(one.owner.trusts and one.state in EXAMINED | {State.CORRECTION} and name not in one.waiting)
        if one.state is not State.CORRECTION:
            one.state, one.asked = State.CORRECTION, set()
        one.asked.add(name)
        one.waiting.add(name)

    def correct(self, one: File, name: str, planned: int) -> None:
        """Correct one answer; the last one sends the dossier back, or asks the agreement again."""
        check(one.state is State.CORRECTION and name in one.asked)
        one.waiting.discard(name)
        if name == "planned":
            one.answer = planned
        if one.waiting:
            return
        one.planned = one.answer
        if min(one.planned, BOUND) <= one.consented:
            one.state = State.SUBMITTED
        else:
            one.state, one.consented = State.DRAFT, 0

    def proof(self, one: File, seen: bool) -> None:
        """Record what the document says; a mismatch suspends the dossier."""
        check(one.owner.trusts and one.owner.declared is not None and (seen or one.state in EXAMINED))
        one.owner.proof = "seen" if seen else "mismatch"
        if not seen:
            one.state = State.SUSPENDED

    def lift(self, one: File) -> None:
        """Take the review up again."""
        check(one.owner.trusts and one.state is State.SUSPENDED and one.owner.proof != "mismatch")
        one.state = State.SUBMITTED

    def missing(self, one: File) -> int:
        """Say what neither the holder nor funders cover yet."""
        return max(one.planned - sum(one.owner.shares(one.planned)) - one.granted, 0)

    def ask_funder(self, one: File, key: str, funder: str, quantity: int) -> None:
        """Ask a funder for at most what is missing and not asked already."""
        waiting = sum(line.quantity for line in one.lines.values() if line.granted is None)
        check(one.owner.trusts and one.state in EXAMINED and sum(one.owner.shares(one.planned)) < one.planned)
        check(0 < quantity <= max(self.missing(one) - waiting, 0), "more than is missing")
        one.lines[key] = Line(funder, quantity)
        one.state = State.FUNDING

    def answer_funder(self, one: File, key: str, agreed: bool) -> None:
        """Record an answer; when nothing is missing any more, the review resumes."""
        line = one.lines[key]
        check(one.owner.trusts and line.granted is None and (not agreed or one.state in BEFORE_BLOCK))
        line.granted = agreed
        if agreed:
            one.grants.setdefault(one.account(line.funder), Purse()).credits += line.quantity
        answered = all(other.granted is not None for other in one.lines.values())
        if one.state is State.FUNDING and answered and not self.missing(one):
            one.state = State.SUBMITTED

    def settle(self, one: File) -> None:
        """Go back to the review."""
        check(one.owner.trusts and one.state is State.FUNDING)
        one.state = State.SUBMITTED

    def validate(self, one: File) -> None:
        """Block what the training takes, from the holder then from funders, whose rest goes back."""
        check(one.owner.trusts and one.state in EXAMINED)
        shares = one.owner.shares(one.planned, one.consented)
        check(sum(shares) <= one.consented, "beyond the agreement")
        gap = one.planned - sum(shares)
        check(gap <= one.granted, "not covered")
        check(not shares[0] or one.owner.proof == "seen", "no proof")
        one.blocked = {source: share for source, share in zip(OWN, shares, strict=True) if share}
        for source in sorted(one.grants):
            taken = min(one.grants[source].available, gap)
            gap -= taken
            if taken:
                one.blocked[source] = taken
            one.grants[source].credits = taken
        for source, amount in one.blocked.items():
            one.purse(source).pending += amount
        one.state, one.accepted = State.VALIDATED, True

    def enter(self, one: File) -> None:
        """Declare the entry."""
        check(one.owner.trusts and one.state is State.VALIDATED)
        one.state = State.IN_TRAINING

    def close(self, one: File, realised: int) -> None:
        """Debit what was realised in the order of use; what is left of a funder goes back to it."""
        check(one.owner.trusts and one.state is State.IN_TRAINING and 0 < realised <= one.planned)
        one.realised = left = realised
        for source, amount in one.blocked.items():
            taken = min(amount, left)
            left -= taken
            purse = one.purse(source)
            purse.pending -= amount
            purse.posted += taken
            if source not in OWN:
                purse.credits -= amount - taken
        one.state, one.blocked = State.CLOSED, {}

    def leave(self, one: File, state: State) -> None:
        """Abandon, refuse or withdraw: everything is released, and what funders granted goes back to them."""
        allowed = {
            State.ABANDONED: {State.VALIDATED, State.IN_TRAINING},
            State.REFUSED: {State.SUBMITTED, State.CORRECTION, State.SUSPENDED, State.FUNDING},
            State.WITHDRAWN: set(State) - FINAL - {State.IN_TRAINING},
        }[state]
        check(one.state in allowed and (one.owner.trusts or state is State.WITHDRAWN))
        for source, amount in one.blocked.items():
            one.purse(source).pending -= amount
        for purse in one.grants.values():
            purse.credits = purse.posted
        one.state, one.blocked = state, {}


def accounts(person: Person) -> Iterator[tuple[str, int, Purse]]:
    """Give every account: the funder or source, the rank of its dossier (-1: the holder's own), what it holds."""
    for source, purse in person.purses.items():
        yield source, -1, purse
    for rank, one in enumerate(person.files):
        for source, purse in one.grants.items():
            yield source, rank, purse
