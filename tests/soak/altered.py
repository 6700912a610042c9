"""A pytest plugin: one rule of the base is not what it should be, in every base that these tests make.

`pytest -p tests.soak.altered`, with the text to replace and its replacement in the environment. Ends with `UNTOUCHED`
when no statement held the text: nothing was tried then.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from sqlalchemy import Engine, event

OLD, NEW = "CPF_SOAK_OLD", "CPF_SOAK_NEW"
UNTOUCHED = 42  # exit code
_touched = 0


@event.listens_for(Engine, "before_cursor_execute", retval=True)
def _alter(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> tuple[str, Any]:
    global _touched  # noqa: PLW0603 – a plugin is a module
    old = os.environ.get(OLD, "")
    if old and old in statement and statement.lstrip().startswith("CREATE"):
        _touched += 1
        return statement.replace(old, os.environ[NEW]), parameters
    return statement, parameters


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Say so when nothing was altered."""
    if not _touched:
        session.exitstatus = UNTOUCHED
