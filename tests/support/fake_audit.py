"""The audit in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from cpf_tui.domain.audit import Action, AuditLine, NewAuditLine, Segment, audit_digest, segment_digest


@dataclass
class FakeAudit:
    """Lines that only grow, and leave sealed."""

    lines: list[AuditLine] = field(default_factory=list)
    sealed: list[Segment] = field(default_factory=list)

    def __deepcopy__(self, memo: object) -> FakeAudit:
        """Copy the lists only: what is in them never changes, and there may be hundreds."""
        return FakeAudit(list(self.lines), list(self.sealed))

    def append(self, new: NewAuditLine, at: datetime) -> AuditLine:
        seq, previous = self.head()
        line = AuditLine(seq=seq + 1, at=at, previous=previous, digest=audit_digest(previous, new, at), **asdict(new))
        self.lines.append(line)
        return line

    def head(self) -> tuple[int, str]:
        if self.lines:
            return self.lines[-1].seq, self.lines[-1].digest
        return (self.sealed[-1].last_seq, self.sealed[-1].end_digest) if self.sealed else (0, "")

    def about(
        self, subject: str, *, limit: int = 500, before: int | None = None, actions: Collection[Action] = ()
    ) -> Sequence[AuditLine]:
        found = [one for one in reversed(self.lines) if one.subject == subject and (before is None or one.seq < before)]
        return [one for one in found if not actions or one.action in actions][:limit]

    def line(self, seq: int) -> AuditLine | None:
        return next((one for one in self.lines if one.seq == seq), None)

    def wrote(self, actor: str, action: Action, about: str, *, since: datetime, until: datetime) -> bool:
        return any(
            one.actor == actor
            and one.action is action
            and about in {one.subject, one.detail}
            and since <= one.at <= until
            for one in self.lines
        )

    def all(self) -> Iterator[AuditLine]:
        return iter(self.lines)

    def segments(self) -> Sequence[Segment]:
        return self.sealed

    def purgeable(self, until: datetime) -> int:
        return next((rank for rank, one in enumerate(self.lines) if one.at >= until), len(self.lines))

    def purge(self, until: datetime, at: datetime) -> Segment | None:
        gone = self.lines[: self.purgeable(until)]
        if not gone:
            return None
        first, last = gone[0], gone[-1]
        previous = self.sealed[-1].digest if self.sealed else ""
        ends = (first.seq, last.seq, first.at, last.at, first.previous, last.digest)
        unsigned = Segment(*ends, at, previous, "", len(self.sealed) + 1)
        segment = replace(unsigned, digest=segment_digest(unsigned))
        self.sealed.append(segment)
        del self.lines[: len(gone)]
        return segment
