"""The data that several scenarios start from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cpf_tui.demonstration.build import furnish
from cpf_tui.settings import Settings


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the demonstration once: a fictitious holder at each stage of the journey."""
    data = tmp_path_factory.mktemp("demonstration") / "donnees"
    furnish(Settings(data_dir=data))
    return data


@pytest.fixture
def demonstration(furnished: Path, tmp_path: Path) -> Path:
    """Give a test its own copy of the demonstration."""
    return Path(shutil.copytree(furnished, tmp_path / "donnees", symlinks=True))
