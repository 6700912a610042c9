"""How long the long tests last: `CPF_TUI_TEST_FULL=1` gives them the figures of the design, else they are quick."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

FULL = os.environ.get("CPF_TUI_TEST_FULL") == "1"

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
"""The real files, where they lie beside the project."""

only_full = pytest.mark.skipif(not FULL, reason="long: run with CPF_TUI_TEST_FULL=1")


def effort(usual: int, full: int) -> int:
    """Return how many examples, or kills, a test makes."""
    return full if FULL else usual
