"""The ledger in memory, with the refusals the triggers of the real one make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cpf_tui.domain.errors import Conflict, InsufficientHours
from cpf_tui.domain.ledger import Account, Entry, EntryKind, NewEntry, chain_digest, replay
from cpf_tui.domain.quantity import ZERO


@dataclass
class FakeLedger:
    """Accounts are always the replay of their entries: they cannot disagree."""

    opened: dict[str, tuple[str, str]] = field(default_factory=dict)
    written: list[Entry] = field(default_factory=list)

    def open_account(self, holder_id: str, source: str) -> Account:
        self.opened[f"{holder_id}:{source}"] = (holder_id, str(source))
        return self._account(f"{holder_id}:{source}")

    def accounts(self, holder_id: str) -> Sequence[Account]:
        return [self._account(key) for key, (owner, _) in self.opened.items() if owner == holder_id]

    def entries(self, holder_id: str) -> Sequence[Entry]:
        return [one for one in self.written if self.opened[one.account_id][0] == holder_id]

    def append(self, entries: Sequence[NewEntry], at: datetime) -> Sequence[Entry]:
        return [self._write(new, at) for new in entries]

    def heads(self, until: int | None = None) -> tuple[int, Mapping[str, str]]:
        kept = [one for one in self.written if until is None or one.seq <= until]
        return max((one.seq for one in kept), default=0), {one.account_id: one.digest for one in kept}

    def reservations(self, dossier_id: str) -> Sequence[Entry]:
        return [
            one
            for one in self.written
            if one.kind is EntryKind.PEND and one.dossier_id == dossier_id and not self._resolved(one.seq)
        ]

    def _account(self, account_id: str) -> Account:
        holder_id, source = self.opened[account_id]
        mine = [one for one in self.written if one.account_id == account_id]
        return replay(account_id, holder_id, source, mine)

    def _resolved(self, seq: int | None) -> bool:
        return any(one.pending_seq == seq for one in self.written)

    def _write(self, new: NewEntry, at: datetime) -> Entry:
        before = next((one for one in self.written if one.op_id == new.op_id), None)
        if before is not None:
            return before
        if new.pending_seq is not None and self._resolved(new.pending_seq):
            raise Conflict("Cette réservation est déjà terminée.")
        previous = next((one.digest for one in reversed(self.written) if one.account_id == new.account_id), "")
        entry = Entry(
            len(self.written) + 1,
            new.op_id,
            new.account_id,
            new.kind,
            new.amount,
            new.motive,
            new.actor,
            at,
            previous,
            chain_digest(previous, new, at),
            new.pending_seq,
            new.dossier_id,
        )
        if (entry.kind is EntryKind.CREDIT and not entry.amount) or (
            entry.kind is not EntryKind.CREDIT and entry.amount <= ZERO
        ):
            raise AssertionError(f"the database refuses this amount: {entry}")
        self.written.append(entry)
        if self._account(new.account_id).available < ZERO:
            self.written.pop()
            raise InsufficientHours("Le compte ne détient pas assez d’heures.")
        return entry
