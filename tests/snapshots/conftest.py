"""A copy of the demonstration for each picture."""

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


@pytest.fixture
def play(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Iterator[Play]:
    """A holder at every stage, two advisors; everything begins in French."""
    with playing(tmp_path_factory.getbasetemp() / "demonstration", tmp_path / "etat") as one:
        yield one
    i18n.set_language("fr")
