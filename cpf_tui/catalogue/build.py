"""Import files into one dataset: a whole version of the catalogue is built aside, and put in force once whole."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast

from cpf_tui.catalogue.datasets import INDEX, INDEXED, Dataset
from cpf_tui.catalogue.gathering import Fresh, Kept, Seen, kept
from cpf_tui.catalogue.gazetteer import shipped_gazetteer
from cpf_tui.catalogue.importers import ImportReport, Progress, ProgressCallback, RejectFile
from cpf_tui.catalogue.importers.archives import open_sources
from cpf_tui.catalogue.importers.choosing import Chosen, choose
from cpf_tui.catalogue.manifest import FORMAT, Manifest, now
from cpf_tui.catalogue.rebuild import REJECTS, link, undisturbed, write_examples, write_index
from cpf_tui.catalogue.rows import OfferRow, write_offers
from cpf_tui.catalogue.tables import write_rows
from cpf_tui.catalogue.versions import VersionStore
from cpf_tui.domain.errors import InvalidInput, StorageError

if TYPE_CHECKING:
    from cpf_tui.catalogue.index.collect import Collector


def import_file(path: Path, data_dir: Path, **options: Any) -> ImportReport:
    """Import one file, with the options of `import_files`."""
    return import_files([path], data_dir, **options)


def import_files(
    paths: Sequence[Path],
    data_dir: Path,
    *,
    importer: str | None = None,
    add: bool = False,
    progress: ProgressCallback | None = None,
) -> ImportReport:
    """Import files of one format in the place of the dataset they feed.

    The format is recognised unless `importer` names it. With `add`, the rows that came from files of other names stay.
    Raises `InvalidInput` when a file as a whole cannot be taken (nothing changes then), `Conflict` when another import
    is under way, `StorageError` when the disk refuses.
    """
    store = VersionStore(data_dir)
    try:
        with ExitStack() as closing:
            chosen = choose(open_sources([Path(path) for path in paths], closing), importer)
            work = closing.enter_context(store.writing())
            closing.enter_context(undisturbed())
            done = _Import(chosen, store, work, progress or (lambda _: None), add=add)
            return done.report([Path(path) for path in paths])
    except OSError as error:
        raise StorageError(
            "L’import a échoué : {reason}. Le catalogue précédent est intact ; libérez de la place, puis recommencez.",
            reason=error.strerror or type(error).__name__,
        ) from error


class _Import:
    """One import: once made, it is in force."""

    def __init__(
        self, chosen: Chosen, store: VersionStore, work: Path, progress: ProgressCallback, *, add: bool
    ) -> None:
        self._format, self._sources, self._ignored = chosen
        self._work, self._progress, self._began = work, progress, time.monotonic()
        self._former = store.current()
        self._rejects = RejectFile(work / REJECTS)
        groups = [self._sources] if self._format.together else [[source] for source in self._sources]
        self._fresh = [Fresh(self._format, group, self._rejects, self._former) for group in groups]
        names = {source.name for source in self._sources}
        self._collector: Collector | None = None
        self._kept = kept(self._former, self._format, names) if add and self._former else []
        self._write()
        self._tell("index")
        self._version = store.publish(work, self._complete())

    def _write(self) -> None:
        """Write the dataset. Raises `InvalidInput` when the files give it no row."""
        path = self._work / self._format.dataset.file
        seen: Seen = set()
        self._tell("lecture")
        rows = chain.from_iterable(group.rows(seen, lambda: self._tell("lecture")) for group in self._groups)
        try:
            if self._format.dataset is Dataset.OFFERS:
                # numpy is loaded only here, when there is something to index.
                from cpf_tui.catalogue.index.collect import Collector

                self._collector = Collector(shipped_gazetteer())
                write_offers(path, self._collector.watch(cast("Iterator[OfferRow]", rows)))
            else:
                reader = self._format.reader
                write_rows(path, reader.row_type, rows, lookups=reader.lookups)
        finally:
            self._rejects.close()
        if not self._accepted:
            self._refuse_empty()

    def _complete(self) -> Manifest:
        """Add to the version what the import did not touch, and return its manifest."""
        dataset, former = self._format.dataset, self._former
        datasets = dict(former.manifest.datasets) if former else {}
        datasets[dataset] = tuple(group.imported() for group in self._groups)
        if former:
            for other in datasets.keys() - {dataset}:
                link(former.path / other.file, self._work / other.file)
        if Dataset.OFFERS not in datasets:
            datasets[Dataset.OFFERS] = (write_examples(self._work),)
        if former and former.manifest.format == FORMAT and dataset not in INDEXED:
            link(former.path / INDEX, self._work / INDEX)
            index = former.manifest.index
        else:
            index = write_index(self._work, self._collector)
        return Manifest(now(), datasets, index)

    def report(self, paths: Sequence[Path]) -> ImportReport:
        """Say what was done."""
        return ImportReport(
            sources=tuple(paths),
            format=self._format.name,
            dataset=self._format.dataset,
            files=tuple(file for group in self._fresh for file in group.imported().files),
            ignored=tuple(source.name for source in self._ignored),
            accepted=self._accepted,
            repeated=sum(group.repeated for group in self._fresh),
            kept=sum(group.imported().rows for group in self._kept),
            rejected=self._rejects.count,
            rejects=tuple(self._rejects.first),
            rejects_path=self._version.path / REJECTS if self._rejects.count else None,
            elapsed=time.monotonic() - self._began,
            version=self._version.path.name,
        )

    @property
    def _groups(self) -> list[Kept | Fresh]:
        return [*self._kept, *self._fresh]

    @property
    def _read(self) -> int:
        return sum(group.read for group in self._fresh)

    @property
    def _accepted(self) -> int:
        return self._read - self._rejects.count

    def _tell(self, step: str) -> None:
        total = sum(source.total for source in self._sources)
        done = sum(source.done for source in self._sources) if step == "lecture" else total
        self._progress(Progress(self._read, done, total, time.monotonic() - self._began, step))

    def _refuse_empty(self) -> NoReturn:
        if not self._rejects.count:
            self._sources[0].refuse("« {file} » ne contient aucune donnée après son en-tête.")
        first = self._rejects.first[0]
        raise InvalidInput(
            "« {file} » : aucune ligne ne peut être prise ({count} mises de côté). "
            "Ligne {line}, colonne « {column} » : {reason}.",
            file=first.file,
            count=self._rejects.count,
            line=first.line,
            column=first.column or "toutes",
            reason=first.reason,
        )
