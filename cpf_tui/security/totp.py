"""One-time codes of an advisor's telephone: RFC 6238, thirty seconds, six digits, each period accepted once."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

PERIOD = 30
DIGITS = 6
WINDOW = 1
"""Periods before and after now that are accepted too: telephones are seldom right to the second."""
ISSUER = "cpf-tui"
_SECRET_BYTES = 20  # what RFC 4226 recommends; 32 letters in base32


def new_secret() -> str:
    """Draw a shared secret, in base32 as telephones take it."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def code_at(secret: str, step: int) -> str:
    """Return the code of a period, counted from 1970."""
    # SHA-1 is what every application of telephones takes; as a keyed digest it has no known weakness (RFC 6238).
    generator = TOTP(base64.b32decode(secret), DIGITS, SHA1(), PERIOD)  # noqa: S303 - see above
    return generator.generate(step * PERIOD).decode()


def step_at(now: datetime) -> int:
    """Return the period an instant is in."""
    return int(now.timestamp()) // PERIOD


def accepted_step(secret: str, code: str, now: datetime, last_step: int) -> int | None:
    """Return the period whose code was typed, or None; a period up to the last one accepted is refused.

    When the last one lies in the future, the clock was set back: it is no longer compared with, or nobody would enter
    until then (choice).
    """
    present = step_at(now)
    floor = last_step if last_step <= present + WINDOW else 0
    found = None
    for step in range(present + WINDOW, present - WINDOW - 1, -1):
        same = hmac.compare_digest(code_at(secret, step).encode(), code.encode())
        if same and step > floor:
            found = step
    return found


def looks_like_code(typed: str) -> bool:
    """Say whether what was typed is a code of six digits, spaces aside."""
    bare = bare_code(typed)
    return len(bare) == DIGITS and bare.isascii() and bare.isdecimal()


def bare_code(typed: str) -> str:
    """Take the spaces out of « 123 456 »."""
    return "".join(typed.split())


def uris(secret: str, login: str) -> tuple[str, ...]:
    """Return the addresses to put in a QR code, the most complete first, the last one short enough for 80×24."""
    label = quote(login, safe="")
    full = f"otpauth://totp/{ISSUER}:{label}?secret={secret}&issuer={ISSUER}"
    return full, f"otpauth://totp/{ISSUER}:{label}?secret={secret}", f"otpauth://totp/{ISSUER}?secret={secret}"


def grouped(secret: str) -> str:
    """Write a secret in groups of four, to be copied by hand."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
