"""Build a version of the catalogue from a file, aside, and put it in force once whole."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from cpf_tui.catalogue.gazetteer import shipped_gazetteer
from cpf_tui.catalogue.importers import FORMATS, ImportReport, Offers, Progress, ProgressCallback, RejectFile
from cpf_tui.catalogue.importers.reading import Source
from cpf_tui.catalogue.rows import FILE_NAME as ROWS
from cpf_tui.catalogue.rows import OfferRow, OfferRows, write_offers
from cpf_tui.catalogue.versions import Manifest, Version, VersionStore
from cpf_tui.domain.errors import InvalidInput, StorageError

REJECTS = "rejets.csv"
_EVERY = 2000  # rows between two reports of progress


def import_file(
    path: Path, data_dir: Path, *, importer: str = "offres", progress: ProgressCallback | None = None
) -> ImportReport:
    """Import a file as the new catalogue; the former one stays in force until the new one is whole.

    Raises `InvalidInput` when the file as a whole cannot be taken (nothing changes then), `Conflict` when another
    import is under way, `StorageError` when the disk refuses.
    """
    if importer not in FORMATS:
        raise InvalidInput(
            "Le format « {importer} » n’existe pas. Formats connus : {known}.",
            importer=importer,
            known=", ".join(sorted(FORMATS)),
        )
    store = VersionStore(data_dir)
    source = Source(Path(path))
    try:
        with store.writing() as work:
            return _import(source, importer, store, work, progress or (lambda _: None))
    except OSError as error:
        raise StorageError(
            "L’import a échoué : {reason}. Le catalogue précédent est intact ; libérez de la place, puis recommencez.",
            reason=error.strerror or type(error).__name__,
        ) from error
    finally:
        source.close()


def _import(source: Source, importer: str, store: VersionStore, work: Path, progress: ProgressCallback) -> ImportReport:
    began = time.monotonic()
    rejects = RejectFile(work / REJECTS)
    offers = FORMATS[importer](source, rejects)
    try:
        stored = write_offers(work / ROWS, _watched(offers, began, progress))
    finally:
        rejects.close()
    if not stored:
        _refuse_empty(source, rejects)
    progress(Progress(offers.read, source.total, source.total, time.monotonic() - began, "index"))
    counts = _index(work) | {"read": offers.read, "repeated": offers.repeated, "rejected": rejects.count}
    version = store.publish(work, _manifest(source.name, importer, source.checksum, counts))
    return ImportReport(
        source=source.path,
        encoding=source.encoding,
        accepted=offers.read - rejects.count,
        repeated=offers.repeated,
        rejected=rejects.count,
        rejects=tuple(rejects.first),
        rejects_path=version.path / REJECTS if rejects.count else None,
        elapsed=time.monotonic() - began,
        checksum=source.checksum,
        version=version.path.name,
    )


def rebuild_index(version: Version, store: VersionStore) -> Version:
    """Make a version of today's format from the rows of an older one, or of one whose index is broken."""
    with store.writing(wait=True) as work:
        shutil.copyfile(version.path / ROWS, work / ROWS)
        counts = version.manifest.counts | _index(work)
        old = version.manifest
        return store.publish(work, Manifest(old.source, old.importer, old.created, old.checksum, counts))


def build_base(store: VersionStore) -> Version:
    """Put the demonstration offers shipped with the program in force; without them, an empty catalogue."""
    from catalog_data import data_path  # only the first start needs the data

    with store.writing(wait=True) as work:
        if (existing := store.current()) is not None:
            return existing  # another program was first
        path = data_path("offres_exemple.csv")
        source = Source(path) if path.exists() else None
        try:
            offers: Iterable[OfferRow] = Offers(source, RejectFile(work / REJECTS)) if source else ()
            write_offers(work / ROWS, offers)
            counts = _index(work)
            return store.publish(work, _manifest("exemple", "offres", source.checksum if source else "", counts))
        finally:
            if source:
                source.close()


def _index(work: Path) -> dict[str, int]:
    # numpy is loaded only here, when there is something to index.
    from cpf_tui.catalogue.index.build import FILE_NAME, build_index
    from cpf_tui.catalogue.index.labels import shipped_labels

    rows = OfferRows(work / ROWS)
    try:
        return build_index(rows, work / FILE_NAME, shipped_labels(), shipped_gazetteer())
    finally:
        rows.close()


def _watched(offers: Offers, began: float, progress: ProgressCallback) -> Iterator[OfferRow]:
    source = offers.source
    for number, offer in enumerate(offers):
        if number % _EVERY == 0:
            progress(Progress(offers.read, source.done, source.total, time.monotonic() - began, "lecture"))
        yield offer


def _refuse_empty(source: Source, rejects: RejectFile) -> None:
    if not rejects.count:
        source.refuse("« {file} » n’a que sa ligne d’en-tête : au moins une ligne d’offre était attendue à la ligne 2.")
    first = rejects.first[0]
    source.refuse(
        "« {file} » : aucune ligne ne peut être prise ({count} mises de côté). "
        "Ligne {line}, colonne « {column} » : {reason}.",
        count=rejects.count,
        line=first.line,
        column=first.column or "toutes",
        reason=first.reason,
    )


def _manifest(source: str, importer: str, checksum: str, counts: dict[str, int]) -> Manifest:
    return Manifest(source, importer, datetime.now(UTC).isoformat(timespec="seconds"), checksum, counts)
