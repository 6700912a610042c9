"""The triggers in force: those of each schema, a later one replacing an earlier one of the same name."""

from __future__ import annotations

from cpf_tui.persistence.sqlite import rules_v1, rules_v2

TRIGGERS: dict[str, str] = {**rules_v1.TRIGGERS, **rules_v2.TRIGGERS}
