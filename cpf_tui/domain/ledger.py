"""The ledger of rights, in one name: records, motives, statement, and the movements of a dossier."""

from __future__ import annotations

from cpf_tui.domain.motives import MOTIVES, Motive
from cpf_tui.domain.movements import (
    OWN_SOURCES,
    Account,
    Entry,
    EntryKind,
    NewEntry,
    Source,
    chain_digest,
    funder_source,
    is_funder_of,
    replay,
)
from cpf_tui.domain.reservations import (
    Operation,
    Reservation,
    open_reservations,
    plan_block,
    plan_debit,
    plan_release,
)
from cpf_tui.domain.statement import Balance, StatementLine, statement

__all__ = [
    "MOTIVES",
    "OWN_SOURCES",
    "Account",
    "Balance",
    "Entry",
    "EntryKind",
    "Motive",
    "NewEntry",
    "Operation",
    "Reservation",
    "Source",
    "StatementLine",
    "chain_digest",
    "funder_source",
    "is_funder_of",
    "open_reservations",
    "plan_block",
    "plan_debit",
    "plan_release",
    "replay",
    "statement",
]
