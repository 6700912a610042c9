"""What the rights of a person need from the outside; part of `cpf_tui.ports`, where the rest of the program looks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from cpf_tui.domain.personal import Traces
from cpf_tui.domain.retention import Kept


class PersonalRepository(Protocol):
    """One person across the tables; `doors` are the fingerprints under which their failed sign-ins are counted."""

    def traces(self, holder_id: str, doors: Sequence[bytes]) -> Traces:
        """Read what a person leaves; raises `NotFound`."""

    def erase(self, holder_id: str, doors: Sequence[bytes], at: datetime) -> None:
        """Empty or delete every row that leads to a person; the account is final from then on."""

    def due(self, kept: Kept, limit: datetime) -> tuple[int, datetime | None]:
        """Count the rows that are kept no longer, with the date of the oldest."""

    def purge(self, kept: Kept, limit: datetime) -> int:
        """Delete them; returns how many there were."""
