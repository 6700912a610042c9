"""The program on an installation of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cpf_tui import i18n
from tests.support.screen_stage import Play, playing
from tests.support.still import stillness
from tests.support.stylesheets import read_once


@pytest.fixture(autouse=True, scope="package")
def _quick() -> Iterator[None]:
    """Wait on what the program does, never for a time, and read each stylesheet once."""
    with stillness(), read_once():
        yield


@pytest.fixture(scope="session")
def shared_installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demonstration is furnished, once for the whole run."""
    return tmp_path_factory.getbasetemp() / "demonstration"


@pytest.fixture
def play(shared_installation: Path, tmp_path: Path) -> Iterator[Play]:
    """A holder at every stage, two advisors."""
    with playing(shared_installation, tmp_path / "etat") as one:
        yield one


@pytest.fixture
def fresh(shared_installation: Path, tmp_path: Path) -> Iterator[Play]:
    """A fresh machine: nobody yet."""
    with playing(shared_installation, tmp_path / "etat", empty=True) as one:
        yield one


@pytest.fixture(autouse=True)
def _french() -> Iterator[None]:
    """Every test begins and ends in French."""
    yield
    i18n.set_language("fr")
