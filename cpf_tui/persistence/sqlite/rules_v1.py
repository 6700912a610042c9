"""Triggers of the first schema: the ledger keeps its own balances and cannot be rewritten, whatever the program does.

Each refusal is a `RAISE(ABORT, code)`: unlike a broken CHECK, `INSERT OR IGNORE` cannot silence it. Codes are
translated into sentences by the repositories.
"""

from __future__ import annotations

from cpf_tui.persistence.codes import (
    BALANCE,
    BROKEN_CHAIN,
    IMMUTABLE,
    NO_ACCOUNT,
    NOT_RESERVED,
    OVERSPENT,
    RESOLVED,
)


def refuse(code: str, condition: str) -> str:
    """Write the line that refuses under a condition."""
    return f"  SELECT RAISE(ABORT, '{code}') WHERE {condition};"


def trigger(name: str, event: str, *body: str) -> str:
    """Write a whole trigger."""
    return "\n".join((f"CREATE TRIGGER {name} {event} BEGIN", *body, "END"))


def never(name: str, event: str) -> str:
    """Write the trigger that refuses an event whatever it is about."""
    return trigger(name, event, f"  SELECT RAISE(ABORT, '{IMMUTABLE}');")


_AVAILABLE = "(SELECT credits - posted - pending FROM account WHERE id = NEW.account_id)"
_LAST_DIGEST = "(SELECT e.digest FROM account a JOIN entry e ON e.seq = a.last_seq WHERE a.id = NEW.account_id)"
_RESERVATION = "SELECT amount FROM entry WHERE seq = NEW.pending_seq AND kind = 'pend' AND account_id = NEW.account_id"

# A balance may only change by the movement that follows the last one applied, and by exactly what it says. Such a
# movement exists only while `entry_apply` runs, so every other change of an account is refused, its holder included.
_APPLIED = """EXISTS (
    SELECT 1 FROM entry e LEFT JOIN entry p ON p.seq = e.pending_seq
    WHERE e.seq = NEW.last_seq AND e.account_id = NEW.id
      AND OLD.last_seq = coalesce((SELECT max(seq) FROM entry WHERE account_id = NEW.id AND seq < e.seq), 0)
      AND NEW.credits - OLD.credits = iif(e.kind = 'credit', e.amount, 0)
      AND NEW.pending - OLD.pending = iif(e.kind = 'pend', e.amount, -coalesce(p.amount, 0))
      AND NEW.posted - OLD.posted = iif(e.kind = 'post', e.amount, 0))"""

TRIGGERS: dict[str, str] = {
    "entry_check": trigger(
        "entry_check",
        "BEFORE INSERT ON entry",
        # INSERT OR REPLACE must not rewrite a movement, even where recursive triggers are off.
        refuse(IMMUTABLE, "EXISTS (SELECT 1 FROM entry WHERE seq = NEW.seq OR op_id = NEW.op_id)"),
        refuse(NO_ACCOUNT, "NOT EXISTS (SELECT 1 FROM account WHERE id = NEW.account_id)"),
        refuse(BROKEN_CHAIN, f"NEW.previous IS NOT coalesce({_LAST_DIGEST}, '')"),
        refuse(OVERSPENT, f"NEW.kind = 'pend' AND {_AVAILABLE} < NEW.amount"),
        refuse(OVERSPENT, f"NEW.kind = 'credit' AND {_AVAILABLE} + NEW.amount < 0"),
        refuse(NOT_RESERVED, f"NEW.pending_seq IS NOT NULL AND NOT EXISTS ({_RESERVATION})"),
        refuse(NOT_RESERVED, f"NEW.kind = 'post' AND NEW.amount > ({_RESERVATION})"),
        refuse(NOT_RESERVED, f"NEW.kind = 'void' AND NEW.amount <> ({_RESERVATION})"),
        refuse(RESOLVED, "EXISTS (SELECT 1 FROM entry WHERE pending_seq = NEW.pending_seq)"),
    ),
    "entry_apply": trigger(
        "entry_apply",
        "AFTER INSERT ON entry",
        refuse(BROKEN_CHAIN, "EXISTS (SELECT 1 FROM entry WHERE seq > NEW.seq)"),
        "  UPDATE account SET",
        "    credits = credits + iif(NEW.kind = 'credit', NEW.amount, 0),",
        f"    pending = pending + iif(NEW.kind = 'pend', NEW.amount, -coalesce(({_RESERVATION}), 0)),",
        "    posted = posted + iif(NEW.kind = 'post', NEW.amount, 0),",
        "    last_seq = NEW.seq",
        "  WHERE id = NEW.account_id;",
    ),
    "entry_no_update": never("entry_no_update", "BEFORE UPDATE ON entry"),
    "entry_no_delete": never("entry_no_delete", "BEFORE DELETE ON entry"),
    "account_open": trigger(
        "account_open",
        "BEFORE INSERT ON account",
        refuse(BALANCE, "NEW.credits <> 0 OR NEW.pending <> 0 OR NEW.posted <> 0 OR NEW.last_seq <> 0"),
        refuse(
            IMMUTABLE,
            "EXISTS (SELECT 1 FROM account WHERE id = NEW.id OR (holder_id = NEW.holder_id AND source = NEW.source))",
        ),
    ),
    "account_balance": trigger(
        "account_balance",
        "BEFORE UPDATE ON account",
        refuse(BALANCE, f"NEW.last_seq <= OLD.last_seq OR NOT {_APPLIED}"),
    ),
    "account_no_delete": trigger(
        "account_no_delete",
        "BEFORE DELETE ON account",
        refuse(IMMUTABLE, "EXISTS (SELECT 1 FROM entry WHERE account_id = OLD.id)"),
    ),
    "dossier_event_append": trigger(
        "dossier_event_append",
        "BEFORE INSERT ON dossier_event",
        refuse(IMMUTABLE, "EXISTS (SELECT 1 FROM dossier_event WHERE seq = NEW.seq)"),
    ),
    "dossier_event_no_update": never("dossier_event_no_update", "BEFORE UPDATE ON dossier_event"),
    "dossier_event_no_delete": never("dossier_event_no_delete", "BEFORE DELETE ON dossier_event"),
}
