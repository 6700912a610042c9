"""The second schema: the audit, the count of sign-ins, second factors, forgotten secrets, erased accounts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cpf_tui.persistence.sqlite import rules_v1, rules_v2

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add tables and columns, then the triggers that guard them."""
    _holders()
    _audit()
    _access()
    for name in rules_v2.TRIGGERS.keys() & rules_v1.TRIGGERS.keys():
        op.execute(f"DROP TRIGGER {name}")
    for trigger in rules_v2.TRIGGERS.values():
        op.execute(trigger)


def _holders() -> None:
    """Say when an account was made, last used, erased: what the retention rules look at."""
    for name in ("created_at", "last_sign_in_at", "erased_at"):
        op.add_column("holder", sa.Column(name, sa.Text(), nullable=True))


def _audit() -> None:
    """Who looked at what, and the seals of what was purged."""
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), server_default="", nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_audit_subject"), "audit", ["subject"], unique=False)
    op.create_table(
        "audit_segment",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("first_seq", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.Text(), nullable=False),
        sa.Column("last_at", sa.Text(), nullable=False),
        sa.Column("start_digest", sa.Text(), nullable=False),
        sa.Column("end_digest", sa.Text(), nullable=False),
        sa.Column("sealed_at", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.CheckConstraint("last_seq >= first_seq", name=op.f("ck_audit_segment_bounds")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_segment")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )


def _access() -> None:
    """What the sign-in counts and asks: attempts, second factors, attested resets."""
    op.create_table(
        "sign_in_attempt",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.Text(), nullable=False),
        sa.Column("locked_until", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_attempt")),
        sqlite_strict=True,
    )
    op.create_table(
        "second_factor",
        sa.Column("advisor_id", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("enrolled_at", sa.Text(), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["advisor_id"], ["advisor.id"], name=op.f("fk_second_factor_advisor_id")),
        sa.PrimaryKeyConstraint("advisor_id", name=op.f("pk_second_factor")),
        sqlite_strict=True,
    )
    op.create_table(
        "recovery_code",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("advisor_id", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("used_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["advisor_id"], ["advisor.id"], name=op.f("fk_recovery_code_advisor_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_recovery_code")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_recovery_code_advisor_id"), "recovery_code", ["advisor_id"], unique=False)
    op.create_table(
        "secret_reset",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("holder_id", sa.Text(), nullable=False),
        sa.Column("attested_by", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("attested_at", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.Text(), nullable=False),
        sa.Column("used_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["holder_id"], ["holder.id"], name=op.f("fk_secret_reset_holder_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_secret_reset")),
        sa.UniqueConstraint("id", name=op.f("uq_secret_reset_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_secret_reset_holder_id"), "secret_reset", ["holder_id"], unique=False)
