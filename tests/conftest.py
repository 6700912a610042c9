"""Fixtures shared by every folder of tests."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from cpf_tui.persistence.unit_of_work import SqlDatabase
from tests.support.storage import Installation


def pytest_configure() -> None:
    """Take Ctrl+C again where a runner in the background ignores it: the programs under test would inherit that.

    Advisors come in without a telephone, unless a test says otherwise.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ["CPF_TUI_ADVISOR_SECOND_FACTOR"] = "propose"


def pytest_collection_finish() -> None:
    """Leave what is loaded by now out of the walks of the garbage collector, and let it walk less often.

    It took a quarter of the time of the tests of screens, for objects that live as long as the run.
    """
    gc.freeze()
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
