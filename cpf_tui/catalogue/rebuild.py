"""Versions made without reading a file: the first one, and one of today's format from an older or broken one."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cpf_tui.catalogue.datasets import INDEX, Dataset
from cpf_tui.catalogue.gazetteer import shipped_gazetteer
from cpf_tui.catalogue.importers import RejectFile
from cpf_tui.catalogue.importers.offres import Offers
from cpf_tui.catalogue.importers.reading import Source
from cpf_tui.catalogue.manifest import EXAMPLE, FORMAT, Imported, Manifest, now
from cpf_tui.catalogue.rows import OfferRow, OfferRows, write_offers
from cpf_tui.catalogue.versions import Version, VersionStore

if TYPE_CHECKING:
    from cpf_tui.catalogue.index.collect import Collector

REJECTS = "rejets.csv"


def build_base(store: VersionStore) -> Version:
    """Put the demonstration offers shipped with the program in force; without them, an empty catalogue."""
    with store.writing(wait=True) as work:
        if (existing := store.current()) is not None:
            return existing  # another program was first
        offers = write_examples(work)
        return store.publish(work, Manifest(now(), {Dataset.OFFERS: (offers,)}, write_index(work)))


def rebuild_index(version: Version, store: VersionStore) -> Version:
    """Make a version of today's format from the rows of an older one, or of one whose index is broken."""
    with store.writing(wait=True) as work:
        existing = store.current()
        if existing is not None and existing.path != version.path:
            return existing  # another program was first
        old = version.manifest
        for dataset in old.datasets:
            link(version.path / dataset.file, work / dataset.file)
        return store.publish(work, replace(old, index=write_index(work), format=FORMAT), instead_of=version)


def write_examples(work: Path) -> Imported:
    """Write the demonstration offers to the version being built."""
    from catalog_data import data_path  # only the first start needs the data

    path = data_path("offres_exemple.csv")
    source = Source(path) if path.exists() else None
    try:
        offers: Iterable[OfferRow] = Offers([source], RejectFile(work / REJECTS)) if source else ()
        count = write_offers(work / Dataset.OFFERS.file, offers)
    finally:
        if source:
            source.close()
    return Imported(EXAMPLE, now(), (), rows=count, read=count)


def write_index(work: Path, collector: Collector | None = None) -> dict[str, int]:
    """Build the index of the version in a folder, from its datasets, and return what it counts.

    `collector` has taken the offers already, if they have just been written.
    """
    # numpy is loaded only here, when there is something to index.
    from cpf_tui.catalogue.index.build import build_index
    from cpf_tui.catalogue.index.known_labels import known_labels

    rows = OfferRows(work / Dataset.OFFERS.file)
    try:
        with undisturbed():
            return build_index(rows, work / INDEX, known_labels(work), shipped_gazetteer(), collector)
    finally:
        rows.close()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold the collector of cycles: an import makes millions of small things that live until its end, and no cycle."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def link(file: Path, target: Path) -> None:
    """Give a file of a former version to a new one: the same one where the system can, since it never changes."""
    try:
        os.link(file, target)
    except OSError:
        shutil.copyfile(file, target)
