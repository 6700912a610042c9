"""Reading the audit: a person, what concerns them; the operator, its lines and the head of the day to keep outside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from cpf_tui.domain.audit import AuditLine
from cpf_tui.domain.audit_heads import Head, ledger_digest
from cpf_tui.domain.audit_kinds import KIND_ACTIONS, Kind
from cpf_tui.domain.people import Actor, Role
from cpf_tui.domain.text import Text, text
from cpf_tui.ports import Clock, Database, UnitOfWork
from cpf_tui.services.access import HOLDER, OPERATOR, only
from cpf_tui.services.dossier_support import day_of
from cpf_tui.services.trail import reading

PAGE = 100


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One line about a person, as they read it.

    `body` is the organism that acted, empty for anybody else; an advisor is not named (choice): they look on behalf of
    their body, which the person allowed and complains to, and which finds them by `number`. `about` is the reference
    of a dossier or of a request; `detail` the rest of what was done, as codes.
    """

    number: int
    line: AuditLine
    own: bool
    about: str = ""
    detail: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        """The body that acted."""
        return self.line.body if self.line.role is Role.ADVISOR else ""


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Lines, latest first, and the number from which older ones can be asked for, if there are any."""

    lines: tuple[TrailLine, ...]
    older: int | None = None


class Audits:
    """Reads what the use cases wrote."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    @only(HOLDER)
    def mine(self, actor: Actor, kind: Kind = Kind.LOOKS, before: int | None = None) -> TrailPage:
        """Return what concerns the holder, a page at a time."""
        with reading(self._database, actor) as uow:
            found = uow.audit.about(actor.id, limit=PAGE + 1, before=before, actions=KIND_ACTIONS[kind])
            names = {one.id: one.reference for one in uow.dossiers.of_holder(actor.id)}
            names |= {one.id: one.reference for one in uow.assistance.of_holder(actor.id)}
        shown = tuple(_told(one, actor, names) for one in found[:PAGE])
        return TrailPage(shown, shown[-1].number if len(found) > PAGE else None)

    @only(OPERATOR)
    def lines(self, actor: Actor, subject: str = "", since: date | None = None) -> Iterator[AuditLine]:
        """Give the lines not purged, oldest first: about one account, from one day on."""
        with reading(self._database, actor) as uow:
            for one in uow.audit.all():
                if (not subject or subject in {one.subject, one.actor}) and (since is None or day_of(one.at) >= since):
                    yield one

    @only(OPERATOR)
    def head(self, actor: Actor) -> Head:
        """Return where the audit and the ledger stand, to be kept outside."""
        with reading(self._database, actor) as uow:
            line, digest = uow.audit.head()
            entry, heads = uow.ledger.heads()
        return Head(self._clock.today(), line, digest, entry, ledger_digest(heads.items()))

    @only(OPERATOR)
    def check(self, actor: Actor, heads: Sequence[Head]) -> tuple[Text, ...]:
        """Say which heads of the past the chains of today no longer pass by, and how; nothing when they all are there.

        A line purged since under a seal is no longer there to compare: that of the last one under the seal still is.
        """
        with reading(self._database, actor) as uow:
            problems = [problem for head in heads for problem in _problems(uow, head)]
        return (*_order(heads), *problems)


def _told(one: AuditLine, actor: Actor, names: dict[str, str]) -> TrailLine:
    codes = one.detail.split()
    about = next((names[code] for code in codes if code in names), "")
    rest = tuple(code for code in codes if code not in names)
    return TrailLine(one.seq, one, one.actor == actor.id, about, rest)


def _problems(uow: UnitOfWork, head: Head) -> Iterator[Text]:
    if head.line:
        line = uow.audit.line(head.line)
        seal = next((one for one in uow.audit.segments() if one.first_seq <= head.line <= one.last_seq), None)
        ends = {one.last_seq: one.end_digest for one in (seal,) if one is not None}
        digest = line.digest if line is not None else ends.get(head.line, head.digest if seal else "")
        if not digest:
            yield text("Tête du {day} : la ligne {seq} de l’audit n’existe plus.", day=head.day, seq=head.line)
        elif digest != head.digest:
            yield text(
                "Tête du {day} : la ligne {seq} de l’audit n’est plus la même, l’audit a été réécrit.",
                day=head.day,
                seq=head.line,
            )
    entry, heads = uow.ledger.heads(head.entry)
    if entry != head.entry:
        yield text("Tête du {day} : le mouvement {seq} n’existe plus.", day=head.day, seq=head.entry)
    elif ledger_digest(heads.items()) != head.ledger:
        yield text(
            "Tête du {day} : les mouvements jusqu’au n° {seq} ne sont plus les mêmes, ils ont été réécrits.",
            day=head.day,
            seq=head.entry,
        )


def _order(heads: Sequence[Head]) -> Iterator[Text]:
    for former, one in pairwise(heads):
        if one.day <= former.day or one.line < former.line or one.entry < former.entry:
            yield text("Les têtes du {former} et du {day} ne sont pas dans l’ordre.", former=former.day, day=one.day)
