"""What the guards of the second schema look at, in the SQL that both dialects read."""

from __future__ import annotations

LAST_LINE = "(SELECT digest FROM audit ORDER BY seq DESC LIMIT 1)"
LAST_SEALED = "(SELECT end_digest FROM audit_segment ORDER BY seq DESC LIMIT 1)"
SEALED_UNTIL = "coalesce((SELECT max(last_seq) FROM audit_segment), 0)"
LAST_SEGMENT = "coalesce((SELECT digest FROM audit_segment ORDER BY seq DESC LIMIT 1), '')"
HOLDER_ERASED = """EXISTS (
    SELECT 1 FROM dossier d JOIN holder h ON h.id = d.holder_id
    WHERE d.id = OLD.dossier_id AND h.erased_at IS NOT NULL)"""
ONLY_WORDS_GO = (
    "NEW.seq = OLD.seq AND NEW.dossier_id = OLD.dossier_id AND NEW.at = OLD.at AND NEW.role = OLD.role"
    " AND NEW.action = OLD.action AND NEW.state = OLD.state"
    " AND NEW.actor = '' AND NEW.reason = '' AND NEW.detail = ''"
)
