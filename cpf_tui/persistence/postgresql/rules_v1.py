"""The guards of the first schema in PL/pgSQL: the same refusals, by the same codes, as `sqlite/rules_v1.py`.

What differs is what the dialects differ in. A transaction of PostgreSQL does not exclude the others: a movement first
locks the counter of movements, then the account, so that a program without any lock of its own loses no update. A
sequence leaves holes where a transaction is rolled back, and a hole means a movement taken away: the counter is a row,
rolled back with the rest. Several rows may be written by one statement, all checked before the first is applied: the
chain is looked at again when each is. There is a TRUNCATE, and no REPLACE.
"""

from __future__ import annotations

from cpf_tui.persistence.codes import BALANCE, BROKEN_CHAIN, IMMUTABLE, NO_ACCOUNT, NOT_RESERVED, OVERSPENT, RESOLVED
from cpf_tui.persistence.postgresql.guards import Guard, body, never, refuse

# One row for each table whose numbers follow one another.
NUMBERING = (
    'CREATE TABLE numbering (name text COLLATE "C" PRIMARY KEY, last bigint NOT NULL)',
    "INSERT INTO numbering VALUES ('entry', 0)",
    "ALTER TABLE entry ALTER COLUMN seq DROP DEFAULT",
    "DROP SEQUENCE entry_seq_seq",
)


def draw(table: str) -> str:
    """Write the lines that give a new row its number, once those before it are committed or gone."""
    return f"""  UPDATE numbering SET last = last + 1 WHERE name = '{table}' RETURNING last INTO number;
  IF NEW.seq IS NOT NULL AND NEW.seq <> number THEN
    IF EXISTS (SELECT 1 FROM {table} WHERE seq = NEW.seq) THEN
    {refuse(IMMUTABLE)}
    END IF;
  {refuse(BROKEN_CHAIN)}
  END IF;
  NEW.seq := number;"""  # noqa: S608 - constants


_AVAILABLE = "held.credits - held.posted - held.pending"
_LAST_DIGEST = "coalesce((SELECT digest FROM entry WHERE seq = held.last_seq), '')"

# See `sqlite/rules_v1.py`: a balance changes by the movement that follows the last one applied, and by what it says.
_APPLIED = """EXISTS (
    SELECT 1 FROM entry e LEFT JOIN entry p ON p.seq = e.pending_seq
    WHERE e.seq = NEW.last_seq AND e.account_id = NEW.id
      AND OLD.last_seq = coalesce((SELECT max(seq) FROM entry WHERE account_id = NEW.id AND seq < e.seq), 0)
      AND NEW.credits - OLD.credits = CASE e.kind WHEN 'credit' THEN e.amount ELSE 0 END
      AND NEW.pending - OLD.pending = CASE e.kind WHEN 'pend' THEN e.amount ELSE -coalesce(p.amount, 0) END
      AND NEW.posted - OLD.posted = CASE e.kind WHEN 'post' THEN e.amount ELSE 0 END)"""

GUARDS: dict[str, Guard] = {
    "entry_check": Guard(
        "BEFORE INSERT ON entry",
        body(
            draw("entry"),
            refuse(IMMUTABLE, "EXISTS (SELECT 1 FROM entry WHERE op_id = NEW.op_id)"),
            "  SELECT * INTO held FROM account WHERE id = NEW.account_id FOR UPDATE;",
            refuse(NO_ACCOUNT, "NOT FOUND"),
            refuse(BROKEN_CHAIN, f"NEW.previous IS DISTINCT FROM {_LAST_DIGEST}"),
            refuse(OVERSPENT, f"NEW.kind = 'pend' AND {_AVAILABLE} < NEW.amount"),
            refuse(OVERSPENT, f"NEW.kind = 'credit' AND {_AVAILABLE} + NEW.amount < 0"),
            "  IF NEW.pending_seq IS NOT NULL THEN",
            "    SELECT amount INTO reserved FROM entry",
            "      WHERE seq = NEW.pending_seq AND kind = 'pend' AND account_id = NEW.account_id;",
            refuse(NOT_RESERVED, "NOT FOUND"),
            refuse(NOT_RESERVED, "NEW.kind = 'post' AND NEW.amount > reserved"),
            refuse(NOT_RESERVED, "NEW.kind = 'void' AND NEW.amount <> reserved"),
            refuse(RESOLVED, "EXISTS (SELECT 1 FROM entry WHERE pending_seq = NEW.pending_seq)"),
            "  END IF;",
            declare="number bigint; held account; reserved bigint;",
        ),
        as_owner=True,
    ),
    "entry_apply": Guard(
        "AFTER INSERT ON entry",
        body(
            "  SELECT * INTO held FROM account WHERE id = NEW.account_id;",
            refuse(BROKEN_CHAIN, f"NEW.previous IS DISTINCT FROM {_LAST_DIGEST}"),
            "  IF NEW.pending_seq IS NOT NULL THEN",
            "    SELECT amount INTO released FROM entry WHERE seq = NEW.pending_seq;",
            "  END IF;",
            "  UPDATE account SET",
            "    credits = credits + CASE NEW.kind WHEN 'credit' THEN NEW.amount ELSE 0 END,",
            "    pending = pending + CASE NEW.kind WHEN 'pend' THEN NEW.amount ELSE -released END,",
            "    posted = posted + CASE NEW.kind WHEN 'post' THEN NEW.amount ELSE 0 END,",
            "    last_seq = NEW.seq",
            "  WHERE id = NEW.account_id;",
            declare="held account; released bigint := 0;",
        ),
        as_owner=True,
    ),
    "entry_no_update": never("BEFORE UPDATE ON entry"),
    "entry_no_delete": never("BEFORE DELETE ON entry"),
    "entry_no_truncate": never("BEFORE TRUNCATE ON entry"),
    "account_open": Guard(
        "BEFORE INSERT ON account",
        body(refuse(BALANCE, "NEW.credits <> 0 OR NEW.pending <> 0 OR NEW.posted <> 0 OR NEW.last_seq <> 0")),
    ),
    "account_balance": Guard(
        "BEFORE UPDATE ON account",
        body(refuse(BALANCE, f"NEW.last_seq <= OLD.last_seq OR NOT {_APPLIED}")),
    ),
    "account_no_delete": Guard(
        "BEFORE DELETE ON account",
        body(refuse(IMMUTABLE, "EXISTS (SELECT 1 FROM entry WHERE account_id = OLD.id)"), gives="OLD"),
    ),
    "account_no_truncate": never("BEFORE TRUNCATE ON account"),
    "dossier_event_no_update": never("BEFORE UPDATE ON dossier_event"),
    "dossier_event_no_delete": never("BEFORE DELETE ON dossier_event"),
    "dossier_event_no_truncate": never("BEFORE TRUNCATE ON dossier_event"),
    # A counter moves under the guard of its table only.
    "numbering_by_guards": Guard("BEFORE UPDATE ON numbering", body(refuse(IMMUTABLE, "pg_trigger_depth() < 2"))),
    "numbering_no_delete": never("BEFORE DELETE ON numbering"),
    "numbering_no_truncate": never("BEFORE TRUNCATE ON numbering"),
}
