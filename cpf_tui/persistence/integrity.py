"""What `cpf-tui verifier` finds: is the file whole, are the guards in place, do movements and balances agree.

SQLite's own check notices about half of the changes made to data behind its back; the chain of digests and the
recomputed balances notice the others. Nothing personal is in a finding: an account is named by its id.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from cpf_tui.domain.errors import DomainError
from cpf_tui.domain.ledger import Account, Entry, EntryKind, NewEntry, chain_digest, replay
from cpf_tui.domain.quantity import ZERO
from cpf_tui.domain.regime import show
from cpf_tui.domain.text import Text, text
from cpf_tui.persistence import engine, startup
from cpf_tui.persistence.migrations.rules import TRIGGERS
from cpf_tui.persistence.repositories.rows import columns, record
from cpf_tui.persistence.tables import account as accounts
from cpf_tui.persistence.tables import entry as entries


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be; `check` is a stable code, `account` and `seq` say where."""

    check: str
    sentence: Text
    account: str = ""
    seq: int | None = None

    def as_json(self) -> dict[str, object]:
        """Give plain values for a program to read."""
        return {"controle": self.check, "message": str(self.sentence), "compte": self.account, "mouvement": self.seq}


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was looked at and found."""

    accounts: int
    entries: int
    findings: tuple[Finding, ...]

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
            "anomalies": [finding.as_json() for finding in self.findings],
        }


def verify(path: Path, key: bytes) -> Report:
    """Look at everything, in one consistent view, without changing anything; never raises for what it finds."""
    return _verified(path, engine.read_engine(path, key), shared_forbidden=True)


def verify_copy(path: Path, key: bytes) -> Report:
    """Look at everything in a backup, wherever it lies; nothing is written beside it."""
    return _verified(path, engine.copy_engine(path, key), shared_forbidden=False)


def _verified(path: Path, opened: Engine, *, shared_forbidden: bool) -> Report:
    try:
        startup.refuse_file(path, shared_forbidden=shared_forbidden)
        with opened.connect() as connection:
            return _look(connection)
    except DomainError as error:
        return Report(0, 0, (Finding("fichier", error.sentence),))
    except (DBAPIError, dbapi2.Error):
        sentence = text(
            "La base {path} ne peut pas être lue : elle est abîmée, ou ses clés ne sont pas les bonnes.", path=path
        )
        return Report(0, 0, (Finding("fichier", sentence),))
    finally:
        opened.dispose()


def _look(connection: Connection) -> Report:
    findings = [*_file(connection), *_references(connection), *_guards(connection)]
    stored = [record(Account, row) for row in connection.execute(select(*columns(accounts, Account)))]
    try:
        rows = connection.execute(select(*columns(entries, Entry)).order_by(entries.c.account_id, entries.c.seq))
        written = [record(Entry, row) for row in rows]
    except ValueError:
        sentence = text("Un mouvement contient une valeur illisible.")
        return Report(len(stored), 0, (*findings, Finding("mouvement", sentence)))
    movements = {key: list(group) for key, group in groupby(written, key=lambda one: one.account_id)}
    findings += _numbering(connection, {one.seq for one in written})
    for account in stored:
        mine = movements.get(account.id, [])
        findings += [*_chain(mine), *_reservations(mine), *_balances(account, mine)]
    return Report(len(stored), len(written), tuple(findings))


def _file(connection: Connection) -> Iterator[Finding]:
    # Twice: a page that another program was writing during the first reading is whole at the second.
    pages = [connection.exec_driver_sql("PRAGMA cipher_integrity_check").scalars().all() for _ in range(2)]
    for problem in sorted(set(pages[0]) & set(pages[1])):
        yield Finding("chiffrement", text("Le fichier a été modifié ou abîmé : {problem}.", problem=problem))
    for (problem,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if problem != "ok":
            yield Finding("structure", text("La structure de la base est abîmée : {problem}.", problem=problem))


def _references(connection: Connection) -> Iterator[Finding]:
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Finding(
            "references",
            text(
                "La ligne {row} de {table} renvoie à une ligne de {parent} qui n’existe pas.",
                row=row,
                table=table,
                parent=parent,
            ),
        )


def _guards(connection: Connection) -> Iterator[Finding]:
    found = {
        str(name): str(sql)
        for name, sql in connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    }
    for name, sql in TRIGGERS.items():
        if found.get(name) != sql:
            yield Finding("protections", text("La protection « {name} » manque ou a été changée.", name=name))


def _numbering(connection: Connection, seen: set[int]) -> Iterator[Finding]:
    """Numbers follow one another: a hole, or a counter ahead of the last one, is a movement taken away."""
    counted = "SELECT seq FROM sqlite_sequence WHERE name = 'entry'"
    last = max(int(connection.exec_driver_sql(counted).scalar() or 0), max(seen, default=0))
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
