"""The titles of certifications, for offers that only name a code."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from cpf_tui.catalogue.datasets import Dataset
from cpf_tui.catalogue.reference import read_certifications
from cpf_tui.catalogue.tables import read_rows
from cpf_tui.catalogue.versions import Version


class _Title(NamedTuple):
    code: str
    title: str


def certification_titles(version: Version | None) -> Callable[[str], str]:
    """Return what gives the title of a code: that of the certifications imported, else of those shipped, else empty."""
    from catalog_data import data_path  # the light modules of the program must not need the data

    titles = {code: one.title for code, one in read_certifications(data_path("certifications.csv")).items()}
    if version is not None and Dataset.CERTIFICATIONS in version.manifest.datasets:
        with suppress(sqlite3.Error, OSError):  # offers are worth importing beside certifications that are damaged
            rows = read_rows(version.path / Dataset.CERTIFICATIONS.file, _Title)
            titles.update(row for row in rows if row.title)
    return lambda code: titles.get(code, "")
