"""What `cpf-tui verifier` finds: is the database whole, are its guards in place, do movements and balances agree.

The audit is followed by `audit_integrity`. What depends on the kind of database is asked of it; chain, numbering,
reservations and balances are the same for all. Nothing personal is in a finding: an account is named by its id.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, select

from cpf_tui.domain.errors import DomainError, Unreachable
from cpf_tui.domain.ledger import Account, Entry, EntryKind, NewEntry, chain_digest, replay
from cpf_tui.domain.quantity import ZERO
from cpf_tui.domain.regime import show
from cpf_tui.domain.text import text
from cpf_tui.persistence.audit_integrity import AuditCheck
from cpf_tui.persistence.backend import Examinable, Finding
from cpf_tui.persistence.failures import OutOfReach
from cpf_tui.persistence.repositories.rows import columns, record
from cpf_tui.persistence.tables import account as accounts
from cpf_tui.persistence.tables import entry as entries

__all__ = ["Finding", "Report", "verify"]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was looked at and found."""

    accounts: int
    entries: int
    findings: tuple[Finding, ...]
    lines: int = 0  # of the audit

    @property
    def clean(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.findings

    def as_json(self) -> dict[str, object]:
        """Give plain values for a program to read."""
        return {
            "sain": self.clean,
            "comptes": self.accounts,
            "mouvements": self.entries,
            "lignes_d_audit": self.lines,
            "anomalies": [finding.as_json() for finding in self.findings],
        }


def verify(database: Examinable) -> Report:
    """Look at everything, in one consistent view, without changing anything; never raises for what it finds.

    Raises `Unreachable` when the server does not let anybody look, which says nothing of the database.
    """
    try:
        with database.examined() as connection:
            return _look(database, connection)
    except Unreachable:
        raise
    except OutOfReach:
        raise
    except DomainError as error:
        return Report(0, 0, (Finding("fichier", error.sentence),))


def _look(database: Examinable, connection: Connection) -> Report:
    audit = AuditCheck(database, connection)
    findings = [*database.findings(connection), *audit.findings()]
    stored = [record(Account, row) for row in connection.execute(select(*columns(accounts, Account)))]
    try:
        rows = connection.execute(select(*columns(entries, Entry)).order_by(entries.c.account_id, entries.c.seq))
        written = [record(Entry, row) for row in rows]
    except ValueError:
        sentence = text("Un mouvement contient une valeur illisible.")
        return Report(len(stored), 0, (*findings, Finding("mouvement", sentence)), audit.count)
    movements = {key: list(group) for key, group in groupby(written, key=lambda one: one.account_id)}
    findings += _numbering(database.counted(connection, entries.name), {one.seq for one in written})
    for account in stored:
        mine = movements.get(account.id, [])
        findings += [*_chain(mine), *_reservations(mine), *_balances(account, mine)]
    return Report(len(stored), len(written), tuple(findings), audit.count)


def _numbering(counted: int, seen: set[int]) -> Iterator[Finding]:
    """Numbers follow one another: a hole, or a counter ahead of the last one, is a movement taken away."""
    last = max(counted, max(seen, default=0))
    expected = 1
    for seq in (*sorted(seen), last + 1):
        if seq > expected:
            sentence = text("Les mouvements {first} à {last} ont été retirés.", first=expected, last=seq - 1)
            yield Finding("numerotation", sentence, seq=expected)
        expected = seq + 1


def _chain(mine: list[Entry]) -> Iterator[Finding]:
    previous = ""
    for one in mine:
        if one.previous != previous:
            sentence = text("Le mouvement {seq} ne suit pas celui qui le précède.", seq=one.seq)
            yield Finding("chaine", sentence, one.account_id, one.seq)
        if one.digest != chain_digest(one.previous, _as_new(one), one.at):
            sentence = text("Le mouvement {seq} a été modifié après avoir été écrit.", seq=one.seq)
            yield Finding("chaine", sentence, one.account_id, one.seq)
        previous = one.digest


def _as_new(one: Entry) -> NewEntry:
    return NewEntry(
        op_id=one.op_id,
        account_id=one.account_id,
        kind=one.kind,
        amount=one.amount,
        motive=one.motive,
        actor=one.actor,
        pending_seq=one.pending_seq,
        dossier_id=one.dossier_id,
    )


def _reservations(mine: list[Entry]) -> Iterator[Finding]:
    reserved = {one.seq: one.amount for one in mine if one.kind is EntryKind.PEND}
    for one in mine:
        if one.kind not in {EntryKind.POST, EntryKind.VOID}:
            continue
        bound = reserved.pop(one.pending_seq or 0, ZERO)
        if one.amount > bound:
            sentence = text("Le mouvement {seq} dépasse la réservation qu’il termine, ou elle manque.", seq=one.seq)
            yield Finding("reservation", sentence, one.account_id, one.seq)


def _balances(account: Account, mine: list[Entry]) -> Iterator[Finding]:
    try:
        expected = replay(account.id, account.holder_id, account.source, mine)
    except KeyError:
        return  # a reservation is missing: already found
    if expected != account:
        sentence = text(
            "Les soldes du compte ne sont pas la somme de ses mouvements : disponible {stored}, recalculé {expected}.",
            stored=show(account.available),
            expected=show(expected.available),
        )
        yield Finding("soldes", sentence, account.id)
    if account.available < ZERO:
        yield Finding(
            "soldes", text("Le compte est à découvert de {missing}.", missing=show(-account.available)), account.id
        )
