"""What is held about a person, in memory: over the tables of the fake database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from cpf_tui.domain.personal import Traces
from cpf_tui.domain.retention import Kept

if TYPE_CHECKING:
    from tests.support.fakes import Tables


@dataclass
class FakePersonal:
    """Reads and empties the other tables; `over` is what a test says is due, by rule."""

    tables: Tables | None = None
    over: dict[Kept, list[datetime]] = field(default_factory=dict)
    erased: dict[str, datetime] = field(default_factory=dict)

    def _tables(self) -> Tables:
        assert self.tables is not None
        return self.tables

    def traces(self, holder_id: str, doors: Sequence[bytes]) -> Traces:
        del doors
        tables = self._tables()
        tables.holders.get(holder_id)
        return Traces(
            None,
            tuple(one for one in tables.projects.declarations if one.holder_id == holder_id),
            tuple(one for one in tables.drafts.rows.values() if one.owner_id == holder_id),
            (),
            (),
            tuple(one for one in tables.audit.lines if holder_id in {one.subject, one.actor}),
        )

    def erase(self, holder_id: str, doors: Sequence[bytes], at: datetime) -> None:
        del doors
        tables, self.erased[holder_id] = self._tables(), at
        for rows in (tables.holders.rows, tables.holders.numbers, tables.holders.hashes):
            rows.pop(holder_id)
        tables.projects.declarations = [one for one in tables.projects.declarations if one.holder_id != holder_id]
        for key in [key for key in tables.drafts.rows if key[0] == holder_id]:
            del tables.drafts.rows[key]
        for dossier in tables.dossiers.of_holder(holder_id):
            tables.dossiers.rows[dossier.id] = replace(dossier, title="", organisation="", answers={})

    def due(self, kept: Kept, limit: datetime) -> tuple[int, datetime | None]:
        old = [at for at in self.over.get(kept, ()) if at < limit]
        return len(old), min(old, default=None)

    def purge(self, kept: Kept, limit: datetime) -> int:
        count, _oldest = self.due(kept, limit)
        self.over[kept] = [at for at in self.over.get(kept, ()) if at >= limit]
        return count
