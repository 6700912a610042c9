"""Who may import whom: the contracts of pyproject.toml, no cycle, and nothing heavy where it is not used."""

from __future__ import annotations

import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

from tests.architecture.sources import PACKAGES, ROOT

_TOLD = """
import importlib, pkgutil, sys
{body}
print(" ".join(sorted({{name.partition(".")[0] for name in sys.modules}})))
"""


def test_import_contracts_hold() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_imports_itself_through_others() -> None:
    graph = grimp.build_graph(*PACKAGES, exclude_type_checking_imports=True, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}

    try:
        order = list(TopologicalSorter(imports).static_order())
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))

    assert len(order) > 100


def _loaded_by(body: str) -> set[str]:
    code = _TOLD.format(body=body)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_http_is_loaded_by_the_downloads_only() -> None:
    loaded = _loaded_by(
        "import cpf_tui.app, cpf_tui.cli.telecharger, cpf_tui.cli.catalogue, cpf_tui.catalogue.build\n"
        "from cpf_tui.catalogue.download import read_addresses; read_addresses()"
    )

    assert "urllib3" not in loaded


def test_the_services_do_not_load_the_screen() -> None:
    loaded = _loaded_by(
        "import cpf_tui.services as package\n"
        "for one in pkgutil.walk_packages(package.__path__, package.__name__ + '.'): importlib.import_module(one.name)"
    )

    assert not loaded & {
        "textual",
        "rich",
        "screens",
        "widgets",
        "sqlalchemy",
        "sqlcipher3",
        "numpy",
        "typst",
        "urllib3",
    }


def test_the_help_of_the_command_line_loads_nothing_heavy() -> None:
    loaded = _loaded_by("from cpf_tui.cli.parser import build; build().format_help()")

    assert not loaded & {
        "textual",
        "rich",
        "sqlalchemy",
        "alembic",
        "numpy",
        "pydantic",
        "cryptography",
        "babel",
        "urllib3",
    }


def test_searching_from_the_shell_loads_neither_the_screen_nor_the_database() -> None:
    loaded = _loaded_by(
        "import cpf_tui.cli.chercher, cpf_tui.catalogue.shell, cpf_tui.services.search, cpf_tui.bootstrap"
    )

    assert not loaded & {"textual", "rich", "sqlalchemy", "alembic"}
