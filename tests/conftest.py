"""Fixtures shared by every folder of tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cpf_tui.persistence.unit_of_work import SqlDatabase
from tests.support.storage import Installation


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
