"""Triggers of the second schema: the audit only grows, and an erased account gives up its words and nothing else.

Lines of the audit leave by sealed segments only. A trigger of the same name replaces that of `rules_v1`.
"""

from __future__ import annotations

from cpf_tui.persistence.codes import BROKEN_CHAIN, ERASED, IMMUTABLE
from cpf_tui.persistence.conditions import (
    HOLDER_ERASED,
    LAST_LINE,
    LAST_SEALED,
    LAST_SEGMENT,
    ONLY_WORDS_GO,
    SEALED_UNTIL,
)
from cpf_tui.persistence.erased import LEADS_TO_ERASED, guard_of
from cpf_tui.persistence.sqlite.rules_v1 import never, refuse, trigger

_LAST_OTHER = f"coalesce((SELECT max(seq) FROM audit WHERE seq <> NEW.seq), {SEALED_UNTIL})"  # noqa: S608 - constants

TRIGGERS: dict[str, str] = {
    "audit_check": trigger(
        "audit_check",
        "BEFORE INSERT ON audit",
        refuse(IMMUTABLE, "EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq)"),
        refuse(BROKEN_CHAIN, f"NEW.previous IS NOT coalesce({LAST_LINE}, {LAST_SEALED}, '')"),
    ),
    "audit_number": trigger(
        "audit_number",
        "AFTER INSERT ON audit",
        refuse(BROKEN_CHAIN, f"NEW.seq <> 1 + {_LAST_OTHER}"),
    ),
    "audit_no_update": never("audit_no_update", "BEFORE UPDATE ON audit"),
    "audit_no_delete": trigger(
        "audit_no_delete",
        "BEFORE DELETE ON audit",
        refuse(IMMUTABLE, f"OLD.seq > {SEALED_UNTIL}"),
    ),
    "audit_segment_check": trigger(
        "audit_segment_check",
        "BEFORE INSERT ON audit_segment",
        refuse(IMMUTABLE, "EXISTS (SELECT 1 FROM audit_segment WHERE seq = NEW.seq)"),
        refuse(BROKEN_CHAIN, f"NEW.previous IS NOT {LAST_SEGMENT} OR NEW.first_seq <> 1 + {SEALED_UNTIL}"),
        refuse(
            BROKEN_CHAIN,
            "NOT EXISTS (SELECT 1 FROM audit WHERE seq = NEW.first_seq AND previous = NEW.start_digest)"
            " OR NOT EXISTS (SELECT 1 FROM audit WHERE seq = NEW.last_seq AND digest = NEW.end_digest)",
        ),
    ),
    "audit_segment_no_update": never("audit_segment_no_update", "BEFORE UPDATE ON audit_segment"),
    "audit_segment_no_delete": never("audit_segment_no_delete", "BEFORE DELETE ON audit_segment"),
    "dossier_event_no_update": trigger(
        "dossier_event_no_update",
        "BEFORE UPDATE ON dossier_event",
        refuse(IMMUTABLE, f"NOT ({HOLDER_ERASED} AND {ONLY_WORDS_GO})"),
    ),
    "holder_stays_erased": trigger(
        "holder_stays_erased",
        "BEFORE UPDATE ON holder",
        refuse(ERASED, "OLD.erased_at IS NOT NULL"),
    ),
    **{
        name: trigger(name, f"BEFORE INSERT ON {table}", refuse(ERASED, f"EXISTS ({rows})"))
        for table, rows in LEADS_TO_ERASED.items()
        for name in (guard_of(table),)
    },
}
