"""The first schema: people, ledger, dossiers, what a holder gathers, assistance, drafts, operations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cpf_tui.persistence.columns import StoredText, Whole
from cpf_tui.persistence.migrations.guards import put

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
    put(1)


def _people() -> None:
    """Titulaires, advisors, and operations already done."""
    op.create_table(
        "holder",
        sa.Column("id", StoredText, nullable=False),
        sa.Column("nir_index", sa.LargeBinary(), nullable=False),
        sa.Column("nir_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("secret_hash", StoredText, nullable=False),
        sa.Column("last_name", StoredText, server_default="", nullable=False),
        sa.Column("first_names", StoredText, server_default="", nullable=False),
        sa.Column("birth_date", StoredText, nullable=True),
        sa.Column("civility", StoredText, nullable=True),
        sa.Column("residence", StoredText, server_default="", nullable=False),
        sa.Column("employment", StoredText, nullable=False),
        sa.Column("highest_level", Whole, nullable=True),
        sa.Column("out_of_school", Whole, nullable=False),
        sa.Column("disability_recognised", Whole, nullable=False),
        sa.Column("executive", Whole, nullable=False),
        sa.Column("email", StoredText, server_default="", nullable=False),
        sa.Column("phone", StoredText, server_default="", nullable=False),
        sa.Column("opened_at", StoredText, nullable=True),
        sa.Column("place_id", StoredText, server_default="", nullable=False),
        sa.Column("operator", StoredText, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holder")),
        sa.UniqueConstraint("nir_index", name=op.f("uq_holder_nir_index")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_holder_operator"), "holder", ["operator"], unique=False)
    op.create_table(
        "advisor",
        sa.Column("id", StoredText, nullable=False),
        sa.Column("login", StoredText, nullable=False),
        sa.Column("secret_hash", StoredText, nullable=False),
        sa.Column("name", StoredText, nullable=False),
        sa.Column("operator", StoredText, nullable=False),
        sa.Column("rights", StoredText, nullable=False),
        sa.Column("place_id", StoredText, server_default="", nullable=False),
        sa.Column("active", Whole, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advisor")),
        sa.UniqueConstraint("login", name=op.f("uq_advisor_login")),
        sqlite_strict=True,
    )
    op.create_table(
        "operation",
        sa.Column("op_id", StoredText, nullable=False),
        sa.Column("result", StoredText, nullable=False),
        sa.Column("at", StoredText, nullable=False),
        sa.PrimaryKeyConstraint("op_id", name=op.f("pk_operation")),
        sqlite_strict=True,
    )
    op.create_table(
        "draft",
        sa.Column("owner_id", StoredText, nullable=False),
        sa.Column("form", StoredText, nullable=False),
        sa.Column("subject", StoredText, nullable=False),
        sa.Column("answers", StoredText, nullable=False),
        sa.Column("operation_id", StoredText, nullable=False),
        sa.Column("updated_at", StoredText, nullable=False),
        sa.PrimaryKeyConstraint("owner_id", "form", "subject", name=op.f("pk_draft")),
        sqlite_strict=True,
    )


def _dossiers() -> None:
    """Dossiers, their history, corrections and funding."""
    op.create_table(
        "dossier",
        sa.Column("seq", Whole, autoincrement=True, nullable=False),
        sa.Column("id", StoredText, nullable=False),
        sa.Column("reference", StoredText, nullable=False),
        sa.Column("holder_id", StoredText, nullable=False),
        sa.Column("offer_id", StoredText, nullable=False),
        sa.Column("title", StoredText, server_default="", nullable=False),
        sa.Column("organisation", StoredText, server_default="", nullable=False),
        sa.Column("certification", StoredText, server_default="", nullable=False),
        sa.Column("state", StoredText, nullable=False),
        sa.Column("planned", Whole, nullable=False),
        sa.Column("created_at", StoredText, nullable=False),
        sa.Column("updated_at", StoredText, nullable=False),
        sa.Column("answers", StoredText, nullable=False),
        sa.Column("realised", Whole, nullable=True),
        sa.Column("price_cents", Whole, nullable=True),
        sa.Column("start", StoredText, nullable=True),
        sa.Column("end", StoredText, nullable=True),
        sa.Column("operator", StoredText, server_default="", nullable=False),
        sa.Column("consent_at", StoredText, nullable=True),
        sa.Column("consent_quantity", Whole, nullable=False),
        sa.Column("version", Whole, nullable=False),
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
        sa.Column("seq", Whole, autoincrement=True, nullable=False),
        sa.Column("dossier_id", StoredText, nullable=False),
        sa.Column("at", StoredText, nullable=False),
        sa.Column("role", StoredText, nullable=False),
        sa.Column("actor", StoredText, nullable=False),
        sa.Column("action", StoredText, nullable=False),
        sa.Column("state", StoredText, nullable=False),
        sa.Column("reason", StoredText, server_default="", nullable=False),
        sa.Column("detail", StoredText, server_default="", nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_dossier_event_dossier_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_dossier_event")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_dossier_event_dossier_id"), "dossier_event", ["dossier_id"], unique=False)
    op.create_table(
        "correction",
        sa.Column("seq", Whole, autoincrement=True, nullable=False),
        sa.Column("id", StoredText, nullable=False),
        sa.Column("dossier_id", StoredText, nullable=False),
        sa.Column("field", StoredText, nullable=False),
        sa.Column("kind", StoredText, nullable=False),
        sa.Column("message", StoredText, nullable=False),
        sa.Column("asked_by", StoredText, nullable=False),
        sa.Column("asked_at", StoredText, nullable=False),
        sa.Column("answered_at", StoredText, nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_correction_dossier_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_correction")),
        sa.UniqueConstraint("id", name=op.f("uq_correction_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_correction_dossier_id"), "correction", ["dossier_id"], unique=False)
    op.create_table(
        "funding_line",
        sa.Column("seq", Whole, autoincrement=True, nullable=False),
        sa.Column("id", StoredText, nullable=False),
        sa.Column("dossier_id", StoredText, nullable=False),
        sa.Column("funder", StoredText, nullable=False),
        sa.Column("quantity", Whole, nullable=False),
        sa.Column("euros_cents", Whole, nullable=False),
        sa.Column("state", StoredText, nullable=False),
        sa.Column("asked_at", StoredText, nullable=False),
        sa.Column("asked_by", StoredText, nullable=False),
        sa.Column("comment", StoredText, server_default="", nullable=False),
        sa.Column("answered_at", StoredText, nullable=True),
        sa.Column("answer", StoredText, server_default="", nullable=False),
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
        sa.Column("id", StoredText, nullable=False),
        sa.Column("holder_id", StoredText, nullable=False),
        sa.Column("source", StoredText, nullable=False),
        sa.Column("credits", Whole, server_default="0", nullable=False),
        sa.Column("pending", Whole, server_default="0", nullable=False),
        sa.Column("posted", Whole, server_default="0", nullable=False),
        sa.Column("last_seq", Whole, server_default="0", nullable=False),
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
        sa.Column("seq", Whole, autoincrement=True, nullable=False),
        sa.Column("op_id", StoredText, nullable=False),
        sa.Column("account_id", StoredText, nullable=False),
        sa.Column("kind", StoredText, nullable=False),
        sa.Column("amount", Whole, nullable=False),
        sa.Column("pending_seq", Whole, nullable=True),
        sa.Column("dossier_id", StoredText, nullable=True),
        sa.Column("motive", StoredText, nullable=False),
        sa.Column("actor", StoredText, nullable=False),
        sa.Column("at", StoredText, nullable=False),
        sa.Column("previous", StoredText, nullable=False),
        sa.Column("digest", StoredText, nullable=False),
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
        sa.Column("seq", Whole, autoincrement=True, nullable=False),
        sa.Column("id", StoredText, nullable=False),
        sa.Column("holder_id", StoredText, nullable=False),
        sa.Column("offer_id", StoredText, nullable=False),
        sa.Column("on", StoredText, nullable=False),
        sa.Column("whom", StoredText, nullable=False),
        sa.Column("means", StoredText, nullable=False),
        sa.Column("answer", StoredText, nullable=False),
        sa.Column("prerequisites", StoredText, nullable=False),
        sa.Column("author", StoredText, nullable=False),
        sa.Column("recorded_at", StoredText, nullable=False),
        sa.ForeignKeyConstraint(["holder_id"], ["holder.id"], name=op.f("fk_contact_note_holder_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_contact_note")),
        sa.UniqueConstraint("id", name=op.f("uq_contact_note_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_contact_note_holder_id"), "contact_note", ["holder_id"], unique=False)
    op.create_table(
        "shortlist",
        sa.Column("seq", Whole, autoincrement=True, nullable=False),
        sa.Column("holder_id", StoredText, nullable=False),
        sa.Column("offer_id", StoredText, nullable=False),
        sa.Column("note", StoredText, server_default="", nullable=False),
        sa.Column("added_at", StoredText, nullable=True),
        sa.Column("chosen", Whole, nullable=False),
        sa.ForeignKeyConstraint(["holder_id"], ["holder.id"], name=op.f("fk_shortlist_holder_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_shortlist")),
        sa.UniqueConstraint("holder_id", "offer_id", name=op.f("uq_shortlist_holder_id_offer_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    chosen = sa.text("chosen = 1")
    op.create_index(
        "ux_shortlist_chosen", "shortlist", ["holder_id"], unique=True, sqlite_where=chosen, postgresql_where=chosen
    )
    op.create_table(
        "diploma",
        sa.Column("seq", Whole, autoincrement=True, nullable=False),
        sa.Column("id", StoredText, nullable=False),
        sa.Column("holder_id", StoredText, nullable=False),
        sa.Column("code", StoredText, nullable=False),
        sa.Column("title", StoredText, server_default="", nullable=False),
        sa.Column("year", Whole, nullable=True),
        sa.ForeignKeyConstraint(["holder_id"], ["holder.id"], name=op.f("fk_diploma_holder_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_diploma")),
        sa.UniqueConstraint("id", name=op.f("uq_diploma_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_diploma_holder_id"), "diploma", ["holder_id"], unique=False)
    op.create_table(
        "dif_declaration",
        sa.Column("seq", Whole, autoincrement=True, nullable=False),
        sa.Column("holder_id", StoredText, nullable=False),
        sa.Column("quantity", Whole, nullable=False),
        sa.Column("employer", StoredText, nullable=False),
        sa.Column("document", StoredText, nullable=False),
        sa.Column("document_date", StoredText, nullable=False),
        sa.Column("declared_at", StoredText, nullable=False),
        sa.Column("proof", StoredText, nullable=False),
        sa.Column("proof_comment", StoredText, server_default="", nullable=False),
        sa.ForeignKeyConstraint(["holder_id"], ["holder.id"], name=op.f("fk_dif_declaration_holder_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_dif_declaration")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_dif_declaration_holder_id"), "dif_declaration", ["holder_id"], unique=False)
    op.create_table(
        "authorisation",
        sa.Column("seq", Whole, autoincrement=True, nullable=False),
        sa.Column("id", StoredText, nullable=False),
        sa.Column("holder_id", StoredText, nullable=False),
        sa.Column("operator", StoredText, nullable=False),
        sa.Column("scopes", StoredText, nullable=False),
        sa.Column("start", StoredText, nullable=False),
        sa.Column("end", StoredText, nullable=False),
        sa.Column("revoked_at", StoredText, nullable=True),
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
        sa.Column("seq", Whole, autoincrement=True, nullable=False),
        sa.Column("id", StoredText, nullable=False),
        sa.Column("reference", StoredText, nullable=False),
        sa.Column("holder_id", StoredText, nullable=False),
        sa.Column("topic", StoredText, nullable=False),
        sa.Column("state", StoredText, nullable=False),
        sa.Column("created_at", StoredText, nullable=False),
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
        sa.Column("seq", Whole, autoincrement=True, nullable=False),
        sa.Column("request_id", StoredText, nullable=False),
        sa.Column("author_role", StoredText, nullable=False),
        sa.Column("author", StoredText, nullable=False),
        sa.Column("body", StoredText, nullable=False),
        sa.Column("at", StoredText, nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["assistance_request.id"], name=op.f("fk_assistance_message_request_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_assistance_message")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_assistance_message_request_id"), "assistance_message", ["request_id"], unique=False)
