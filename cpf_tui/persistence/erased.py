"""How a new row leads to an account that was erased, by table: the guards of both dialects refuse it.

Nothing is written any more about somebody whose account was erased, by a session left open elsewhere either.
"""

from __future__ import annotations

from collections.abc import Mapping

_MINE = "SELECT 1 FROM holder h WHERE h.id = NEW.{column} AND h.erased_at IS NOT NULL"
_OF_ACCOUNT = "SELECT 1 FROM account a JOIN holder h ON h.id = a.holder_id"
_OF_DOSSIER = "SELECT 1 FROM dossier d JOIN holder h ON h.id = d.holder_id"
LEADS_TO_ERASED: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "account",
            "dossier",
            "contact_note",
            "shortlist",
            "diploma",
            "dif_declaration",
            "authorisation",
            "assistance_request",
            "secret_reset",
        ),
        _MINE.format(column="holder_id"),
    ),
    "draft": _MINE.format(column="owner_id"),
    "entry": f"{_OF_ACCOUNT} WHERE a.id = NEW.account_id AND h.erased_at IS NOT NULL",
    **dict.fromkeys(
        ("dossier_event", "correction", "funding_line"),
        f"{_OF_DOSSIER} WHERE d.id = NEW.dossier_id AND h.erased_at IS NOT NULL",
    ),
}


def guard_of(table: str) -> str:
    """Name the guard that refuses a new row of a table which leads to an erased account."""
    return f"{table}_of_erased"
