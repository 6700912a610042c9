"""Fixtures shared by every folder of tests."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from cpf_tui.persistence.unit_of_work import SqlDatabase
from tests.support.cost import Cost
from tests.support.storage import Installation


def pytest_configure(config: pytest.Config) -> None:
    """Count what tests cost; take Ctrl+C again where a runner in the background ignores it: programs inherit that.

    Advisors come in without a telephone, unless a test says otherwise.
    """
    config.pluginmanager.register(Cost(), "cost")
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # No test may reach the installation of whoever runs them.
    os.environ.pop("CPF_TUI_DATABASE_URL", None)
    os.environ["CPF_TUI_ADVISOR_SECOND_FACTOR"] = "propose"


def pytest_collection_finish() -> None:
    """Let the garbage collector walk less often over what is loaded by now: a quarter of the time of tests of screens.

    Nothing is frozen: the search of the memory, and the forgetting, must see every object.
    """
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """An empty data folder."""
    return Installation(tmp_path / "etat")


@pytest.fixture
def database(installation: Installation) -> Iterator[SqlDatabase]:
    """A new database on a real file."""
    opened = installation.open()
    yield opened
    opened.close()
