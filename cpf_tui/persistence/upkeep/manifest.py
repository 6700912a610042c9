"""What a backup says of itself: when it was made, of which schema, how many rows, where both chains end.

It stands inside the copy, as a table of one row: a file beside could be lost, or be that of another copy, and would be
read by anybody; here it is written, encrypted and authenticated with what it describes. It is taken out on restoring.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, inspect

from cpf_tui.domain.movements import ledger_head

TABLE = "backup_manifest"
_CREATE = f"CREATE TABLE {TABLE} (content TEXT NOT NULL) STRICT"
_APART = frozenset({TABLE, "alembic_version", "numbering", "cpf_installation"})  # of the copy, or of the dialect
_ENDS = "SELECT a.id, coalesce(e.digest, '') FROM account a LEFT JOIN entry e ON e.seq = a.last_seq ORDER BY a.id"
_LAST_LINE = "SELECT seq, digest FROM audit ORDER BY seq DESC LIMIT 1"
_LAST_SEALED = "SELECT last_seq, end_digest FROM audit_segment ORDER BY seq DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds, in short: two of them with the same contents hold the same rights and the same audit.

    `rows` counts by table; `ledger` is one digest over the ends of the chains of every account; `audit_seq` and
    `audit` are the number and the digest of the last line of the audit (0 and empty for none).
    """

    schema: int
    rows: Mapping[str, int]
    ledger: str
    audit_seq: int
    audit: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents of a copy and the instant (UTC) at which it was asked for, before its first page was read."""

    made_at: datetime
    contents: Contents

    def as_json(self) -> dict[str, object]:
        """Give plain values for a program to read."""
        kept = self.contents
        return {
            "date": self.made_at.isoformat(),
            "schema": kept.schema,
            "lignes": dict(kept.rows),
            "registre": kept.ledger,
            "audit": {"ligne": kept.audit_seq, "empreinte": kept.audit},
        }


def contents_of(connection: Connection, version: int) -> Contents:
    """Count and sum up what a database holds, whatever its dialect and the version of its schema."""
    names = sorted(set(inspect(connection).get_table_names()) - _APART)
    rows = {name: int(connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()) for name in names}  # noqa: S608 - names of tables
    last = None
    if "audit" in rows:
        last = connection.exec_driver_sql(_LAST_LINE).first() or connection.exec_driver_sql(_LAST_SEALED).first()
    return Contents(
        schema=version,
        rows=rows,
        ledger=ledger_head((str(one), str(end)) for one, end in connection.exec_driver_sql(_ENDS)),
        audit_seq=int(last[0]) if last else 0,
        audit=str(last[1]) if last else "",
    )


def write(connection: Connection, manifest: Manifest) -> None:
    """Put the manifest in a copy."""
    content = {"format": 1, "made_at": manifest.made_at.isoformat(), **asdict(manifest.contents)}
    connection.exec_driver_sql(_CREATE)
    connection.exec_driver_sql(f"INSERT INTO {TABLE} VALUES (?)", (json.dumps(content),))  # noqa: S608 - a constant


def read(connection: Connection) -> Manifest | None:
    """Read the manifest of a copy; None when it has none, or one that this program does not read."""
    if not inspect(connection).has_table(TABLE):
        return None
    written = connection.exec_driver_sql(f"SELECT content FROM {TABLE}").scalars().all()  # noqa: S608 - a constant
    try:
        return _parsed(json.loads(written[0]))
    except (IndexError, KeyError, TypeError, ValueError):
        return None


def _parsed(content: Mapping[str, Any]) -> Manifest:
    kept = Contents(
        schema=int(content["schema"]),
        rows={str(name): int(count) for name, count in content["rows"].items()},
        ledger=str(content["ledger"]),
        audit_seq=int(content["audit_seq"]),
        audit=str(content["audit"]),
    )
    return Manifest(datetime.fromisoformat(content["made_at"]), kept)


def remove(connection: Connection) -> None:
    """Take the manifest out: what is left is a database as the program makes it."""
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {TABLE}")
