"""The second schema: the audit, the count of sign-ins, second factors, forgotten secrets, erased accounts."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from cpf_tui.persistence.columns import StoredText, Whole
from cpf_tui.persistence.migrations.guards import put

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add tables and columns, then the triggers that guard them."""
    _holders()
    _audit()
    _access()
    put(2)


def _holders() -> None:
    """Say when an account was made, last used, erased: what the retention rules look at."""
    for name in ("created_at", "last_sign_in_at", "erased_at"):
        op.add_column("holder", sa.Column(name, StoredText, nullable=True))
    # When an account was made was not kept: at the latest when it was opened, or when a dossier was; else now.
    first = "(SELECT min(d.created_at) FROM dossier d WHERE d.holder_id = holder.id)"
    made = sa.text(f"UPDATE holder SET created_at = coalesce(opened_at, {first}, :now)")  # noqa: S608 - constants
    op.get_bind().execute(made, {"now": datetime.now(UTC).isoformat(timespec="microseconds")})


def _audit() -> None:
    """Who looked at what, and the seals of what was purged."""
    op.create_table(
        "audit",
        sa.Column("seq", Whole, autoincrement=True, nullable=False),
        sa.Column("at", StoredText, nullable=False),
        sa.Column("role", StoredText, nullable=False),
        sa.Column("actor", StoredText, server_default="", nullable=False),
        sa.Column("body", StoredText, server_default="", nullable=False),
        sa.Column("action", StoredText, nullable=False),
        sa.Column("subject", StoredText, server_default="", nullable=False),
        sa.Column("detail", StoredText, server_default="", nullable=False),
        sa.Column("previous", StoredText, nullable=False),
        sa.Column("digest", StoredText, nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_audit_subject"), "audit", ["subject"], unique=False)
    op.create_index(op.f("ix_audit_actor_at"), "audit", ["actor", "at"], unique=False)
    op.create_table(
        "audit_segment",
        sa.Column("seq", Whole, autoincrement=True, nullable=False),
        sa.Column("first_seq", Whole, nullable=False),
        sa.Column("last_seq", Whole, nullable=False),
        sa.Column("first_at", StoredText, nullable=False),
        sa.Column("last_at", StoredText, nullable=False),
        sa.Column("start_digest", StoredText, nullable=False),
        sa.Column("end_digest", StoredText, nullable=False),
        sa.Column("sealed_at", StoredText, nullable=False),
        sa.Column("previous", StoredText, nullable=False),
        sa.Column("digest", StoredText, nullable=False),
        sa.CheckConstraint("last_seq >= first_seq", name=op.f("ck_audit_segment_bounds")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_segment")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )


def _access() -> None:
    """What the sign-in counts and asks: attempts, second factors, attested resets."""
    op.add_column("advisor", sa.Column("secret_to_change", Whole, server_default="0", nullable=False))
    op.create_table(
        "sign_in_attempt",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("failures", Whole, nullable=False),
        sa.Column("last_at", StoredText, nullable=False),
        sa.Column("locked_until", StoredText, nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_attempt")),
        sqlite_strict=True,
    )
    op.create_table(
        "second_factor",
        sa.Column("advisor_id", StoredText, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("enrolled_at", StoredText, nullable=True),
        sa.Column("last_step", Whole, nullable=False),
        sa.ForeignKeyConstraint(["advisor_id"], ["advisor.id"], name=op.f("fk_second_factor_advisor_id")),
        sa.PrimaryKeyConstraint("advisor_id", name=op.f("pk_second_factor")),
        sqlite_strict=True,
    )
    op.create_table(
        "recovery_code",
        sa.Column("seq", Whole, autoincrement=True, nullable=False),
        sa.Column("advisor_id", StoredText, nullable=False),
        sa.Column("secret_hash", StoredText, nullable=False),
        sa.Column("used_at", StoredText, nullable=True),
        sa.ForeignKeyConstraint(["advisor_id"], ["advisor.id"], name=op.f("fk_recovery_code_advisor_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_recovery_code")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_recovery_code_advisor_id"), "recovery_code", ["advisor_id"], unique=False)
    op.create_table(
        "secret_reset",
        sa.Column("seq", Whole, autoincrement=True, nullable=False),
        sa.Column("id", StoredText, nullable=False),
        sa.Column("holder_id", StoredText, nullable=False),
        sa.Column("attested_by", StoredText, nullable=False),
        sa.Column("code_hash", StoredText, nullable=False),
        sa.Column("attested_at", StoredText, nullable=False),
        sa.Column("expires_at", StoredText, nullable=False),
        sa.Column("used_at", StoredText, nullable=True),
        sa.ForeignKeyConstraint(["holder_id"], ["holder.id"], name=op.f("fk_secret_reset_holder_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_secret_reset")),
        sa.UniqueConstraint("id", name=op.f("uq_secret_reset_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_secret_reset_holder_id"), "secret_reset", ["holder_id"], unique=False)
