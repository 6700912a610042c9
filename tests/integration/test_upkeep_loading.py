"""Who has no server does not wait for its driver."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_DONE = """
import sys
from pathlib import Path
from tests.support.storage import Installation, furnish
from tests.support.upkeep import upkeep_of

installation = Installation(Path(sys.argv[1]))
database = installation.open()
furnish(database)
database.close()
copy = upkeep_of(installation).back_up().path
upkeep_of(installation).restore(copy)
upkeep_of(installation).change_keys(["base", "index"])
print(*sorted(name for name in ("psycopg", "psycopg2", "alembic", "textual") if name in sys.modules))
"""


def test_a_backup_a_restoration_and_a_change_of_keys_load_no_server(tmp_path: Path) -> None:
    argv = [sys.executable, "-c", _DONE, str(tmp_path / "etat")]
    done = subprocess.run(argv, cwd=Path(__file__).parents[2], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["alembic"]
