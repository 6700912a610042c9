"""What is kept no longer: shown first, then purged, each rule in one transaction and told in the audit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cpf_tui.domain.audit import Action
from cpf_tui.domain.errors import DomainError
from cpf_tui.domain.people import Actor
from cpf_tui.domain.retention import RULES, Due, Kept, Rule, Where
from cpf_tui.domain.text import Text
from cpf_tui.ports import Clock, Database, UnitOfWork
from cpf_tui.services.access import OPERATOR, only
from cpf_tui.services.trail import known, reading, trace, writing


class OldFiles(Protocol):
    """The files of an installation that are kept for a time."""

    def due(self, kept: Kept, limit: datetime) -> tuple[int, datetime | None]:
        """Count the files written before an instant, with the date of the oldest."""

    def purge(self, kept: Kept, limit: datetime) -> int:
        """Delete them; returns how many there were."""


@dataclass(frozen=True, slots=True)
class Purged:
    """What one rule took, or why it could not be applied."""

    due: Due
    refusal: Text | None = None


class Retention:
    """The rules of `domain.retention`, applied by the operator: by hand, or by a task of every day."""

    def __init__(self, *, database: Database, clock: Clock, files: OldFiles) -> None:
        self._database, self._clock, self._files = database, clock, files

    @only(OPERATOR)
    def due(self, actor: Actor) -> tuple[Due, ...]:
        """Say what each rule would take now; nothing is changed."""
        now = self._clock.now()
        with reading(self._database, actor) as uow:
            return tuple(self._due(uow, rule, now) for rule in RULES)

    @only(OPERATOR)
    def purge(self, actor: Actor) -> Iterator[Purged]:
        """Apply each rule in turn, in a transaction of its own; one that is refused does not stop the others.

        What is only announced is counted, never taken. Interrupted anywhere, the next run does the rest.
        """
        known(self._database, actor)
        for rule in RULES:
            try:
                yield Purged(self._apply(actor, rule))
            except DomainError as error:
                yield Purged(Due(rule, 0), error.sentence)

    @only(OPERATOR)
    def settle(self, actor: Actor) -> bool:
        """Let go of the bytes that deleted rows left behind; False when somebody still reads them."""
        known(self._database, actor)
        return self._database.settle()

    def _apply(self, actor: Actor, rule: Rule) -> Due:
        now = self._clock.now()
        if rule.announced:
            with reading(self._database, actor) as uow:
                return self._due(uow, rule, now)
        with writing(self._database, actor) as uow:
            due = self._due(uow, rule, now)
            if not due.count:
                return due
            if rule.kept is Kept.AUDIT:
                uow.audit.purge(rule.limit(now), now)
            elif rule.where is Where.FILES:
                # Told before they go: if the power fails between the two, a line too many is no harm.
                pass
            else:
                uow.personal.purge(rule.kept, rule.limit(now))
            trace(uow, actor, Action.PURGED, now, detail=rule.kept)
            uow.commit()
        if rule.where is Where.FILES:
            self._files.purge(rule.kept, rule.limit(now))
        return due

    def _due(self, uow: UnitOfWork, rule: Rule, now: datetime) -> Due:
        limit = rule.limit(now)
        if rule.kept is Kept.AUDIT:
            count = uow.audit.purgeable(limit)
            oldest = next(iter(uow.audit.all())).at if count else None
            return Due(rule, count, oldest)
        if rule.where is Where.FILES:
            return Due(rule, *self._files.due(rule.kept, limit))
        return Due(rule, *uow.personal.due(rule.kept, limit))
