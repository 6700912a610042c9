"""The password of the demonstration: hashed once, checked as strictly as any."""

from __future__ import annotations

from cpf_tui.demonstration.hasher import OneSecretHasher
from cpf_tui.security.hasher import Argon2Hasher

SECRET, OTHER = "girafe tambour nuage citron", "girafe tambour nuage orange"


class Counting(Argon2Hasher):
    """Says how often it was made to work."""

    worked = 0

    def hash(self, secret: str) -> str:
        self.worked += 1
        return super().hash(secret)

    def verify(self, hashed: str | None, secret: str) -> bool:
        self.worked += 1
        return super().verify(hashed, secret)


def test_everybody_gets_the_same_hash_and_it_is_a_real_one() -> None:
    slow = Counting()
    hasher = OneSecretHasher(slow)
    hashed = hasher.hash(SECRET)

    assert hasher.hash(SECRET) == hashed
    assert hasher.verify(hashed, SECRET)
    assert slow.worked == 1
    assert Argon2Hasher().verify(hashed, SECRET)


def test_another_secret_a_foreign_hash_and_nobody_are_left_to_the_slow_one() -> None:
    slow = Counting()
    hasher = OneSecretHasher(slow)
    hashed, foreign = hasher.hash(SECRET), Argon2Hasher().hash(SECRET)

    assert not hasher.verify(hashed, OTHER)
    assert not hasher.verify(None, SECRET)
    assert not hasher.verify(None, OTHER)
    assert hasher.verify(foreign, SECRET)
    assert slow.worked == 5
