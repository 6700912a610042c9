"""Data shipped with the program; PROVENANCE.md says where each file comes from."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

__all__ = ["data_path"]


def data_path(name: str) -> Path:
    """Path of a shipped file or folder: `data_path("communes.csv")`, `data_path("information")`.

    The package is always installed unzipped, so what `importlib.resources` gives is a real path.
    """
    return Path(str(files(__name__).joinpath(name)))
