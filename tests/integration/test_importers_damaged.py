"""Whatever is handed in, an import says one sentence or takes the rows it can, and never leaves a partial catalogue."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpf_tui.catalogue.build import import_files
from cpf_tui.catalogue.catalogue import Catalogue, open_catalogue
from cpf_tui.catalogue.importers import FORMATS
from cpf_tui.catalogue.versions import VersionStore
from cpf_tui.domain.errors import DomainError
from cpf_tui.domain.training import SearchRequest
from tests.support.damage import recipes
from tests.support.effort import FULL, SHARED, effort
from tests.support.offers import write_csv
from tests.support.samples import SAMPLES

REAL = {
    "offres": ("offres-carif-oref-2020-11.csv.gz",),
    "mcf": ("mcf-catalogue-echantillon-2024-07.csv",),
    "lheo": ("lheo-offre-exemple.xml", "lheo-bts-exemple.xml", "lheo-index-intercarif-2017.xml"),
    "france-competences": ("france-competences-standard-2020-11.csv.gz", "france-competences-rome-2024-11.csv.gz"),
    "interlocuteurs": ("agences-pole-emploi-2019-11.csv.gz",),
    "organismes": ("organismes-2022-10.csv.gz",),
    "formacode": ("formacodes-v14.csv.gz",),
    "rome": ("rome-appellations.csv.gz",),
}
_BEGINNING = 100_000 if FULL else 10_000  # bytes kept of a real file, so that many damages can be tried

every_format = pytest.mark.parametrize("name", sorted(FORMATS))
fuzz = settings(deadline=None, suppress_health_check=list(HealthCheck))


class Catalogued:
    """A data directory with a catalogue in force, a program that searches it, and what must stay true of both."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data_dir = folder / "data"
        import_files([write_csv(folder / "avant.csv")], self.data_dir)
        self.store = VersionStore(self.data_dir)
        self.program: Catalogue = open_catalogue(self.data_dir)

    def state(self) -> tuple[object, ...]:
        current = self.store.current()
        assert current is not None
        files = {path.name: path.stat().st_ino for path in current.path.iterdir()}
        return current, files, {path.name for path in self.store.root.iterdir()}

    def try_importing(self, files: dict[str, bytes], importer: str | None) -> None:
        """Import, and check that the answer is whole: a new version, or a sentence and nothing changed."""
        paths = [self.folder / name for name in files]
        for path, content in zip(paths, files.values(), strict=True):
            path.write_bytes(content)
        before = self.state()
        refused, report = "", None
        try:
            report = import_files(paths, self.data_dir, importer=importer)
        except DomainError as error:
            refused = str(error)
        if report is None:
            assert refused.strip() == refused != ""
            assert "\n" not in refused
            assert self.state() == before
        else:
            current = self.store.current()
            assert current is not None
            assert current.path.name == report.version
            assert report.accepted > 0
            assert not [path for path in self.store.root.iterdir() if path.name.startswith(".")]
        assert self.program.search(SearchRequest("")).total > 0
        assert self.program.search(SearchRequest("soudeur", limit=3)).total >= 0


@pytest.fixture
def catalogued(tmp_path: Path) -> Iterator[Catalogued]:
    made = Catalogued(tmp_path)
    yield made
    made.program.close()


def _damaged(files: dict[str, bytes], damage: Callable[[bytes, str], bytes], which: int) -> dict[str, bytes]:
    """Damage one of the files, and leave the others as they are."""
    hurt = sorted(files)[which % len(files)]
    return {name: damage(content, name) if name == hurt else content for name, content in files.items()}


def test_every_format_has_a_sample_to_damage() -> None:
    assert set(FORMATS) - set(SAMPLES) == set()


def test_what_an_unknown_xml_begins_with_is_said_on_one_line(catalogued: Catalogued) -> None:
    path = catalogued.folder / "page.xml"
    path.write_text("<page>\n  <titre>\x1b[2JEssai</titre>\u202e\n</page>", "utf-8")
    with pytest.raises(DomainError) as refused:
        import_files([path], catalogued.data_dir)
    assert "il commence par : <page> <titre>[2JEssai</titre> </page>." in str(refused.value)


def test_the_name_of_a_member_of_an_archive_is_said_on_one_line(catalogued: Catalogued) -> None:
    path = catalogued.folder / "archive.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a\nb\x1b[2J\u202e.csv", "plat,prix\nsoupe,4\n")
    with pytest.raises(DomainError, match=r"« archive\.zip/a b"):
        import_files([path], catalogued.data_dir)


@every_format
def test_a_sample_is_taken_as_it_is(catalogued: Catalogued, name: str) -> None:
    for file, content in SAMPLES[name].items():
        (catalogued.folder / file).write_text(content, "utf-8")
    together = FORMATS[name].together
    groups = [list(SAMPLES[name])] if together else [[file] for file in SAMPLES[name]]
    for group in groups:
        report = import_files([catalogued.folder / file for file in group], catalogued.data_dir)
        assert (report.format, report.rejected) == (name, 0), report.rejects
        assert report.accepted > 0


@every_format
@settings(fuzz, max_examples=effort(15, 400))
@given(damage=recipes(), which=st.integers(0, 5), told=st.booleans())
def test_a_damaged_sample_is_taken_or_refused_whole(
    catalogued: Catalogued, name: str, damage: Callable[[bytes, str], bytes], which: int, told: bool
) -> None:
    files = {file: content.encode() for file, content in SAMPLES[name].items()}
    if not FORMATS[name].together:
        file = sorted(files)[which % len(files)]
        files = {file: files[file]}
    catalogued.try_importing(_damaged(files, damage, which), name if told else None)


@every_format
@settings(fuzz, max_examples=effort(3, 80))
@given(damage=recipes(), which=st.integers(0, 5), told=st.booleans())
def test_a_damaged_real_file_is_taken_or_refused_whole(
    catalogued: Catalogued, name: str, damage: Callable[[bytes, str], bytes], which: int, told: bool
) -> None:
    real = [SHARED / file for file in REAL.get(name, ()) if (SHARED / file).exists()]
    if not real:
        pytest.skip(f"no real file of the format « {name} » is beside the project")
    files = {path.name.removesuffix(".gz"): _beginning(path) for path in real}
    if not FORMATS[name].together:
        file = sorted(files)[which % len(files)]
        files = {file: files[file]}
    catalogued.try_importing(_damaged(files, damage, which), name if told else None)


@settings(fuzz, max_examples=effort(30, 600))
@given(
    content=st.one_of(st.binary(max_size=3000), st.text(max_size=1000).map(str.encode)),
    name=st.sampled_from(sorted(FORMATS)),
)
def test_anything_at_all_is_refused_in_one_sentence(catalogued: Catalogued, content: bytes, name: str) -> None:
    catalogued.try_importing({"n’importe quoi": content}, name)
    catalogued.try_importing({"n’importe quoi": content}, None)


_cell = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=12),
    st.sampled_from(("", "-", "-1", "0", "1,5", "59512", "2A004", "RNCP1", "oui", "31/02/2020", "9" * 30, "=1+1", " ")),
)


@every_format
@settings(fuzz, max_examples=effort(10, 150))
@given(data=st.data())
def test_a_well_made_table_of_anything_is_taken_or_refused_whole(
    catalogued: Catalogued, name: str, data: st.DataObject
) -> None:
    """The header is right, the values are anything: what a spreadsheet makes of a good file."""
    files = {}
    for file, content in SAMPLES[name].items():
        header = content.partition("\n")[0]
        separator = max(",;", key=header.count)
        columns = [column.strip('"') for column in header.split(separator)]
        rows = data.draw(st.lists(st.lists(_cell, min_size=len(columns), max_size=len(columns)), max_size=4))
        lines = [separator.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in (columns, *rows)]
        files[file] = "\n".join(lines).encode()
    if name == "lheo":
        files = {"offres.xml": SAMPLES[name]["offres.xml"].replace("120", "&#x31;" + data.draw(_cell_of_xml)).encode()}
    catalogued.try_importing(files, name)


_cell_of_xml = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=12).map(
    lambda words: words.replace("&", "&amp;").replace("<", "&lt;")
)


def _beginning(path: Path) -> bytes:
    """Return the beginning of a real file, unpacked; XML whole, since its end closes it."""
    if path.suffix == ".xml":
        return path.read_bytes()
    if path.suffix != ".gz":
        return path.read_bytes()[:_BEGINNING]
    with gzip.open(path) as file:
        return file.read(_BEGINNING)
