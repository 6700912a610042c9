"""The catalogue in force: the offers, certifications and lists a program searches and shows.

A program keeps one `Catalogue`. It opens nothing before the first question, and sees a new import at the next one.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from cpf_tui.catalogue.current import CurrentDatasets
from cpf_tui.catalogue.datasets import Dataset
from cpf_tui.catalogue.manifest import Manifest
from cpf_tui.catalogue.reference import completed, imported_list_rows, read_certifications, read_list_rows
from cpf_tui.catalogue.reference_rows import CertificationRow
from cpf_tui.catalogue.tables import RowFinder
from cpf_tui.catalogue.versions import VersionStore
from cpf_tui.domain.training import Certification, ListRow, Offer, SearchRequest, SearchResult

if TYPE_CHECKING:
    from cpf_tui.catalogue.opened import OpenVersion


class Catalogue:
    """Implements `ports.TrainingCatalogue` over the versions of a data directory; may be shared by threads.

    `data` is the folder of the shipped files (certifications and lists): imported certifications complete them, and
    imported lists replace the examples.
    """

    def __init__(self, data_dir: Path, data: Path | None = None) -> None:
        self._store = VersionStore(data_dir)
        self._datasets = CurrentDatasets(self._store)
        self._data = data
        self._lock = RLock()
        self._opened: OpenVersion | None = None
        self._stamp: tuple[int, int, int] | None = None

    def search(self, request: SearchRequest) -> SearchResult:
        """Search the offers, best first; an empty text lists the offers the filters let through, nearest first.

        Never raises on any text, and takes bounded time: it reads its first 400 characters and 24 words.
        """
        began = time.perf_counter()
        with self._lock:
            return self._version().search(request, began)

    def offer(self, offer_id: str) -> Offer | None:
        """Return one offer."""
        with self._lock:
            return self._version().rows.by_id(offer_id)

    def offers_for(self, certification: str) -> Sequence[Offer]:
        """Return every offer that leads to a certification."""
        with self._lock:
            return self._version().rows.by_certification(certification) if certification else []

    def certification(self, code: str) -> Certification | None:
        """Return one certification: the shipped facts completed by the registers, else what its offers say of it."""
        known = self._certifications.get(code)
        registered = self._registered(code)
        if known is None and not (registered and registered.title):
            known = self._told_by_offers(code)
            if known is None:
                return None
        return completed(known, registered) if registered else known

    def list_rows(self) -> Sequence[ListRow]:
        """Return every row of every list; the same object until another version is in force."""
        return self._datasets.get(Dataset.LISTS, imported_list_rows) or self._list_rows

    @property
    def manifest(self) -> Manifest:
        """Where the catalogue in force comes from, when it was made, what it counts."""
        with self._lock:
            return self._version().manifest

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()
            self._opened = self._stamp = None

    def warm(self) -> None:
        """Open the version in force ahead of the first question."""
        with self._lock:
            self._version()

    def _version(self) -> OpenVersion:
        """Return the version in force, opened again if an import replaced it."""
        stamp = self._store.stamp()
        if self._opened is None or stamp != self._stamp:
            from cpf_tui.catalogue.opened import open_current  # loads numpy: not at start-up

            former = self._opened
            self._opened = open_current(self._store)
            # The stamp is read before opening: an import in between is seen at the next question.
            self._stamp = stamp if stamp is not None else self._store.stamp()
            if former is not None:
                former.close()
        return self._opened

    def _registered(self, code: str) -> CertificationRow | None:
        registers = self._datasets.get(Dataset.CERTIFICATIONS, _by_code)
        if registers is None:
            return None
        with self._lock:
            return registers.find(code)

    def _told_by_offers(self, code: str) -> Certification | None:
        offers = self.offers_for(code)
        if not offers:
            return None
        title = Counter(offer.title for offer in offers).most_common(1)[0][0]
        level = next((offer.level for offer in offers if offer.level is not None), None)
        formacode = next((offer.formacodes[0] for offer in offers if offer.formacodes), "")
        return Certification(code, title, level, formacode=formacode)

    @cached_property
    def _certifications(self) -> dict[str, Certification]:
        return read_certifications(self._shipped("certifications.csv"))

    @cached_property
    def _list_rows(self) -> tuple[ListRow, ...]:
        return read_list_rows(self._shipped("listes_exemple.csv"))

    def _shipped(self, name: str) -> Path:
        if self._data is not None:
            return self._data / name
        from catalog_data import data_path  # tests bring their own

        return data_path(name)


def _by_code(path: Path) -> RowFinder[CertificationRow]:
    return RowFinder(path, CertificationRow, "code")


def open_catalogue(data_dir: Path) -> Catalogue:
    """Return the catalogue of a data directory; on first use it is made of the shipped demonstration offers."""
    return Catalogue(data_dir)
