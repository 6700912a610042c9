"""Hashing of secrets."""

from __future__ import annotations

import re

from cpf_tui.security import hasher
from cpf_tui.security.hasher import Argon2Hasher

SECRET = "tournevis bleu lundi"


def test_a_secret_is_recognised_and_another_is_not() -> None:
    hashed = Argon2Hasher().hash(SECRET)
    assert Argon2Hasher().verify(hashed, SECRET)
    assert not Argon2Hasher().verify(hashed, SECRET.upper())
    assert SECRET not in hashed


def test_two_hashes_of_one_secret_differ() -> None:
    assert Argon2Hasher().hash(SECRET) != Argon2Hasher().hash(SECRET)


def test_the_hash_nobody_has_costs_as_much_as_a_real_one() -> None:
    costs = re.compile(r"^\$argon2id\$v=19\$m=19456,t=2,p=1\$")
    assert costs.match(Argon2Hasher().hash(SECRET))
    assert costs.match(hasher._NOBODY)
    assert not Argon2Hasher().verify(None, SECRET)


def test_a_stored_hash_that_is_no_hash_is_a_refusal() -> None:
    assert not Argon2Hasher().verify("plain", SECRET)


def test_accents_are_the_same_however_they_are_composed() -> None:
    assert Argon2Hasher().verify(Argon2Hasher().hash("caf\u00e9 " * 3), "cafe\u0301 " * 3)
