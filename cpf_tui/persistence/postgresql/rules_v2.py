"""The guards of the second schema in PL/pgSQL: see `sqlite/rules_v2.py`, whose refusals and codes are the same."""

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
from cpf_tui.persistence.postgresql.guards import Guard, body, never, refuse
from cpf_tui.persistence.postgresql.rules_v1 import draw

NUMBERING = (
    "INSERT INTO numbering VALUES ('audit', 0), ('audit_segment', 0)",
    "ALTER TABLE audit ALTER COLUMN seq DROP DEFAULT",
    "ALTER TABLE audit_segment ALTER COLUMN seq DROP DEFAULT",
    "DROP SEQUENCE audit_seq_seq, audit_segment_seq_seq",
)

_LAST_NUMBER = f"coalesce((SELECT max(seq) FROM audit), {SEALED_UNTIL})"  # noqa: S608 - constants

GUARDS: dict[str, Guard] = {
    "audit_check": Guard(
        "BEFORE INSERT ON audit",
        body(
            draw("audit"),
            refuse(BROKEN_CHAIN, f"number <> 1 + {_LAST_NUMBER}"),
            refuse(BROKEN_CHAIN, f"NEW.previous IS DISTINCT FROM coalesce({LAST_LINE}, {LAST_SEALED}, '')"),
            declare="number bigint;",
        ),
        as_owner=True,
    ),
    "audit_no_update": never("BEFORE UPDATE ON audit"),
    "audit_no_delete": Guard(
        "BEFORE DELETE ON audit", body(refuse(IMMUTABLE, f"OLD.seq > {SEALED_UNTIL}"), gives="OLD")
    ),
    "audit_no_truncate": never("BEFORE TRUNCATE ON audit"),
    "audit_segment_check": Guard(
        "BEFORE INSERT ON audit_segment",
        body(
            draw("audit_segment"),
            refuse(
                BROKEN_CHAIN,
                f"NEW.previous IS DISTINCT FROM {LAST_SEGMENT} OR NEW.first_seq <> 1 + {SEALED_UNTIL}",
            ),
            refuse(
                BROKEN_CHAIN,
                "NOT EXISTS (SELECT 1 FROM audit WHERE seq = NEW.first_seq AND previous = NEW.start_digest)"
                " OR NOT EXISTS (SELECT 1 FROM audit WHERE seq = NEW.last_seq AND digest = NEW.end_digest)",
            ),
            declare="number bigint;",
        ),
        as_owner=True,
    ),
    "audit_segment_no_update": never("BEFORE UPDATE ON audit_segment"),
    "audit_segment_no_delete": never("BEFORE DELETE ON audit_segment"),
    "audit_segment_no_truncate": never("BEFORE TRUNCATE ON audit_segment"),
    "dossier_event_no_update": Guard(
        "BEFORE UPDATE ON dossier_event", body(refuse(IMMUTABLE, f"NOT ({HOLDER_ERASED} AND {ONLY_WORDS_GO})"))
    ),
    "holder_stays_erased": Guard("BEFORE UPDATE ON holder", body(refuse(ERASED, "OLD.erased_at IS NOT NULL"))),
    **{
        guard_of(table): Guard(f"BEFORE INSERT ON {table}", body(refuse(ERASED, f"EXISTS ({rows})")))
        for table, rows in LEADS_TO_ERASED.items()
    },
}
