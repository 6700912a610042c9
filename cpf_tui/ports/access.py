"""What guards an access: the tries counted, second factors, renewed secrets, the audit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from cpf_tui.domain.access import RecoveryCode, SecondFactor, SecretReset
from cpf_tui.domain.audit import Action, AuditLine, NewAuditLine, Segment
from cpf_tui.domain.lock import Attempts


class AttemptRepository(Protocol):
    """Tries counted at each door, by the fingerprint of what was typed there, known or not."""

    def get(self, key: bytes) -> Attempts | None:
        """Return what is counted there, or None."""

    def put(self, key: bytes, attempts: Attempts) -> None:
        """Store the count."""

    def clear(self, key: bytes) -> bool:
        """Forget the count; says whether there was one."""

    def forget(self, until: datetime) -> int:
        """Delete the counts of doors where nobody knocked since an instant; returns how many."""

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


class AuditRepository(Protocol):
    """Who looked at what and did what: lines chained to one another, never changed."""

    def append(self, new: NewAuditLine, at: datetime) -> AuditLine:
        """Write a line after the last one, in the transaction of what it tells."""

    def head(self) -> tuple[int, str]:
        """Return the number and the digest of the last line, (0, "") when nothing was ever written."""

    def about(
        self, subject: str, *, limit: int = 500, before: int | None = None, actions: Collection[Action] = ()
    ) -> Sequence[AuditLine]:
        """Return what concerns one person, latest first; `before` is the number from which to go further back.

        With `actions`, these only.
        """

    def line(self, seq: int) -> AuditLine | None:
        """Return one line; None when it was never written, or was purged."""

    def wrote(self, actor: str, action: Action, about: str, *, since: datetime, until: datetime) -> bool:
        """Say whether somebody did this about a holder or a thing (subject or detail) between two instants."""

    def all(self) -> Iterator[AuditLine]:
        """Give every line not purged, oldest first."""

    def segments(self) -> Sequence[Segment]:
        """Return the seals of what was purged, oldest first."""

    def purgeable(self, until: datetime) -> int:
        """Count the lines that a purge up to an instant would take."""

    def purge(self, until: datetime, at: datetime) -> Segment | None:
        """Seal the lines written before an instant, then delete them; None when there are none."""
