"""Slow hashing of secrets: argon2id with 19 MiB, two passes, one lane (OWASP's minimum), some tens of milliseconds."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MEMORY_KIB = 19_456
PASSES = 2
LANES = 1
# The hash of a forgotten random secret, with the same costs: what is compared when nobody has that number.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$ekblc+8kDMZqDZCBggCh4A$xo1jArOb15ptvE4SZnc8y3fmBQ6EDLBubTqEpgq4/c0"


class Argon2Hasher:
    """Implements `ports.SecretHasher`."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)

    def hash(self, secret: str) -> str:
        """Hash a secret; takes a few tens of milliseconds on purpose."""
        return self._hasher.hash(_typed(secret))

    def verify(self, hashed: str | None, secret: str) -> bool:
        """Check a secret in constant time; None (nobody has that number) takes as long and gives False."""
        try:
            self._hasher.verify(hashed or _NOBODY, _typed(secret))
        except (VerificationError, InvalidHashError):
            return False
        return hashed is not None


def _typed(secret: str) -> bytes:
    """Forget how accents were composed: two keyboards do not send the same code points for « é »."""
    return unicodedata.normalize("NFC", secret).encode()
