"""The head of the chains on a day, to be kept outside: what shows a history rewritten by somebody who has the keys.

Whoever can change the base can also compute its digests again. A line written each day on another machine, or on paper,
is out of their reach: the chains of today must still pass by every head of the past.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cpf_tui.domain.errors import InvalidInput

_DIGEST = re.compile(r"[0-9a-f]{64}|-")
_NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Head:
    """Where the audit and the ledger stood: last line and its digest; last movement, and a digest over all accounts."""

    day: date
    line: int
    digest: str
    entry: int
    ledger: str

    def __str__(self) -> str:
        """Write it on one line."""
        return f"{self.day} {self.line} {self.digest or _NOTHING} {self.entry} {self.ledger}"

    def as_json(self) -> dict[str, object]:
        """Give plain values for a program to read."""
        return {
            "jour": self.day.isoformat(),
            "ligne": self.line,
            "empreinte": self.digest,
            "mouvements": self.entry,
            "empreinte_des_comptes": self.ledger,
        }

    @classmethod
    def parse(cls, written: str) -> Head:
        """Read a line back; raises `InvalidInput` when it is none."""
        fields = written.split()
        try:
            day, line, digest, entry, ledger = fields
            if not (_DIGEST.fullmatch(digest) and _DIGEST.fullmatch(ledger) and line.isdecimal() and entry.isdecimal()):
                raise ValueError(written)
            return cls(date.fromisoformat(day), int(line), digest.replace(_NOTHING, ""), int(entry), ledger)
        except ValueError:
            raise InvalidInput("« {line} » n’est pas une tête d’audit.", line=written.strip()[:80]) from None


def ledger_digest(heads: Iterable[tuple[str, str]]) -> str:
    """Digest the last digest of each account (account id, digest): SHA-256, in hex, the accounts in order."""
    said = "\x1e".join(f"{account}\x1f{digest}" for account, digest in sorted(heads))
    return hashlib.sha256(said.encode()).hexdigest()
