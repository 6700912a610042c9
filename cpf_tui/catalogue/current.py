"""The datasets of the version in force that are small enough to be held in memory: read once for each version."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar, cast

from cpf_tui.catalogue.datasets import Dataset
from cpf_tui.catalogue.versions import Version, VersionStore
from cpf_tui.domain.errors import StorageError

Value = TypeVar("Value")

_TRIES = 3  # an import may remove a version between reading the pointer and opening the file


class CurrentDatasets:
    """What the version in force holds, read again when another one replaces it; may be shared by threads."""

    def __init__(self, store: VersionStore) -> None:
        self._store = store
        self._lock = RLock()
        self._stamp: tuple[int, int, int] | None = None
        self._version: Version | None = None
        self._read: dict[Dataset, Any] = {}

    def get(self, dataset: Dataset, read: Callable[[Path], Value]) -> Value | None:
        """Return what `read` makes of the file of a dataset (always the same for one); None where none was imported.

        One `stat` when nothing changed. Raises `StorageError` when the file cannot be read.
        """
        with self._lock:
            for _ in range(_TRIES):
                self._follow()
                if dataset in self._read:
                    return cast("Value", self._read[dataset])
                if self._version is None or dataset not in self._version.manifest.datasets:
                    return None
                try:
                    value = self._read[dataset] = read(self._version.path / dataset.file)
                except (OSError, sqlite3.Error):
                    self._stamp = None
                else:
                    return value
        raise StorageError(
            "Les données « {dataset} » du catalogue sont illisibles. Importez-les à nouveau, ou revenez à la version "
            "précédente avec « cpf-tui catalogue revenir ».",
            dataset=dataset.value,
        )

    def _follow(self) -> None:
        stamp = self._store.stamp()
        if stamp is None or stamp != self._stamp:
            self._version, self._stamp, self._read = self._store.current(), stamp, {}
