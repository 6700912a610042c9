"""The first schema: people, ledger, dossiers, what a holder gathers, assistance, drafts, operations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cpf_tui.persistence.sqlite.rules_v1 import TRIGGERS

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table, then the triggers that guard them."""
    _people()
    _dossiers()
    _ledger()
    _project()
    _assistance()
    for trigger in TRIGGERS.values():
        op.execute(trigger)


def _people() -> None:
    """Titulaires, advisors, and operations already done."""
    op.create_table(
        "holder",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("nir_index", sa.LargeBinary(), nullable=False),
        sa.Column("nir_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), server_default="", nullable=False),
        sa.Column("first_names", sa.Text(), server_default="", nullable=False),
        sa.Column("birth_date", sa.Text(), nullable=True),
        sa.Column("civility", sa.Text(), nullable=True),
        sa.Column("residence", sa.Text(), server_default="", nullable=False),
        sa.Column("employment", sa.Text(), nullable=False),
        sa.Column("highest_level", sa.Integer(), nullable=True),
        sa.Column("out_of_school", sa.Integer(), nullable=False),
        sa.Column("disability_recognised", sa.Integer(), nullable=False),
        sa.Column("executive", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("opened_at", sa.Text(), nullable=True),
        sa.Column("place_id", sa.Text(), server_default="", nullable=False),
        sa.Column("operator", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holder")),
        sa.UniqueConstraint("nir_index", name=op.f("uq_holder_nir_index")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_holder_operator"), "holder", ["operator"], unique=False)
    op.create_table(
        "advisor",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("rights", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Text(), server_default="", nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advisor")),
        sa.UniqueConstraint("login", name=op.f("uq_advisor_login")),
        sqlite_strict=True,
    )
    op.create_table(
        "operation",
        sa.Column("op_id", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("op_id", name=op.f("pk_operation")),
        sqlite_strict=True,
    )
    op.create_table(
        "draft",
        sa.Column("owner_id", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("operation_id", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("owner_id", "form", "subject", name=op.f("pk_draft")),
        sqlite_strict=True,
    )


def _dossiers() -> None:
    """Dossiers, their history, corrections and funding."""
    op.create_table(
        "dossier",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("holder_id", sa.Text(), nullable=False),
        sa.Column("offer_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("organisation", sa.Text(), server_default="", nullable=False),
        sa.Column("certification", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("realised", sa.Integer(), nullable=True),
        sa.Column("price_cents", sa.Integer(), nullable=True),
        sa.Column("start", sa.Text(), nullable=True),
        sa.Column("end", sa.Text(), nullable=True),
        sa.Column("operator", sa.Text(), server_default="", nullable=False),
        sa.Column("consent_at", sa.Text(), nullable=True),
        sa.Column("consent_quantity", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["holder_id"], ["holder.id"], name=op.f("fk_dossier_holder_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_dossier")),
        sa.UniqueConstraint("id", name=op.f("uq_dossier_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_dossier_reference")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_dossier_holder_id"), "dossier", ["holder_id"], unique=False)
    op.create_index(op.f("ix_dossier_operator_state"), "dossier", ["operator", "state"], unique=False)
    op.create_table(
        "dossier_event",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("dossier_id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_dossier_event_dossier_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_dossier_event")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_dossier_event_dossier_id"), "dossier_event", ["dossier_id"], unique=False)
    op.create_table(
        "correction",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dossier_id", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_correction_dossier_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_correction")),
        sa.UniqueConstraint("id", name=op.f("uq_correction_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_correction_dossier_id"), "correction", ["dossier_id"], unique=False)
    op.create_table(
        "funding_line",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dossier_id", sa.Text(), nullable=False),
        sa.Column("funder", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("euros_cents", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_at", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_funding_line_dossier_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_funding_line")),
        sa.UniqueConstraint("id", name=op.f("uq_funding_line_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_funding_line_dossier_id"), "funding_line", ["dossier_id"], unique=False)


def _ledger() -> None:
    """Accounts and their movements; after the dossiers they name."""
    op.create_table(
        "account",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("holder_id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("credits", sa.Integer(), server_default="0", nullable=False),
        sa.Column("pending", sa.Integer(), server_default="0", nullable=False),
        sa.Column("posted", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_seq", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("credits - posted - pending >= 0", name=op.f("ck_account_available")),
        sa.CheckConstraint("pending >= 0", name=op.f("ck_account_pending")),
        sa.CheckConstraint("posted >= 0", name=op.f("ck_account_posted")),
        sa.ForeignKeyConstraint(["holder_id"], ["holder.id"], name=op.f("fk_account_holder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("holder_id", "source", name=op.f("uq_account_holder_id_source")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entry",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("op_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("pending_seq", sa.Integer(), nullable=True),
        sa.Column("dossier_id", sa.Text(), nullable=True),
        sa.Column("motive", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'credit' AND amount <> 0) OR (kind IN ('pend', 'post', 'void') AND amount > 0)",
            name=op.f("ck_entry_amount"),
        ),
        sa.CheckConstraint("(kind IN ('post', 'void')) = (pending_seq IS NOT NULL)", name=op.f("ck_entry_resolves")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_entry_account_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_entry_dossier_id")),
        sa.ForeignKeyConstraint(["pending_seq"], ["entry.seq"], name=op.f("fk_entry_pending_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_entry")),
        sa.UniqueConstraint("op_id", name=op.f("uq_entry_op_id")),
        sa.UniqueConstraint("pending_seq", name=op.f("uq_entry_pending_seq")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_entry_account_id"), "entry", ["account_id"], unique=False)
    op.create_index(op.f("ix_entry_dossier_id"), "entry", ["dossier_id"], unique=False)


def _project() -> None:
    """What a holder gathers before the dossier."""
    op.create_table(
        "contact_note",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("holder_id", sa.Text(), nullable=False),
        sa.Column("offer_id", sa.Text(), nullable=False),
        sa.Column("on", sa.Text(), nullable=False),
        sa.Column("whom", sa.Text(), nullable=False),
        sa.Column("means", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("prerequisites", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["holder_id"], ["holder.id"], name=op.f("fk_contact_note_holder_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_contact_note")),
        sa.UniqueConstraint("id", name=op.f("uq_contact_note_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_contact_note_holder_id"), "contact_note", ["holder_id"], unique=False)
    op.create_table(
        "shortlist",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("holder_id", sa.Text(), nullable=False),
        sa.Column("offer_id", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("added_at", sa.Text(), nullable=True),
        sa.Column("chosen", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["holder_id"], ["holder.id"], name=op.f("fk_shortlist_holder_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_shortlist")),
        sa.UniqueConstraint("holder_id", "offer_id", name=op.f("uq_shortlist_holder_id_offer_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ux_shortlist_chosen", "shortlist", ["holder_id"], unique=True, sqlite_where=sa.text("chosen = 1"))
    op.create_table(
        "diploma",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("holder_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["holder_id"], ["holder.id"], name=op.f("fk_diploma_holder_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_diploma")),
        sa.UniqueConstraint("id", name=op.f("uq_diploma_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_diploma_holder_id"), "diploma", ["holder_id"], unique=False)
    op.create_table(
        "dif_declaration",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("holder_id", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("employer", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("document_date", sa.Text(), nullable=False),
        sa.Column("declared_at", sa.Text(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("proof_comment", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["holder_id"], ["holder.id"], name=op.f("fk_dif_declaration_holder_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_dif_declaration")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_dif_declaration_holder_id"), "dif_declaration", ["holder_id"], unique=False)
    op.create_table(
        "authorisation",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("holder_id", sa.Text(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("start", sa.Text(), nullable=False),
        sa.Column("end", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["holder_id"], ["holder.id"], name=op.f("fk_authorisation_holder_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_authorisation")),
        sa.UniqueConstraint("id", name=op.f("uq_authorisation_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_authorisation_holder_id"), "authorisation", ["holder_id"], unique=False)


def _assistance() -> None:
    """Requests for help."""
    op.create_table(
        "assistance_request",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("holder_id", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["holder_id"], ["holder.id"], name=op.f("fk_assistance_request_holder_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_assistance_request")),
        sa.UniqueConstraint("id", name=op.f("uq_assistance_request_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_assistance_request_reference")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_assistance_request_holder_id"), "assistance_request", ["holder_id"], unique=False)
    op.create_table(
        "assistance_message",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("author_role", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["assistance_request.id"], name=op.f("fk_assistance_message_request_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_assistance_message")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_assistance_message_request_id"), "assistance_message", ["request_id"], unique=False)
