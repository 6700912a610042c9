"""Versions of the catalogue: what each holds, what they share, how one is undone, how an older one is upgraded."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cpf_tui.catalogue import importers
from cpf_tui.catalogue.build import import_file, import_files
from cpf_tui.catalogue.catalogue import open_catalogue
from cpf_tui.catalogue.current import CurrentDatasets
from cpf_tui.catalogue.datasets import Dataset
from cpf_tui.catalogue.importers import Format, Reader
from cpf_tui.catalogue.manifest import FORMAT, dump, load
from cpf_tui.catalogue.tables import read_rows
from cpf_tui.catalogue.versions import KEPT, Version, VersionStore
from cpf_tui.domain.errors import Conflict, NotFound, StorageError
from cpf_tui.domain.text import text
from cpf_tui.domain.training import SearchRequest
from tests.support.offers import offers, write_csv


class Note(NamedTuple):
    """A row of the dataset these tests make up; it feeds no index."""

    code: str
    words: str


class Notes(Reader[Note]):
    """Reads `code,note`."""

    row_type = Note

    def __iter__(self) -> Any:
        for source in self.sources:
            records = source.records()
            next(records)
            yield from self.taken(source, records, Note._make)


@pytest.fixture(autouse=True)
def notes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second format, for another dataset."""
    form = Format("notes", Dataset.LISTS, Notes, text("notes"), lambda head: head.columns == ("code", "note"))
    monkeypatch.setitem(importers.FORMATS, "notes", form)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Return a data directory whose offers come from `offres.csv`."""
    import_file(write_csv(tmp_path / "offres.csv"), tmp_path / "data")
    return tmp_path / "data"


def current(data_dir: Path) -> Version:
    version = VersionStore(data_dir).current()
    assert version is not None
    return version


def write_notes(path: Path, *codes: str) -> Path:
    path.write_text("code,note\n" + "".join(f"{code},mot\n" for code in codes), "utf-8")
    return path


def held(data_dir: Path) -> list[str]:
    return [row.code for row in read_rows(current(data_dir).path / Dataset.LISTS.file, Note)]


def titles(data_dir: Path, words: str) -> list[str]:
    catalogue = open_catalogue(data_dir)
    found = [hit.offer.title for hit in catalogue.search(SearchRequest(words)).hits]
    catalogue.close()
    return found


# ---------------------------------------------------------------------- several datasets


def test_another_dataset_joins_the_offers_without_touching_them(tmp_path: Path, data_dir: Path) -> None:
    before = current(data_dir)
    report = import_file(write_notes(tmp_path / "notes.csv", "a", "b"), data_dir)
    after = current(data_dir)

    assert (report.format, report.dataset, report.accepted) == ("notes", Dataset.LISTS, 2)
    assert after.manifest.datasets[Dataset.OFFERS] == before.manifest.datasets[Dataset.OFFERS]
    assert after.manifest.rows(Dataset.LISTS) == 2
    for name in (Dataset.OFFERS.file, "index.bin"):
        assert (after.path / name).samefile(before.path / name)
    assert titles(data_dir, "boulangerie")[0] == "Boulangerie"


def test_files_are_copied_where_they_cannot_be_linked(
    tmp_path: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refused)
    before = current(data_dir)
    import_file(write_notes(tmp_path / "notes.csv", "a"), data_dir)
    after = current(data_dir)
    assert not (after.path / Dataset.OFFERS.file).samefile(before.path / Dataset.OFFERS.file)
    assert titles(data_dir, "boulangerie")[0] == "Boulangerie"


def test_a_first_import_of_another_dataset_comes_with_the_example_offers(tmp_path: Path) -> None:
    import_file(write_notes(tmp_path / "notes.csv", "a"), tmp_path / "data")
    (examples,) = current(tmp_path / "data").manifest.datasets[Dataset.OFFERS]
    assert examples.example
    assert titles(tmp_path / "data", "soudeur")


def test_a_manifest_is_read_as_it_was_written(data_dir: Path) -> None:
    manifest = current(data_dir).manifest
    assert load(dump(manifest)) == manifest


@pytest.mark.parametrize("written", ["", "[]", "{}", '{"datasets": 3}', '{"datasets": {"autre": []}}', "null"])
def test_what_is_no_manifest_is_no_version(data_dir: Path, written: str) -> None:
    (current(data_dir).path / "manifest.json").write_text(written)
    assert VersionStore(data_dir).current() is None


# ---------------------------------------------------------------------- adding


def test_without_adding_a_file_replaces_what_there_was(tmp_path: Path, data_dir: Path) -> None:
    import_file(write_notes(tmp_path / "national.csv", "a", "b"), data_dir)
    import_file(write_notes(tmp_path / "nord.csv", "c"), data_dir)
    assert held(data_dir) == ["c"]


def test_added_files_join_those_in_force_and_one_of_the_same_name_is_replaced(tmp_path: Path, data_dir: Path) -> None:
    import_file(write_notes(tmp_path / "national.csv", "a", "b"), data_dir)
    report = import_file(write_notes(tmp_path / "nord.csv", "c"), data_dir, add=True)
    assert (held(data_dir), report.kept) == (["a", "b", "c"], 2)

    report = import_file(write_notes(tmp_path / "national.csv", "d"), data_dir, add=True)
    assert (held(data_dir), report.kept) == (["c", "d"], 1)
    assert [one.rows for one in current(data_dir).manifest.datasets[Dataset.LISTS]] == [1, 1]


def test_a_row_that_another_file_gave_is_kept_once(tmp_path: Path, data_dir: Path) -> None:
    first, second = write_notes(tmp_path / "un.csv", "a", "b"), write_notes(tmp_path / "deux.csv", "b", "c")
    report = import_files([first, second], data_dir)
    assert (held(data_dir), report.accepted, report.repeated) == (["a", "b", "c"], 4, 1)


def test_added_offers_are_found_beside_the_others_and_told_apart(tmp_path: Path, data_dir: Path) -> None:
    pottery = {**offers()[0], "intitule": "Poterie"}  # its number is that of another offer in force
    import_file(write_csv(tmp_path / "autre.csv", [pottery, offers()[1]]), data_dir, add=True)
    assert titles(data_dir, "poterie") == ["Poterie"]
    assert titles(data_dir, "boulangerie")[0] == "Boulangerie"
    assert current(data_dir).manifest.rows(Dataset.OFFERS) == 17
    catalogue = open_catalogue(data_dir)
    first, second = catalogue.offer("A1"), catalogue.offer("A1#2")
    assert first is not None
    assert second is not None
    assert (first.title, second.title) == ("Soudeur industriel", "Poterie")
    catalogue.close()


def test_example_offers_give_way_to_the_first_real_ones(tmp_path: Path) -> None:
    open_catalogue(tmp_path / "data").warm()
    report = import_file(write_csv(tmp_path / "offres.csv"), tmp_path / "data", add=True)
    assert report.kept == 0
    assert current(tmp_path / "data").manifest.rows(Dataset.OFFERS) == 16


# ---------------------------------------------------------------------- undoing


def test_the_last_import_is_undone(tmp_path: Path, data_dir: Path) -> None:
    catalogue = open_catalogue(data_dir)
    import_file(write_csv(tmp_path / "poterie.csv", [{**offers()[0], "intitule": "Poterie"}]), data_dir)
    assert [hit.offer.title for hit in catalogue.search(SearchRequest("poterie")).hits] == ["Poterie"]

    undone, restored = VersionStore(data_dir).revert()

    assert current(data_dir) == restored
    assert not undone.path.exists()
    assert catalogue.search(SearchRequest("poterie")).total == 0  # a program that runs sees it
    catalogue.close()


def test_after_an_undoing_a_new_import_comes_after_what_was_restored(tmp_path: Path, data_dir: Path) -> None:
    store = VersionStore(data_dir)
    import_file(write_csv(tmp_path / "erreur.csv"), data_dir)
    store.revert()
    import_file(write_csv(tmp_path / "bon.csv"), data_dir)
    _undone, restored = store.revert()
    assert restored.manifest.datasets[Dataset.OFFERS][0].names == {"offres.csv"}


def test_there_is_nothing_to_go_back_to_before_the_first_import(tmp_path: Path, data_dir: Path) -> None:
    for store in (VersionStore(tmp_path / "vide"), VersionStore(data_dir)):
        with pytest.raises(NotFound, match="rien à défaire"):
            store.revert()
    assert titles(data_dir, "soudeur")


def test_nothing_is_undone_during_an_import(tmp_path: Path, data_dir: Path) -> None:
    import_file(write_csv(tmp_path / "autre.csv"), data_dir)
    store = VersionStore(data_dir)
    with store.writing(), pytest.raises(Conflict):
        store.revert()


def test_what_a_killed_undoing_left_is_not_gone_back_to(tmp_path: Path, data_dir: Path) -> None:
    store = VersionStore(data_dir)
    import_file(write_csv(tmp_path / "erreur.csv"), data_dir)
    left = current(data_dir).path
    store.point(next(version.path.name for version in store.versions() if version.path != left))
    import_file(write_csv(tmp_path / "bon.csv"), data_dir)
    assert not left.exists()


def test_as_many_versions_as_said_are_kept(tmp_path: Path, data_dir: Path) -> None:
    for number in range(KEPT + 1):
        import_file(write_notes(tmp_path / "notes.csv", str(number)), data_dir)
    store = VersionStore(data_dir)
    assert len(store.versions()) == KEPT
    for number in range(KEPT - 1, 0, -1):
        store.revert()
        assert held(data_dir) == [str(number)]
    with pytest.raises(NotFound):
        store.revert()


# ---------------------------------------------------------------------- older versions


def make_older(version: Version) -> None:
    """Write the manifest as it was when a version held offers only."""
    told = {
        "source": "ancien.csv",
        "importer": "offres",
        "created": "2026-01-05T10:00:00+00:00",
        "checksum": "ab" * 32,
        "counts": {"offers": 16, "words": 40, "read": 17, "repeated": 0, "rejected": 1},
        "format": 1,
    }
    (version.path / "manifest.json").write_text(json.dumps(told))


def test_a_version_of_the_first_format_is_upgraded_with_its_offers(data_dir: Path) -> None:
    old = current(data_dir)
    make_older(old)
    (old.path / "index.bin").write_bytes(b"an index nobody reads any more")

    assert titles(data_dir, "boulangerie")[0] == "Boulangerie"

    upgraded = current(data_dir)
    (imported,) = upgraded.manifest.datasets[Dataset.OFFERS]
    assert upgraded.manifest.format == FORMAT
    assert (imported.names, imported.rows, imported.read, imported.rejected) == (frozenset({"ancien.csv"}), 16, 17, 1)
    assert [version.path for version in VersionStore(data_dir).versions()] == [upgraded.path]


def test_an_import_beside_a_version_of_the_first_format_upgrades_it(tmp_path: Path, data_dir: Path) -> None:
    make_older(current(data_dir))
    (current(data_dir).path / "index.bin").write_bytes(b"an index nobody reads any more")
    import_file(write_notes(tmp_path / "notes.csv", "a"), data_dir)
    assert current(data_dir).manifest.format == FORMAT
    assert titles(data_dir, "boulangerie")[0] == "Boulangerie"


def test_undoing_to_a_version_of_the_first_format_upgrades_it(tmp_path: Path, data_dir: Path) -> None:
    make_older(current(data_dir))
    import_file(write_csv(tmp_path / "poterie.csv", [{**offers()[0], "intitule": "Poterie"}]), data_dir)
    VersionStore(data_dir).revert()
    assert titles(data_dir, "boulangerie")[0] == "Boulangerie"


# ---------------------------------------------------------------------- what is held in memory


def test_a_dataset_is_read_once_for_each_version(tmp_path: Path, data_dir: Path) -> None:
    reads: list[Path] = []

    def read(path: Path) -> list[str]:
        reads.append(path)
        return [row.code for row in read_rows(path, Note)]

    datasets = CurrentDatasets(VersionStore(data_dir))
    assert datasets.get(Dataset.LISTS, read) is None
    import_file(write_notes(tmp_path / "notes.csv", "a"), data_dir)
    assert datasets.get(Dataset.LISTS, read) == datasets.get(Dataset.LISTS, read) == ["a"]
    assert len(reads) == 1
    import_file(write_notes(tmp_path / "notes.csv", "b"), data_dir)
    assert datasets.get(Dataset.LISTS, read) == ["b"]
    VersionStore(data_dir).revert()
    assert datasets.get(Dataset.LISTS, read) == ["a"]


def test_a_dataset_that_cannot_be_read_is_said(tmp_path: Path, data_dir: Path) -> None:
    import_file(write_notes(tmp_path / "notes.csv", "a"), data_dir)
    path = current(data_dir).path / Dataset.LISTS.file
    path.unlink()
    datasets = CurrentDatasets(VersionStore(data_dir))
    with pytest.raises(StorageError, match="« listes »"):
        datasets.get(Dataset.LISTS, lambda path: list(read_rows(path, Note)))
    shutil.copy(current(data_dir).path / Dataset.OFFERS.file, path)  # another table
    with pytest.raises(StorageError, match="catalogue revenir"):
        datasets.get(Dataset.LISTS, lambda path: list(read_rows(path, Note)))
