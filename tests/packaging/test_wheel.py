"""The wheel alone, in an empty environment, from `/`: what `pipx install` gives to somebody."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("cpf_tui", "screens", "widgets", "catalog_data")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this tree."""
    folder = tmp_path_factory.mktemp("roue")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@dataclass(frozen=True)
class Installed:
    """The program installed from the wheel, with its own data folder."""

    bin: Path
    data: Path

    def run(self, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": os.defpath,
            "CPF_TUI_DATA_DIR": str(self.data),
            "TMPDIR": str(self.data.parent),
            "PYTHONUTF8": "1",
            **variables,
        }
        return subprocess.run(
            [self.bin / "cpf-tui", *command],
            cwd="/",
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment holding the wheel alone; its dependencies are read from the one that runs the tests."""
    folder = tmp_path_factory.mktemp("neuf")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    subprocess.run([*pip, "install", "--no-deps", "--no-index", "-q", str(wheel)], check=True, capture_output=True)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    # A path put in by a .pth file is read after the environment's own, and its own .pth files are not: the link to
    # this tree that the test environment may hold is not followed.
    (site / "dependances.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def installed(environment: Path, tmp_path: Path) -> Installed:
    """The program of that environment on an empty data folder."""
    return Installed(environment / "bin", tmp_path / "etat")


def _names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_the_four_packages_and_nothing_else(wheel: Path) -> None:
    tops = {one.partition("/")[0] for one in _names(wheel)}

    assert {one for one in tops if not one.endswith(".dist-info")} == set(PACKAGES)


def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    written = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert written - _names(wheel) == set()


@pytest.mark.parametrize(
    "wanted",
    [
        "cpf_tui/i18n/locale/en.po",
        "cpf_tui/documents/certificate.typ",
        "cpf_tui/persistence/migrations/env.py",
        "cpf_tui/persistence/migrations/versions/v0001_initial.py",
        "cpf_tui/catalogue/lexicon.toml",
        "cpf_tui/py.typed",
        "screens/welcome.tcss",
        "catalog_data/adresses.toml",
        "catalog_data/communes.csv",
        "catalog_data/offres_exemple.csv",
        "catalog_data/information/010-quoi.toml",
        "catalog_data/PROVENANCE.md",
    ],
)
def test_the_wheel_holds_what_the_program_reads(wheel: Path, wanted: str) -> None:
    assert wanted in _names(wheel)


def test_the_installed_packages_are_those_of_the_wheel(environment: Path) -> None:
    code = "import cpf_tui, screens, widgets, catalog_data as d; print(cpf_tui, screens, widgets, d, sep='\\n')"
    told = subprocess.run(
        [environment / "bin" / "python", "-c", code], cwd="/", capture_output=True, text=True, check=True
    ).stdout

    assert told.count(str(environment)) == len(PACKAGES), told


def test_says_its_version(installed: Installed) -> None:
    done = installed.run("--version")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("cpf-tui 0.")


def test_creates_and_checks_its_database(installed: Installed) -> None:
    done = installed.run("verifier", "--json")

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["sain"] is True
    assert (installed.data / "base" / "cpf.db").exists()


def test_finds_a_training_among_the_shipped_examples(installed: Installed) -> None:
    done = installed.run("chercher", "soudeur", "--json")

    assert (done.returncode, done.stderr) == (0, "")
    assert "soud" in json.loads(done.stdout)["resultats"][0]["intitule"].lower()


def test_plays_the_whole_journey_in_the_demonstration(installed: Installed) -> None:
    done = installed.run("demo", "--sans-ouvrir", "--json")
    assert (done.returncode, done.stderr) == (0, "")

    checked = installed.run("verifier", CPF_TUI_DATA_DIR=json.loads(done.stdout)["dossier"])

    assert (checked.returncode, checked.stderr) == (0, "")


def test_finds_its_screens(environment: Path) -> None:
    code = "from cpf_tui.app import CpfApp; from screens.holder.home import HomeScreen; print(HomeScreen.__name__)"
    done = subprocess.run(
        [environment / "bin" / "python", "-c", code], cwd="/", capture_output=True, text=True, check=False
    )

    assert (done.stdout, done.returncode) == ("HomeScreen\n", 0), done.stderr


def test_refuses_the_widgets_of_another_program(installed: Installed, tmp_path: Path) -> None:
    stranger = tmp_path / "autre" / "widgets"
    stranger.mkdir(parents=True)
    (stranger / "__init__.py").touch()

    done = installed.run("verifier", PYTHONPATH=str(stranger.parent))

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "« widgets »" in done.stderr
    assert "pipx" in done.stderr
