"""The time, the hashing of secrets, the protection of the NIR."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from cpf_tui.domain.nir import Nir


class Clock(Protocol):
    """The time; frozen in tests."""

    def now(self) -> datetime:
        """Return the instant, aware, in UTC."""

    def today(self) -> date:
        """Return the day in the time zone of the installation (Europe/Paris by default)."""


class SecretHasher(Protocol):
    """Slow hashing of secrets (argon2id)."""

    def hash(self, secret: str) -> str:
        """Hash a secret; takes a few tens of milliseconds on purpose."""

    def verify(self, hashed: str | None, secret: str) -> bool:
        """Check a secret in constant time; None (nobody has that number) takes as long and gives False."""


class Vault(Protocol):
    """The protection of the NIR: a keyed blind index for look-up, authenticated encryption for storage."""

    def blind_index(self, nir: Nir) -> bytes:
        """Return the keyed fingerprint under which a number is found."""

    def seal(self, plain: str, *, owner_id: str, column: str) -> bytes:
        """Encrypt a value for one owner and one column; moved elsewhere, it no longer opens."""

    def open(self, sealed: bytes, *, owner_id: str, column: str) -> str:
        """Decrypt; raises `StorageError` if the value was altered or moved."""

    def fingerprint(self, kind: str, value: str) -> bytes:
        """Return the keyed fingerprint of a value of one kind: what was typed is recognised, never stored."""
