"""Codes that a person copies from a paper or hears: the signs of `domain.reference`, capitals and dashes forgotten."""

from __future__ import annotations

import secrets

from cpf_tui.domain.reference import ALPHABET

RECOVERY_CODES = 10
"""How many an advisor gets at once; each begins with its rank, a digit."""
_LETTERS = 8  # 37 bits: for a quarter of an hour and six tries, or behind a password and six tries
# What people type for a sign that the alphabet does not have.
_READ_AS = str.maketrans("BSZ", "852")


def new_reset_code() -> str:
    """Draw the code given at an agency: two groups of four."""
    return _drawn()


def new_recovery_codes() -> tuple[str, ...]:
    """Draw ten recovery codes; the rank says which hash to compare one with, so that one comparison is enough."""
    return tuple(f"{rank}-{_drawn()}" for rank in range(RECOVERY_CODES))


def bare(typed: str) -> str:
    """Keep letters and digits, in capitals: what is hashed and compared, whatever the spaces and dashes."""
    return "".join(one for one in typed.upper() if one.isascii() and one.isalnum()).translate(_READ_AS)


def recovery_rank(typed: str) -> int | None:
    """Return the rank that a recovery code begins with, None when it does not look like one."""
    kept = bare(typed)
    return int(kept[0]) if len(kept) == 1 + _LETTERS and kept[0].isdecimal() else None


def _drawn() -> str:
    letters = "".join(ALPHABET[secrets.randbelow(len(ALPHABET))] for _ in range(_LETTERS))
    return f"{letters[:4]}-{letters[4:]}"
