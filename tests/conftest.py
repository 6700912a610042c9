"""Fixtures shared by every folder of tests."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from cpf_tui.persistence.unit_of_work import SqlDatabase
from tests.support.storage import Installation


def pytest_configure() -> None:
    """Take Ctrl+C again where a runner in the background ignores it: the programs under test would inherit that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


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
