"""The ways into the base, each of which leaves what must be left of it: a line of the audit, the mark of an operation.

`reading` and `writing` serve a person for themself; `consult` shows somebody else's account, never without its line;
`once` acts, once per operation; `trace` adds the line of an act to the transaction that does it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from cpf_tui.domain.audit import Action, NewAuditLine
from cpf_tui.domain.errors import AccessRefused
from cpf_tui.domain.people import Actor, Role, Scope
from cpf_tui.ports import Clock, Database, UnitOfWork
from cpf_tui.services.access import authorised, present

T = TypeVar("T")

SAME_LOOK = timedelta(minutes=15)
"""The same look by the same advisor within this time is one look: a screen that is read again adds no line (choice)."""
SCOPE_ACTIONS = {
    Scope.HOURS: Action.LOOKED_AT_HOURS,
    Scope.HISTORY: Action.LOOKED_AT_HISTORY,
    Scope.PASSPORT: Action.LOOKED_AT_PASSPORT,
}


class Look(NamedTuple):
    """What is asked to be seen: the kind of look, and a holder, a dossier, a request or a list, by its id or code."""

    action: Action
    about: str


class Seen(NamedTuple):
    """Whose data a look is at (empty for a list of several people), and which thing of theirs, by its id or code."""

    subject: str
    detail: str = ""


@contextmanager
def reading(database: Database, actor: Actor) -> Iterator[UnitOfWork]:
    """Read for a person who is still who they were at sign-in. Raises `AccessRefused`."""
    with database.read() as uow:
        present(uow, actor)
        yield uow


@contextmanager
def writing(database: Database, actor: Actor) -> Iterator[UnitOfWork]:
    """Write for a person who is still who they were at sign-in; the caller commits. Raises `AccessRefused`."""
    with database.write() as uow:
        present(uow, actor)
        yield uow


def known(database: Database, actor: Actor) -> None:
    """Refuse, before anything else is done, who is no longer who they were at sign-in. Raises `AccessRefused`."""
    with reading(database, actor):
        pass


@contextmanager
def consult(
    database: Database,
    clock: Clock,
    actor: Actor,
    look: Look,
    check: Callable[[UnitOfWork], tuple[Seen, T]],
) -> Iterator[tuple[UnitOfWork, T]]:
    """Look at an account: `check` says whether this person may and whose it is, and gives what it found.

    An advisor's look is written in the transaction that reads, and nothing is shown unless it is; the same one again
    within `SAME_LOOK` is not written again. A holder who looks at their own account writes nothing. A refusal to show
    somebody's account is written too.
    """
    if actor.role is not Role.ADVISOR:
        with reading(database, actor) as uow:
            yield uow, check(uow)[1]
        return
    now = clock.now()
    with refusals_kept(database, actor, now):
        with reading(database, actor) as uow:
            if uow.audit.wrote(actor.id, look.action, look.about, since=now - SAME_LOOK, until=now):
                yield uow, check(uow)[1]
                return
        with writing(database, actor) as uow:
            seen, found = check(uow)
            yield uow, found
            trace(uow, actor, look.action, now, subject=seen.subject, detail=seen.detail)
            uow.commit()


@contextmanager
def account(
    database: Database, clock: Clock, actor: Actor, holder_id: str, scope: Scope
) -> Iterator[tuple[UnitOfWork, str]]:
    """Look at a part of an account (`authorised`); gives the id of the holder."""

    def check(uow: UnitOfWork) -> tuple[Seen, str]:
        owner = authorised(uow, actor, holder_id, scope, clock.today())
        return Seen(owner), owner

    with consult(database, clock, actor, Look(SCOPE_ACTIONS[scope], holder_id), check) as shown:
        yield shown


def once(
    database: Database,
    actor: Actor | None,
    op_id: str,
    at: datetime,
    act: Callable[[UnitOfWork], T],
    *,
    key: Callable[[T], str],
    again: Callable[[UnitOfWork, str], T],
) -> T:
    """Act in one write transaction, once for this operation: a repeat only tells the result `again` from its key.

    "Commit failed" may mean committed: the mark of the operation is written with its effects, or neither is. `actor`
    is None before the sign-in only. `again` checks, as `act` does, that the result may be shown.
    """
    with refusals_kept(database, actor, at), database.write() as uow:
        if actor is not None:
            present(uow, actor)
        done = uow.operations.result(op_id)
        if done is not None:
            return again(uow, done)
        result = act(uow)
        uow.operations.record(op_id, key(result), at)
        uow.commit()
        return result


def trace(uow: UnitOfWork, actor: Actor, action: Action, at: datetime, *, subject: str = "", detail: str = "") -> None:
    """Write a line of the audit in the transaction of what it tells: ids and codes, never what somebody typed."""
    uow.audit.append(NewAuditLine(actor.role, actor.id, action, subject, detail, actor.operator), at)


@contextmanager
def refusals_kept(database: Database, actor: Actor | None, at: datetime) -> Iterator[None]:
    """Write that an advisor was refused somebody's account, once per `SAME_LOOK`, and let the refusal go on."""
    try:
        yield
    except AccessRefused as refusal:
        if refusal.subject and actor is not None and actor.role is Role.ADVISOR:
            with database.write() as uow:
                if not uow.audit.wrote(actor.id, Action.REFUSED, refusal.subject, since=at - SAME_LOOK, until=at):
                    trace(uow, actor, Action.REFUSED, at, subject=refusal.subject)
                    uow.commit()
        raise
