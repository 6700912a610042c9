"""The labels an index is built with: those shipped, and those of the tables imported in the same version."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from cpf_tui.catalogue.datasets import Dataset
from cpf_tui.catalogue.index.labels import LabelKind, Labels, LabelSource
from cpf_tui.catalogue.reference import read_certifications
from cpf_tui.catalogue.reference_rows import CertificationRow, FormacodeRow, RomeRow
from cpf_tui.catalogue.tables import read_rows

Row = TypeVar("Row", bound=tuple[Any, ...])


def known_labels(version: Path) -> Labels:
    """Return the labels for the version in a folder."""
    titles: dict[str, tuple[str, ...]] = {}
    titles |= {code: (one.title,) for code, one in read_certifications(_shipped("certifications.csv")).items()}
    romes: dict[str, tuple[str, ...]] = {}
    formacodes: dict[str, tuple[str, ...]] = {}
    for row in _rows(version, Dataset.CERTIFICATIONS, CertificationRow):
        if row.title:
            titles[row.code] = (*titles.get(row.code, ()), row.title)
        if row.romes:
            romes[row.code] = tuple(row.romes.split("|"))
        if row.formacodes:
            formacodes[row.code] = tuple(row.formacodes.split("|"))
    sources = [
        LabelSource(LabelKind.CERTIFICATION, "certification", titles),
        _everyday(),
        *_rome(version),
        *_formacode(version),
    ]
    return Labels(sources, {"romes": romes, "formacodes": formacodes})


def _everyday() -> LabelSource:
    """Return what people call the trades of each ROME code: words of the program's own, there without any import."""
    path = _shipped("metiers.csv")
    if not path.exists():
        return LabelSource(LabelKind.JOB, "romes", {})
    with path.open(encoding="utf-8", newline="") as file:
        words = {row["code_rome"]: tuple(row["mots"].split("|")) for row in csv.DictReader(file)}
    return LabelSource(LabelKind.JOB, "romes", words)


def _rome(version: Path) -> list[LabelSource]:
    rows = list(_rows(version, Dataset.ROME, RomeRow))
    return [
        LabelSource(LabelKind.TOPIC, "romes", _grouped((row.code, row.label) for row in rows)),
        LabelSource(LabelKind.JOB, "romes", _grouped((row.code, row.job) for row in rows)),
    ]


def _formacode(version: Path) -> list[LabelSource]:
    rows = list(_rows(version, Dataset.FORMACODE, FormacodeRow))
    others = ((row.code, text) for row in rows for text in (*row.synonyms.split("|"), *row.jobs.split("|")))
    return [
        LabelSource(LabelKind.TOPIC, "formacodes", _grouped((row.code, row.label) for row in rows)),
        LabelSource(LabelKind.JOB, "formacodes", _grouped(others)),
    ]


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    grouped: dict[str, dict[str, None]] = {}
    for code, label in pairs:
        if label:
            grouped.setdefault(code, {})[label] = None
    return {code: tuple(labels) for code, labels in grouped.items()}


def _rows(version: Path, dataset: Dataset, row_type: type[Row]) -> Iterable[Row]:
    path = version / dataset.file
    return read_rows(path, row_type) if path.exists() else ()


def _shipped(name: str) -> Path:
    from catalog_data import data_path  # light modules must not need the data

    return data_path(name)
