"""An import killed at any moment leaves a whole catalogue; programs that search meanwhile never see a half of one."""

from __future__ import annotations

import gzip
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from cpf_tui.catalogue.build import import_file
from cpf_tui.catalogue.catalogue import open_catalogue
from cpf_tui.catalogue.datasets import Dataset
from cpf_tui.catalogue.importers import Progress
from cpf_tui.catalogue.versions import KEPT, VersionStore
from cpf_tui.domain.training import SearchRequest
from tests.support.effort import SHARED, only_full
from tests.support.offers import COLUMNS, offers, write_csv
from tests.support.programs import ROOT, killed, searching

BENCH = SHARED / "banc-offres-250k.csv.gz"
KILLS = 20  # of the import of 250,000 rows

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL does not exist there")


def poterie(count: int) -> list[dict[str, str]]:
    return [{**offers()[0], "id_action": f"P{number}", "intitule": "Poterie"} for number in range(count)]


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data directory with two versions, so that an import has one to remove."""
    for name in ("ancien.csv", "avant.csv"):
        import_file(write_csv(tmp_path / name), tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """A file to import, of another training."""
    return write_csv(tmp_path / "apres.csv", poterie(5000))


def in_force(data_dir: Path) -> str:
    """Check that the catalogue in force is whole, and return the file its offers came from."""
    current = VersionStore(data_dir).current()
    assert current is not None
    (imported,) = current.manifest.datasets[Dataset.OFFERS]
    catalogue = open_catalogue(data_dir)
    assert catalogue.search(SearchRequest("")).total == imported.rows > 0
    assert bool(catalogue.search(SearchRequest("poterie")).hits) == (imported.rows == 5000)
    assert bool(catalogue.search(SearchRequest("boulanger")).hits) == (imported.rows == 16)
    catalogue.close()
    (name,) = imported.names
    return name


def swept(data_dir: Path) -> bool:
    """Say whether nothing is left of what was killed."""
    store = VersionStore(data_dir)
    return {path.name for path in store.root.iterdir()} == {
        "courant",
        "verrou",
        *(version.path.name for version in store.versions()),
    }


def check_killed_import(moments: Iterable[str], data_dir: Path, new: Path) -> int:
    """Kill an import at each moment and look; return how many were killed. The last one is let through."""
    count = 0
    for moment in moments:
        if not killed(moment, "import", data_dir, new):
            break
        count += 1
        # Only the very last acts of an import come once the new version is in force.
        assert in_force(data_dir) in {"avant.csv", "apres.csv"}
        if in_force(data_dir) == "apres.csv":
            import_file(data_dir.parent / "avant.csv", data_dir)
    import_file(new, data_dir)
    assert in_force(data_dir) == "apres.csv"
    assert swept(data_dir)
    return count


def test_an_import_killed_while_it_writes_and_while_it_is_put_in_force(data_dir: Path, new: Path) -> None:
    moments = ("progress 3", "os.rename 1", "os.rename 2")
    assert check_killed_import(moments, data_dir, new) == len(moments)


def test_a_version_half_removed_is_never_taken_for_one_and_is_swept(data_dir: Path, new: Path) -> None:
    store = VersionStore(data_dir)
    for _ in range(KEPT - 2):
        import_file(data_dir.parent / "avant.csv", data_dir)
    assert len(store.versions()) == KEPT
    assert killed("shutil.rmtree 1", "import", data_dir, new)
    assert in_force(data_dir) == "apres.csv"
    assert len(store.versions()) == KEPT
    assert not swept(data_dir)
    (store.versions()[-1].path / "manifest.json").unlink()  # as a removal in place would have left it
    import_file(new, data_dir)
    assert swept(data_dir)


def test_an_undoing_killed_before_and_after_it_is_done(data_dir: Path, new: Path) -> None:
    for moment, expected in (("shutil.rmtree 1", "avant.csv"), ("os.rename 1", "apres.csv")):
        import_file(new, data_dir)
        assert killed(moment, "revert", data_dir)
        assert in_force(data_dir) == expected
    import_file(new, data_dir)
    assert in_force(data_dir) == "apres.csv"
    assert swept(data_dir)


@only_full
def test_an_import_killed_at_every_moment_that_touches_the_disk(data_dir: Path, new: Path) -> None:
    count = check_killed_import((f"any {rank}" for rank in range(1, 1000)), data_dir, new)
    assert 20 < count < 999


@only_full
def test_an_undoing_killed_at_every_moment_that_touches_the_disk(data_dir: Path, new: Path) -> None:
    import_file(new, data_dir)
    rank = 1
    while killed(f"any {rank}", "revert", data_dir):
        if in_force(data_dir) == "avant.csv":
            import_file(new, data_dir)
        rank += 1
    assert in_force(data_dir) == "avant.csv"
    assert swept(data_dir)
    assert rank > 5


def _rows(tmp_path: Path) -> Path:
    """The 250,000 offers of the bench, or as many made here."""
    if BENCH.exists():
        return BENCH
    path = tmp_path / "beaucoup.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        file.write(",".join(COLUMNS) + "\n")
        for number in range(250_000):
            row = {**offers()[number % 16], "id_formation": f"F{number}", "id_action": f"A{number}"}
            row["intitule"] += f" {number % 50_000}"
            file.write(",".join(row.values()) + "\n")
    return path


@only_full
def test_an_import_of_250_000_rows_killed_twenty_times(tmp_path: Path, data_dir: Path) -> None:
    argv, quiet = [sys.executable, "-m", "cpf_tui", "catalogue", "importer", str(_rows(tmp_path))], subprocess.DEVNULL
    began = time.monotonic()
    trial = {"CPF_TUI_DATA_DIR": str(tmp_path / "essai"), "PATH": ""}
    subprocess.run(argv, cwd=ROOT, check=True, capture_output=True, env=trial)
    whole = time.monotonic() - began
    for number in range(KILLS):
        here = trial | {"CPF_TUI_DATA_DIR": str(data_dir)}
        with subprocess.Popen(argv, cwd=ROOT, stdout=quiet, stderr=quiet, env=here) as importing:
            with pytest.raises(subprocess.TimeoutExpired):
                importing.wait(whole * (number + 0.5) / KILLS * 0.9)
            importing.kill()
        assert in_force(data_dir) == "avant.csv"
    report = import_file(_rows(tmp_path), data_dir)
    assert report.accepted == 250_000
    assert swept(data_dir)


def test_two_programs_search_during_an_import_and_see_the_new_one_after(data_dir: Path, new: Path) -> None:
    before, after = (16, ""), (5000, "Poterie")
    seen: list[tuple[str, int, int]] = []
    with searching(data_dir) as one, searching(data_dir) as other:

        def both(words: str) -> list[tuple[int, str]]:
            return [one.ask(words), other.ask(words)]

        def meanwhile(where: Progress) -> None:
            seen.append((where.step, one.ask("boulanger")[0], other.ask("poterie")[0]))

        known = both("boulanger")
        assert known[0] == known[1]
        import_file(new, data_dir, progress=meanwhile)
        assert {step for step, _, _ in seen} == {"lecture", "index"}
        assert {(found, none) for _, found, none in seen} == {(known[0][0], 0)}
        assert both("poterie") == [after, after]
        assert [count for count, _ in both("boulanger")] == [0, 0]
        VersionStore(data_dir).revert()
        assert both("boulanger") == known
        assert [count for count, _ in both("")] == [before[0]] * 2
