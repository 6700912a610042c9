"""The next person at a terminal finds nothing of the one before: not on screen, not in memory.

The memory searched is that of a process of its own: in one that has run other tests, what they keep of the same people
would be found too, and there would be a hundred times more to look through.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ALONE = Path(__file__).with_name("next_person.py")


def test_nothing_is_left_in_memory(tmp_path: Path) -> None:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    argv = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        f"--basetemp={tmp_path / 'seul'}",
        str(ALONE),
    ]
    done = subprocess.run(argv, cwd=ALONE.parents[2], env=inherited, capture_output=True, text=True, check=False)

    assert (done.returncode, "2 passed" in done.stdout) == (0, True), done.stdout
