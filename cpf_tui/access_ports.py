"""What guarding an access needs from the outside; part of `cpf_tui.ports`, where the rest of the program finds it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from cpf_tui.domain.access import RecoveryCode, SecondFactor, SecretReset
from cpf_tui.domain.lock import Attempts


class AttemptRepository(Protocol):
    """Tries counted at each door, by the fingerprint of what was typed there, known or not."""

    def get(self, key: bytes) -> Attempts | None:
        """Return what is counted there, or None."""

    def put(self, key: bytes, attempts: Attempts) -> None:
        """Store the count."""

    def clear(self, key: bytes) -> bool:
        """Forget the count; says whether there was one."""

    def closed(self) -> Sequence[tuple[bytes, Attempts]]:
        """Return the doors that a sixth try closed and that nobody has opened since, the last closed first."""


class SecondFactorRepository(Protocol):
    """The second factors of advisors and their recovery codes."""

    def get(self, advisor_id: str) -> SecondFactor | None:
        """Return the second factor of an advisor, or None."""

    def put(self, factor: SecondFactor) -> None:
        """Store a second factor, in the place of the former one."""

    def remove(self, advisor_id: str) -> bool:
        """Take it away with its recovery codes; says whether there was one."""

    def codes(self, advisor_id: str) -> Sequence[RecoveryCode]:
        """Return the recovery codes, in the order they were given."""

    def replace_codes(self, advisor_id: str, hashes: Sequence[str]) -> None:
        """Store new recovery codes; the former ones are worth nothing any more."""

    def use_code(self, seq: int, at: datetime) -> None:
        """Mark a recovery code as used."""


class ResetRepository(Protocol):
    """Codes given at an agency to choose a new secret."""

    def add(self, reset: SecretReset) -> None:
        """Store a code just given; those given before to that person are worth nothing any more."""

    def last(self, holder_id: str) -> SecretReset | None:
        """Return the last code given to a person, used or not, or None."""

    def use(self, reset_id: str, at: datetime) -> None:
        """Mark it as used."""
