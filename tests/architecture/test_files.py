"""Files stay short, public names are explained, and nothing of a machine or of an import is left in them."""

from __future__ import annotations

import ast
import gzip
import hashlib
import re
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGES, ROOT, TREES, calls, files, name, tree

LONGEST, USUAL = 400, 200
SHARED = ROOT.parent / "shared" / "data"
_WRITTEN = (
    ".py",
    ".md",
    ".toml",
    ".tcss",
    ".po",
    ".pot",
    ".typ",
    ".txt",
    ".service",
    ".sh",
    ".yml",
    ".cfg",
    "run",
    "Makefile",
)
# Paths of somebody's machine, addresses of package indexes, notes to oneself, and what a debugger leaves.
_LEFT = re.compile(
    r"(?<![\w.])/(?:work|root|Users|home/(?!marie\b))/?\w|[A-Z]:\\Users|--(?:extra-)?index-url|//[\w.-]*(?:pythonhosted|artifactory)"
    r"|#\s*(?:TODO|FIXME|XXX|HACK)\b|\bbreakpoint\(\)|\bpdb\.set_trace\("
)


def _lengths(*trees: str) -> dict[str, int]:
    return {
        name(path): len(path.read_text(encoding="utf-8").splitlines())
        for suffix in (".py", ".tcss")
        for path in files(*trees, suffix=suffix)
    }


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    assert {path: lines for path, lines in _lengths(*TREES).items() if lines > LONGEST} == {}


def test_most_files_are_under_two_hundred_lines() -> None:
    lengths = _lengths(*PACKAGES)
    long = {path: lines for path, lines in lengths.items() if lines > USUAL}

    assert len(long) <= len(lengths) // 10, long


@pytest.mark.parametrize("path", files(*PACKAGES), ids=name)
def test_everything_public_has_a_docstring(path: Path) -> None:
    bare = list(_undocumented(tree(path), name(path)))

    assert bare == []


def _undocumented(node: ast.Module | ast.ClassDef, where: str) -> list[str]:
    missing = [] if ast.get_docstring(node) else [where]
    for child in node.body:
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) and not child.name.startswith("_"):
            # An override says what its base says; the setter, what the property says.
            told = {ast.unparse(one).rpartition(".")[2] for one in child.decorator_list}
            if not ast.get_docstring(child) and not told & {"setter", "overload", "override"}:
                missing.append(f"{where} {child.name}")
        elif isinstance(child, ast.ClassDef) and not child.name.startswith("_"):
            missing += _undocumented(child, f"{where} {child.name}")
    return missing


def _written() -> list[Path]:
    trees = [ROOT / one for one in (*TREES, "docs", "deploy", ".ci")]
    inside = [path for folder in trees if folder.exists() for path in folder.rglob("*") if path.is_file()]
    return [
        path
        for path in (*inside, *(one for one in ROOT.iterdir() if one.is_file()))
        if path.name.endswith(_WRITTEN) and path != Path(__file__).resolve() and "__pycache__" not in path.parts
    ]


def test_nothing_of_a_machine_is_left_in_a_file() -> None:
    found = [
        f"{name(path)}:{number} {match.group()}"
        for path in _written()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if (match := _LEFT.search(line))
    ]

    assert found == []


def test_no_test_waits_by_sleeping() -> None:
    sleeping = [
        f"{name(path)}:{call.lineno}"
        for path in files("tests")
        for called, call in calls(tree(path))
        if called == "sleep" and "asyncio" not in ast.unparse(call.func)
    ]

    assert sleeping == []


def _digests(path: Path) -> set[str]:
    content = path.read_bytes()
    plain = gzip.decompress(content) if path.suffix == ".gz" else content
    return {hashlib.sha256(one).hexdigest() for one in (content, plain)}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of real data is not beside this clone")
def test_no_file_of_the_shared_data_is_shipped() -> None:
    theirs = {digest for path in SHARED.iterdir() if path.is_file() for digest in _digests(path)}
    names = {path.name.removesuffix(".gz") for path in SHARED.iterdir()} - {"README.md", "communes.csv"}
    shipped = [path for path in (ROOT / "catalog_data").rglob("*") if path.is_file()]

    assert [name(path) for path in shipped if path.name in names or _digests(path) & theirs] == []
