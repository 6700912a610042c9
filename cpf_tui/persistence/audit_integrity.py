"""What `cpf-tui verifier` finds about the audit: lines, numbers, seals; which one is broken, and how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, String, inspect, select, type_coerce

from cpf_tui.domain.audit import Action, AuditLine, NewAuditLine, Segment, audit_digest, segment_digest
from cpf_tui.domain.people import Role
from cpf_tui.domain.text import Text, text
from cpf_tui.persistence.backend import Examinable, Finding
from cpf_tui.persistence.repositories.audit import SqlAudit
from cpf_tui.persistence.tables import audit as lines
from cpf_tui.persistence.tables import audit_segment as segments


@dataclass(slots=True)
class AuditCheck:
    """The chain followed from its first seal to its last line; `count` is how many lines were read."""

    database: Examinable
    connection: Connection
    count: int = 0
    _sealed: int = 0
    _previous: str = ""
    _explained: set[int] = field(default_factory=set)  # lines whose place is already said to be wrong

    def findings(self) -> Iterator[Finding]:
        """Look at the seals, then at the lines."""
        if not all(inspect(self.connection).has_table(one.name) for one in (lines, segments)):
            yield Finding("audit", text("L’audit n’est pas dans la base."))
            return
        repository = SqlAudit(self.connection)
        try:
            yield from self._seals(repository)
            yield from self._lines(repository)
        except ValueError:
            yield Finding("audit", text("Une ligne de l’audit contient une valeur illisible."), line=self._unreadable())

    def _unreadable(self) -> int | None:
        """Find the first line that cannot be read, by its raw values; None when a seal is at fault."""
        raw = [type_coerce(column, String) for column in (lines.c.at, lines.c.role, lines.c.action)]
        for seq, at, role, action in self.connection.execute(select(lines.c.seq, *raw).order_by(lines.c.seq)):
            try:
                datetime.fromisoformat(at), Role(role), Action(action)
            except ValueError:
                return int(seq)
        return None

    # ------------------------------------------------------------------ seals

    def _seals(self, repository: SqlAudit) -> Iterator[Finding]:
        former: Segment | None = None
        expected = 1
        for one in repository.segments():
            if one.seq > expected:
                yield _seal(text("Le sceau {seq} de l’audit a été retiré.", seq=expected), expected)
            elif one.previous != (former.digest if former else ""):
                yield _seal(text("Le sceau {seq} de l’audit ne suit pas celui qui le précède.", seq=one.seq), one.seq)
            if one.digest != segment_digest(one):
                yield _seal(text("Le sceau {seq} de l’audit a été modifié après avoir été posé.", seq=one.seq), one.seq)
            elif one.seq == expected and not _joined(former, one):
                yield _seal(
                    text("Le sceau {seq} de l’audit ne commence pas où finit celui qui le précède.", seq=one.seq),
                    one.seq,
                )
            former, expected = one, one.seq + 1
        last = self.database.counted(self.connection, segments.name)
        if last >= expected:
            yield _seal(text("Le sceau {seq} de l’audit a été retiré.", seq=expected), expected)
        if former is not None:
            self._sealed, self._previous = former.last_seq, former.end_digest

    # ------------------------------------------------------------------ lines

    def _lines(self, repository: SqlAudit) -> Iterator[Finding]:
        expected = self._sealed + 1
        for one in repository.all():
            self.count += 1
            if one.seq <= self._sealed:
                yield _line(
                    text("La ligne {seq} de l’audit est sous un sceau : elle a été ajoutée.", seq=one.seq), one.seq
                )
                continue
            if one.seq > expected:
                yield _missing(expected, one.seq - 1)
            elif one.previous != self._previous:
                yield from self._out_of_place(one)
            if one.digest != audit_digest(one.previous, _as_new(one), one.at):
                yield _line(
                    text("La ligne {seq} de l’audit a été modifiée après avoir été écrite.", seq=one.seq), one.seq
                )
            self._previous, expected = one.digest, one.seq + 1
        last = self.database.counted(self.connection, lines.name)
        if last >= expected:
            yield _missing(expected, last)

    def _out_of_place(self, one: AuditLine) -> Iterator[Finding]:
        """Say why a line does not follow the one before it, from where the line it does follow stands."""
        found = self.connection.execute(select(lines.c.seq).where(lines.c.digest == one.previous)).scalars().first()
        first = one.previous == "" or self._is_end_of_seal(one.previous)
        follows = self._sealed if found is None and first else found
        if follows is None:
            sentence = text(
                "La ligne {seq} de l’audit ne suit pas celle qui la précède : celle-ci a été remplacée, ou des lignes "
                "manquent entre les deux.",
                seq=one.seq,
            )
            yield _line(sentence, one.seq)
        elif follows > one.seq:
            self._explained.add(one.seq)
            yield _line(text("La ligne {seq} de l’audit n’est plus à sa place.", seq=one.seq), one.seq)
        elif self._explained & set(range(follows + 1, one.seq)):
            self._explained.add(one.seq)  # out of place with those before it, which are named
        else:
            yield _inserted(follows + 1, one.seq - 1)

    def _is_end_of_seal(self, digest: str) -> bool:
        statement = select(segments.c.seq).where(segments.c.end_digest == digest, segments.c.last_seq == self._sealed)
        return self.connection.execute(statement).first() is not None


def _joined(former: Segment | None, one: Segment) -> bool:
    ends = (former.last_seq, former.end_digest) if former else (0, "")
    return (one.first_seq - 1, one.start_digest) == ends and one.last_seq >= one.first_seq


def _as_new(one: AuditLine) -> NewAuditLine:
    return NewAuditLine(one.role, one.actor, one.action, one.subject, one.detail, one.body)


def _missing(first: int, last: int) -> Finding:
    if first == last:
        return _line(text("La ligne {seq} de l’audit a été retirée.", seq=first), first)
    return _line(text("Les lignes {first} à {last} de l’audit ont été retirées.", first=first, last=last), first)


def _inserted(first: int, last: int) -> Finding:
    if first == last:
        return _line(text("La ligne {seq} de l’audit a été ajoutée après coup.", seq=first), first)
    return _line(
        text("Les lignes {first} à {last} de l’audit ont été ajoutées après coup.", first=first, last=last), first
    )


def _line(sentence: Text, seq: int) -> Finding:
    return Finding("audit", sentence, line=seq)


def _seal(sentence: Text, seq: int) -> Finding:
    return Finding("sceau", sentence, line=seq)
