"""What each table holds of a person: how its rows lead to them, and what the erasure of their account does with it.

Every table is here, or among those that lead to nobody; every column of a row that stays is said to stay or to be
emptied (a test reads this file beside `tables.py`): a new column has to choose. What stays names nobody: ids made at
random, codes, dates, quantities.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, literal, or_, select

from cpf_tui.domain.people import Employment
from cpf_tui.persistence import tables

Whose = Callable[[str], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Holding:
    """One table: which rows are a holder's, and their fate.

    The whole row goes, or `emptied` says what replaces the words and `stays` which columns are left as they are.
    """

    table: Table
    whose: Whose
    goes: bool = False
    emptied: Mapping[str, Any] = field(default_factory=dict)
    stays: frozenset[str] = frozenset()


def _holder(column: Column[str]) -> Whose:
    return lambda holder_id: column == holder_id


def _dossier(column: Column[str]) -> Whose:
    mine = tables.dossier.c
    return lambda holder_id: column.in_(select(mine.id).where(mine.holder_id == holder_id))


def _draft(holder_id: str) -> ColumnElement[bool]:
    """A draft of theirs, or one that an advisor began about them: its subject is their dossier or their request."""
    mine, dossiers, requests = tables.draft.c, tables.dossier.c, tables.assistance_request.c
    return or_(
        mine.owner_id == holder_id,
        mine.subject == holder_id,
        mine.subject.in_(select(dossiers.id).where(dossiers.holder_id == holder_id)),
        mine.subject.in_(select(requests.id).where(requests.holder_id == holder_id)),
    )


def _message(holder_id: str) -> ColumnElement[bool]:
    requests = tables.assistance_request.c
    return tables.assistance_message.c.request_id.in_(select(requests.id).where(requests.holder_id == holder_id))


def _entry(holder_id: str) -> ColumnElement[bool]:
    accounts = tables.account.c
    return tables.entry.c.account_id.in_(select(accounts.id).where(accounts.holder_id == holder_id))


def _audited(holder_id: str) -> ColumnElement[bool]:
    return or_(tables.audit.c.subject == holder_id, tables.audit.c.actor == holder_id)


def _kept(*names: str) -> frozenset[str]:
    return frozenset(names)


# The account itself first, then children before their parents: a row that others lead to goes after them.
HOLDINGS: tuple[Holding, ...] = (
    # First: from then on the database lets the words of the history go, and refuses whatever would be written.
    Holding(
        tables.holder,
        _holder(tables.holder.c.id),
        emptied={
            "nir_sealed": b"",
            "secret_hash": "",
            "last_name": "",
            "first_names": "",
            "birth_date": None,
            "civility": None,
            "residence": "",
            "employment": Employment.JOB_SEEKER,
            "highest_level": None,
            "out_of_school": True,
            "disability_recognised": False,
            "executive": False,
            "email": "",
            "phone": "",
            "place_id": "",
            "operator": "",
            "last_sign_in_at": None,
            "nir_index": None,  # replaced by bytes drawn for each account: it must stay unique
            "erased_at": None,  # replaced by the moment
        },
        stays=_kept("id", "opened_at", "created_at"),
    ),
    Holding(tables.draft, _draft, goes=True),
    Holding(tables.assistance_message, _message, goes=True),
    Holding(tables.assistance_request, _holder(tables.assistance_request.c.holder_id), goes=True),
    Holding(tables.contact_note, _holder(tables.contact_note.c.holder_id), goes=True),
    Holding(tables.shortlist, _holder(tables.shortlist.c.holder_id), goes=True),
    Holding(tables.diploma, _holder(tables.diploma.c.holder_id), goes=True),
    Holding(tables.dif_declaration, _holder(tables.dif_declaration.c.holder_id), goes=True),
    Holding(tables.secret_reset, _holder(tables.secret_reset.c.holder_id), goes=True),
    Holding(
        tables.correction,
        _dossier(tables.correction.c.dossier_id),
        emptied={"message": "", "asked_by": ""},
        stays=_kept("seq", "id", "dossier_id", "field", "kind", "asked_at", "answered_at"),
    ),
    Holding(
        tables.funding_line,
        _dossier(tables.funding_line.c.dossier_id),
        emptied={"comment": "", "answer": "", "asked_by": ""},
        stays=_kept("seq", "id", "dossier_id", "funder", "quantity", "euros_cents", "state", "asked_at", "answered_at"),
    ),
    Holding(
        tables.dossier_event,
        _dossier(tables.dossier_event.c.dossier_id),
        emptied={"actor": "", "reason": "", "detail": ""},
        stays=_kept("seq", "dossier_id", "at", "role", "action", "state"),
    ),
    Holding(
        tables.dossier,
        _holder(tables.dossier.c.holder_id),
        emptied={
            # People copy and keep a reference: it would lead back to them.
            "reference": literal("efface-").concat(tables.dossier.c.id),
            "offer_id": "",
            "title": "",
            "organisation": "",
            "certification": "",
            "answers": {},
            "price_cents": None,
            "operator": "",
        },
        stays=_kept(
            "seq",
            "id",
            "holder_id",
            "state",
            "planned",
            "created_at",
            "updated_at",
            "realised",
            "start",
            "end",
            "consent_at",
            "consent_quantity",
            "version",
        ),
    ),
    Holding(
        tables.authorisation,
        _holder(tables.authorisation.c.holder_id),
        stays=_kept("seq", "id", "holder_id", "operator", "scopes", "start", "end", "revoked_at"),
    ),
    Holding(
        tables.entry,
        _entry,
        stays=frozenset(tables.entry.c.keys()),  # each one is in the digest of the chain
    ),
    Holding(
        tables.account,
        _holder(tables.account.c.holder_id),
        stays=_kept("id", "holder_id", "source", "credits", "pending", "posted", "last_seq"),
    ),
    Holding(tables.audit, _audited, stays=frozenset(tables.audit.c.keys())),
)

COUNTED_BY_FINGERPRINT = tables.sign_in_attempt
"""Failed sign-ins lead to a person by the keyed fingerprint of their number only; the use case knows it."""

NOBODYS: Mapping[str, str] = {
    "advisor": "who advises, not who holds an account",
    "second_factor": "an advisor's",
    "recovery_code": "an advisor's",
    "audit_segment": "seals: numbers, dates and digests",
    "operation": "an operation already done: ids made at random, nothing typed",
}
"""The tables that hold nothing about a holder, and why."""
