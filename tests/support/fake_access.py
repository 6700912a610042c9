"""What guards an access, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from cpf_tui.domain.access import RecoveryCode, SecondFactor, SecretReset
from cpf_tui.domain.lock import Attempts


@dataclass
class FakeAttempts:
    """Counts by key."""

    rows: dict[bytes, Attempts] = field(default_factory=dict)

    def get(self, key: bytes) -> Attempts | None:
        return self.rows.get(key)

    def put(self, key: bytes, attempts: Attempts) -> None:
        self.rows[key] = attempts

    def clear(self, key: bytes) -> bool:
        return self.rows.pop(key, None) is not None

    def forget(self, until: datetime) -> int:
        old = [key for key, one in self.rows.items() if one.last_at <= until]
        for key in old:
            del self.rows[key]
        return len(old)

    def closed(self) -> Sequence[tuple[bytes, Attempts]]:
        found = [(key, one) for key, one in self.rows.items() if one.locked_until is not None]
        return sorted(found, key=lambda one: str(one[1].locked_until), reverse=True)


@dataclass
class FakeSecondFactors:
    """One factor per advisor, and the codes given with it."""

    rows: dict[str, SecondFactor] = field(default_factory=dict)
    given: dict[str, list[RecoveryCode]] = field(default_factory=dict)
    drawn: int = 0

    def get(self, advisor_id: str) -> SecondFactor | None:
        return self.rows.get(advisor_id)

    def put(self, factor: SecondFactor) -> None:
        self.rows[factor.advisor_id] = factor

    def remove(self, advisor_id: str) -> bool:
        self.given.pop(advisor_id, None)
        return self.rows.pop(advisor_id, None) is not None

    def codes(self, advisor_id: str) -> Sequence[RecoveryCode]:
        return tuple(self.given.get(advisor_id, ()))

    def replace_codes(self, advisor_id: str, hashes: Sequence[str]) -> None:
        self.given[advisor_id] = [RecoveryCode(self.drawn + rank, one) for rank, one in enumerate(hashes, 1)]
        self.drawn += len(hashes)

    def use_code(self, seq: int, at: datetime) -> None:
        for codes in self.given.values():
            codes[:] = [replace(one, used_at=at) if one.seq == seq else one for one in codes]


@dataclass
class FakeResets:
    """Codes given at an agency, in order."""

    rows: list[SecretReset] = field(default_factory=list)

    def add(self, reset: SecretReset) -> None:
        for one in self.rows:
            if one.holder_id == reset.holder_id and one.used_at is None:
                self.use(one.id, reset.attested_at)
        self.rows.append(reset)

    def last(self, holder_id: str) -> SecretReset | None:
        return next((one for one in reversed(self.rows) if one.holder_id == holder_id), None)

    def use(self, reset_id: str, at: datetime) -> None:
        self.rows = [replace(one, used_at=at) if one.id == reset_id else one for one in self.rows]
