"""The tables. A column bears the name of the field it stores, so that a row is the record it came from.

Lists that are read in the order they were written carry `seq`: time does not order (two movements may share it).
The rules that no program can bypass — balances, append-only tables — are triggers, see `sqlite/rules.py`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
)
from sqlalchemy import text as sql
from sqlalchemy.schema import SchemaItem

from cpf_tui.domain.audit import Action
from cpf_tui.domain.ledger import EntryKind
from cpf_tui.domain.people import Civility, Employment, RequestState, Right, Role, Scope
from cpf_tui.domain.records import CorrectionKind, FundingState, ProofState, State
from cpf_tui.persistence.columns import Answers, Day, Flag, Hundredths, Instant, OneOf, SetOf, Text, Whole

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

# The kind of a movement decides the sign of its amount and whether it resolves a reservation.
ENTRY_AMOUNT = "(kind = 'credit' AND amount <> 0) OR (kind IN ('pend', 'post', 'void') AND amount > 0)"
ENTRY_PENDING = "(kind IN ('post', 'void')) = (pending_seq IS NOT NULL)"


def _table(name: str, *columns: SchemaItem, numbered: bool = False, **options: Any) -> Table:
    """Declare a STRICT table; a numbered one starts with `seq`, which is never reused."""
    first = (Column("seq", Whole, primary_key=True, autoincrement=True),) if numbered else ()
    return Table(name, metadata, *first, *columns, sqlite_strict=True, sqlite_autoincrement=numbered, **options)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _holder_id() -> Column[str]:
    return Column("holder_id", Text, ForeignKey("holder.id"), nullable=False, index=True)


def _dossier_id() -> Column[str]:
    return Column("dossier_id", Text, ForeignKey("dossier.id"), nullable=False, index=True)


def _id() -> Column[str]:
    """Build the public id of a numbered table: `seq` is its primary key."""
    return Column("id", Text, nullable=False, unique=True)


holder = _table(
    "holder",
    Column("id", Text, primary_key=True),
    Column("nir_index", LargeBinary, nullable=False, unique=True),
    Column("nir_sealed", LargeBinary, nullable=False),
    Column("secret_hash", Text, nullable=False),
    _text("last_name"),
    _text("first_names"),
    Column("birth_date", Day),
    Column("civility", OneOf(Civility)),
    _text("residence"),
    Column("employment", OneOf(Employment), nullable=False),
    Column("highest_level", Whole),
    Column("out_of_school", Flag, nullable=False),
    Column("disability_recognised", Flag, nullable=False),
    Column("executive", Flag, nullable=False),
    _text("email"),
    _text("phone"),
    Column("opened_at", Instant),
    _text("place_id"),
    Column("operator", Text, nullable=False, server_default="", index=True),
    Column("created_at", Instant),
    Column("last_sign_in_at", Instant),
    # An erased account keeps its row, emptied: its movements, which name nobody, still add up.
    Column("erased_at", Instant),
)

advisor = _table(
    "advisor",
    Column("id", Text, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("secret_hash", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("rights", SetOf(Right), nullable=False),
    _text("place_id"),
    Column("active", Flag, nullable=False),
    Column("secret_to_change", Flag, nullable=False, server_default="0"),
)

account = _table(
    "account",
    Column("id", Text, primary_key=True),
    Column("holder_id", Text, ForeignKey("holder.id"), nullable=False),
    Column("source", Text, nullable=False),
    Column("credits", Hundredths, nullable=False, server_default="0"),
    Column("pending", Hundredths, nullable=False, server_default="0"),
    Column("posted", Hundredths, nullable=False, server_default="0"),
    # The last movement applied: what lets a trigger prove that a new balance comes from a movement, in constant time.
    Column("last_seq", Whole, nullable=False, server_default="0"),
    UniqueConstraint("holder_id", "source"),
    CheckConstraint("credits - posted - pending >= 0", name="available"),
    CheckConstraint("pending >= 0", name="pending"),
    CheckConstraint("posted >= 0", name="posted"),
    sqlite_with_rowid=False,  # a hidden rowid would be a second key, by which a row could be replaced
)

entry = _table(
    "entry",
    Column("op_id", Text, nullable=False, unique=True),
    Column("account_id", Text, ForeignKey("account.id"), nullable=False, index=True),
    Column("kind", OneOf(EntryKind), nullable=False),
    Column("amount", Hundredths, nullable=False),
    Column("pending_seq", Whole, ForeignKey("entry.seq"), unique=True),
    Column("dossier_id", Text, ForeignKey("dossier.id"), index=True),
    Column("motive", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("previous", Text, nullable=False),
    Column("digest", Text, nullable=False),
    CheckConstraint(ENTRY_AMOUNT, name="amount"),
    CheckConstraint(ENTRY_PENDING, name="resolves"),
    numbered=True,
)

dossier = _table(
    "dossier",
    _id(),
    Column("reference", Text, nullable=False, unique=True),
    _holder_id(),
    Column("offer_id", Text, nullable=False),
    _text("title"),
    _text("organisation"),
    _text("certification"),
    Column("state", OneOf(State), nullable=False),
    Column("planned", Hundredths, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("answers", Answers, nullable=False),
    Column("realised", Hundredths),
    Column("price_cents", Whole),
    Column("start", Day),
    Column("end", Day),
    _text("operator"),
    Column("consent_at", Instant),
    Column("consent_quantity", Hundredths, nullable=False),
    Column("version", Whole, nullable=False),
    Index(None, "operator", "state"),
    numbered=True,
)

dossier_event = _table(
    "dossier_event",
    _dossier_id(),
    Column("at", Instant, nullable=False),
    Column("role", OneOf(Role), nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("state", OneOf(State), nullable=False),
    _text("reason"),
    _text("detail"),
    numbered=True,
)

correction = _table(
    "correction",
    _id(),
    _dossier_id(),
    Column("field", Text, nullable=False),
    Column("kind", OneOf(CorrectionKind), nullable=False),
    Column("message", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("answered_at", Instant),
    numbered=True,
)

funding_line = _table(
    "funding_line",
    _id(),
    _dossier_id(),
    Column("funder", Text, nullable=False),
    Column("quantity", Hundredths, nullable=False),
    Column("euros_cents", Whole, nullable=False),
    Column("state", OneOf(FundingState), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("asked_by", Text, nullable=False),
    _text("comment"),
    Column("answered_at", Instant),
    _text("answer"),
    numbered=True,
)

contact_note = _table(
    "contact_note",
    _id(),
    _holder_id(),
    Column("offer_id", Text, nullable=False),
    Column("on", Day, nullable=False),
    Column("whom", Text, nullable=False),
    Column("means", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("prerequisites", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    numbered=True,
)

shortlist = _table(
    "shortlist",
    Column("holder_id", Text, ForeignKey("holder.id"), nullable=False),
    Column("offer_id", Text, nullable=False),
    _text("note"),
    Column("added_at", Instant),
    Column("chosen", Flag, nullable=False),
    UniqueConstraint("holder_id", "offer_id"),
    # At most one chosen training per holder; on a server too, but saying so here would load its dialect at each start.
    Index("ux_shortlist_chosen", "holder_id", unique=True, sqlite_where=sql("chosen = 1")),
    numbered=True,
)

diploma = _table(
    "diploma",
    _id(),
    _holder_id(),
    Column("code", Text, nullable=False),
    _text("title"),
    Column("year", Whole),
    numbered=True,
)

dif_declaration = _table(
    "dif_declaration",
    _holder_id(),
    Column("quantity", Hundredths, nullable=False),
    Column("employer", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("document_date", Day, nullable=False),
    Column("declared_at", Instant, nullable=False),
    Column("proof", OneOf(ProofState), nullable=False),
    _text("proof_comment"),
    numbered=True,
)

authorisation = _table(
    "authorisation",
    _id(),
    _holder_id(),
    Column("operator", Text, nullable=False),
    Column("scopes", SetOf(Scope), nullable=False),
    Column("start", Day, nullable=False),
    Column("end", Day, nullable=False),
    Column("revoked_at", Instant),
    numbered=True,
)

assistance_request = _table(
    "assistance_request",
    _id(),
    Column("reference", Text, nullable=False, unique=True),
    _holder_id(),
    Column("topic", Text, nullable=False),
    Column("state", OneOf(RequestState), nullable=False),
    Column("created_at", Instant, nullable=False),
    numbered=True,
)

assistance_message = _table(
    "assistance_message",
    Column("request_id", Text, ForeignKey("assistance_request.id"), nullable=False, index=True),
    Column("author_role", OneOf(Role), nullable=False),
    Column("author", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Instant, nullable=False),
    numbered=True,
)

draft = _table(
    "draft",
    Column("owner_id", Text, primary_key=True),
    Column("form", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("answers", Answers, nullable=False),
    Column("operation_id", Text, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

operation = _table(
    "operation",
    Column("op_id", Text, primary_key=True),
    Column("result", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

audit = _table(
    "audit",
    Column("at", Instant, nullable=False),
    Column("role", OneOf(Role), nullable=False),
    _text("actor"),
    _text("body"),
    Column("action", OneOf(Action), nullable=False),
    Column("subject", Text, nullable=False, server_default="", index=True),
    _text("detail"),
    Column("previous", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Index(None, "actor", "at"),  # what somebody did lately: a look made again is one look
    numbered=True,
)

audit_segment = _table(
    "audit_segment",
    Column("first_seq", Whole, nullable=False),
    Column("last_seq", Whole, nullable=False),
    Column("first_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("start_digest", Text, nullable=False),
    Column("end_digest", Text, nullable=False),
    Column("sealed_at", Instant, nullable=False),
    Column("previous", Text, nullable=False),
    Column("digest", Text, nullable=False),
    CheckConstraint("last_seq >= first_seq", name="bounds"),
    numbered=True,
)

# Keyed by a fingerprint of the number or login typed, known or not: an unknown one is counted the same.
sign_in_attempt = _table(
    "sign_in_attempt",
    Column("key", LargeBinary, primary_key=True),
    Column("failures", Whole, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("locked_until", Instant),
)

second_factor = _table(
    "second_factor",
    Column("advisor_id", Text, ForeignKey("advisor.id"), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("enrolled_at", Instant),  # None until a first code has proved that the advisor's device has the secret
    Column("last_step", Whole, nullable=False),  # of time, so that a code is accepted once
)

recovery_code = _table(
    "recovery_code",
    Column("advisor_id", Text, ForeignKey("advisor.id"), nullable=False, index=True),
    Column("secret_hash", Text, nullable=False),
    Column("used_at", Instant),
    numbered=True,
)

secret_reset = _table(
    "secret_reset",
    _id(),
    _holder_id(),
    Column("attested_by", Text, nullable=False),
    Column("code_hash", Text, nullable=False),
    Column("attested_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    numbered=True,
)
