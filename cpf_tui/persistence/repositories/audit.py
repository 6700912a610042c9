"""The audit: lines written one after the other, chained; sealed by segments before they are purged."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from cpf_tui.domain.audit import Action, AuditLine, NewAuditLine, Segment, audit_digest, segment_digest
from cpf_tui.persistence.repositories.rows import columns, record, values
from cpf_tui.persistence.tables import audit as lines
from cpf_tui.persistence.tables import audit_segment as segments

_LINE = columns(lines, AuditLine)
_SEGMENT = columns(segments, Segment)


class SqlAudit:
    """Who looked at what and did what; the database refuses to change or to lose a line."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, new: NewAuditLine, at: datetime) -> AuditLine:
        """Write a line after the last one, in the transaction of what it tells."""
        moment = at.astimezone(UTC)
        previous = self.head()[1]
        row = {**values(lines, new), "at": moment, "previous": previous, "digest": audit_digest(previous, new, moment)}
        seq = self._connection.execute(insert(lines).values(row).returning(lines.c.seq)).scalar_one()
        return AuditLine(seq=seq, **row)

    def head(self) -> tuple[int, str]:
        """Return the number and the digest of the last line, (0, "") when nothing was ever written."""
        row = self._connection.execute(
            select(lines.c.seq, lines.c.digest).order_by(lines.c.seq.desc()).limit(1)
        ).first()
        if row is None:
            last = select(segments.c.last_seq, segments.c.end_digest).order_by(segments.c.seq.desc()).limit(1)
            row = self._connection.execute(last).first()
        return (0, "") if row is None else (int(row[0]), str(row[1]))

    def about(
        self, subject: str, *, limit: int = 500, before: int | None = None, actions: Collection[Action] = ()
    ) -> Sequence[AuditLine]:
        """Return what concerns one person, latest first; `before` is the number from which to go further back.

        With `actions`, these only.
        """
        statement = select(*_LINE).where(lines.c.subject == subject).order_by(lines.c.seq.desc()).limit(limit)
        if before is not None:
            statement = statement.where(lines.c.seq < before)
        if actions:
            statement = statement.where(lines.c.action.in_(actions))
        return [record(AuditLine, row) for row in self._connection.execute(statement)]

    def line(self, seq: int) -> AuditLine | None:
        """Return one line; None when it was never written, or was purged."""
        row = self._connection.execute(select(*_LINE).where(lines.c.seq == seq)).first()
        return None if row is None else record(AuditLine, row)

    def wrote(self, actor: str, action: Action, about: str, *, since: datetime, until: datetime) -> bool:
        """Say whether somebody did this about a holder or a thing (subject or detail) between two instants."""
        statement = select(lines.c.seq).where(
            lines.c.actor == actor,
            lines.c.at.between(since, until),
            lines.c.action == action,
            (lines.c.subject == about) | (lines.c.detail == about),
        )
        return self._connection.execute(statement.limit(1)).first() is not None

    def all(self) -> Iterator[AuditLine]:
        """Give every line not purged, oldest first, without holding them all in memory."""
        for row in self._connection.execute(select(*_LINE).order_by(lines.c.seq)):
            yield record(AuditLine, row)

    def segments(self) -> Sequence[Segment]:
        """Return the seals of what was purged, oldest first."""
        return [record(Segment, row) for row in self._connection.execute(select(*_SEGMENT).order_by(segments.c.seq))]

    def purgeable(self, until: datetime) -> int:
        """Count the lines that a purge up to an instant would take: a run from the oldest, none younger inside it."""
        last = self._last_before(until)
        return 0 if last is None else int(self._count(last))

    def purge(self, until: datetime, at: datetime) -> Segment | None:
        """Seal the lines written before an instant, then delete them; None when there are none."""
        last = self._last_before(until)
        if last is None:
            return None
        ends = [record(AuditLine, row) for row in self._ends(last)]
        before = self.segments()
        unsigned = Segment(
            first_seq=ends[0].seq,
            last_seq=ends[-1].seq,
            first_at=ends[0].at,
            last_at=ends[-1].at,
            start_digest=ends[0].previous,
            end_digest=ends[-1].digest,
            sealed_at=at.astimezone(UTC),
            previous=before[-1].digest if before else "",
            digest="",
        )
        row = {**values(segments, unsigned), "digest": segment_digest(unsigned)}
        seq = self._connection.execute(insert(segments).values(row).returning(segments.c.seq)).scalar_one()
        self._connection.execute(delete(lines).where(lines.c.seq <= last))
        return Segment(seq=seq, **row)

    def _last_before(self, until: datetime) -> int | None:
        """Give the last line before the first one that must stay: a clock set back does not make a hole."""
        stays = select(func.min(lines.c.seq)).where(lines.c.at >= until)
        first_kept = self._connection.execute(stays).scalar()
        statement = select(func.max(lines.c.seq))
        if first_kept is not None:
            statement = statement.where(lines.c.seq < first_kept)
        found = self._connection.execute(statement).scalar()
        return None if found is None else int(found)

    def _count(self, last: int) -> int:
        counted = select(func.count()).select_from(lines).where(lines.c.seq <= last)
        return int(self._connection.execute(counted).scalar_one())

    def _ends(self, last: int) -> list[Row[Any]]:
        first = select(func.min(lines.c.seq)).scalar_subquery()
        statement = select(*_LINE).where((lines.c.seq == first) | (lines.c.seq == last)).order_by(lines.c.seq)
        return list(self._connection.execute(statement))
